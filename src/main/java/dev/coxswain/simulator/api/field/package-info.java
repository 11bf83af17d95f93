/**
 * The fields of an object as a schema knows them: who owns which, which are unknown, and how an applied document is merged.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.field.FieldSets} (which fields an object sets) and {@link
 * dev.coxswain.simulator.api.field.Apply} (server-side apply).
 *
 * <p>What must stay true: lists are taken apart by the keys of their schema, and never by position.
 */
@NullMarked
package dev.coxswain.simulator.api.field;

import org.jspecify.annotations.NullMarked;

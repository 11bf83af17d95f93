/**
 * Which kinds of objects are served, in which versions, and by which schemas.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.kind.Kind}; {@link dev.coxswain.simulator.api.kind.Kinds} has all of them.
 *
 * <p>What must stay true: a kind that a CustomResourceDefinition brings is used exactly as a built-in one; where they differ,
 * they ask {@link dev.coxswain.simulator.api.kind.Kind#isCustom}.
 */
@NullMarked
package dev.coxswain.simulator.api.kind;

import org.jspecify.annotations.NullMarked;

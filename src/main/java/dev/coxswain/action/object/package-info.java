/**
 * Actions on any Kubernetes object.
 *
 * <p>Start at {@link dev.coxswain.action.object.PatchObject}; {@link dev.coxswain.action.object.Inverse} says how a change is
 * undone.
 *
 * <p>What must stay true: what is decided rests on the whole object read from the API server, not on the view, which keeps only
 * some fields; an inverse does nothing to a field that somebody else has changed since.
 */
@NullMarked
package dev.coxswain.action.object;

import org.jspecify.annotations.NullMarked;

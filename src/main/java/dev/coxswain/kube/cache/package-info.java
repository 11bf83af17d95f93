/**
 * The objects of the cluster as they were a moment ago: listed once, and watched from then on.
 *
 * <p>Start at {@link dev.coxswain.kube.cache.Watches} and {@link dev.coxswain.kube.cache.ObjectCache}; {@link
 * dev.coxswain.kube.cache.Reflector} follows one kind, {@link dev.coxswain.kube.cache.SlimReader} keeps only what somebody reads.
 *
 * <p>What must stay true: a snapshot never changes; a watch that breaks is taken up again where it was, or listed anew; an object
 * never becomes older.
 */
@NullMarked
package dev.coxswain.kube.cache;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary that every other package speaks: objects, references, the view of a cluster, effects and their outcomes.
 *
 * <p>Start at {@link dev.coxswain.cluster.KubeObject} (what we see), {@link dev.coxswain.cluster.ClusterView} (where we see
 * it), {@link dev.coxswain.cluster.Effect} (what we want changed) and {@link dev.coxswain.cluster.Outcome} (what came back).
 *
 * <p>What must stay true: this package imports nothing of ours, everything in it is immutable, and nothing in it performs
 * input or output. JSON values are plain Java values: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code
 * Double}, {@code Boolean} and {@code null}, which is also what CEL reads.
 */
@NullMarked
package dev.coxswain.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * The patch algorithms of the Kubernetes API, as pure functions over JSON values.
 *
 * <p>Start at {@link dev.coxswain.cluster.patch.MergePatch}, {@link dev.coxswain.cluster.patch.JsonPatch} and {@link
 * dev.coxswain.cluster.patch.StrategicPatch}: one static {@code apply} each. The planner uses them to foresee, the simulator to
 * answer.
 *
 * <p>What must stay true: no argument is ever changed, and a document that cannot be applied is a {@link
 * dev.coxswain.cluster.patch.PatchException} that says why.
 */
@NullMarked
package dev.coxswain.cluster.patch;

import org.jspecify.annotations.NullMarked;

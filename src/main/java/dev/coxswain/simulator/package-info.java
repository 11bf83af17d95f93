/**
 * A Kubernetes cluster in memory: an API server spoken over real HTTP, the controllers, kubelets and operators beside it, and
 * the scenarios that playbooks are tested with.
 *
 * <p>Start at {@link dev.coxswain.simulator.VirtualTime} (the only clock in here) and {@link
 * dev.coxswain.simulator.api.Api} (how controllers reach objects).
 *
 * <p>What must stay true: whatever happens here happens on the virtual clock and in a fixed order, so that the same seed gives
 * the same story; and wherever the simulator and a real API server differ, the simulator is wrong.
 */
@NullMarked
package dev.coxswain.simulator;

import org.jspecify.annotations.NullMarked;

/**
 * Kubelets that run scripted containers: probes, restarts, grace periods and pod status as the real kubelet counts them.
 *
 * <p>Start at {@link dev.coxswain.simulator.kubelet.Kubelet}, which gives every bound pod a {@link
 * dev.coxswain.simulator.kubelet.PodLife}; a program is a {@link dev.coxswain.simulator.kubelet.ContainerScript}, chosen for
 * each container by {@link dev.coxswain.simulator.kubelet.Programs}.
 *
 * <p>What must stay true: a probe worker lives as long as its pod and keeps its rhythm over restarts of the container (that
 * is why the time from a start to a kill varies by up to a period); a container that the kubelet itself killed is started
 * again at once unless its life was shorter than its back-off.
 */
@NullMarked
package dev.coxswain.simulator.kubelet;

import org.jspecify.annotations.NullMarked;

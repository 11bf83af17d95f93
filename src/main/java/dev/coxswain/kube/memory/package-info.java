/**
 * What Coxswain keeps in the cluster for itself: the journal of runs, who leads, and the definitions of its kinds.
 *
 * <p>Start at {@link dev.coxswain.kube.memory.CrJournal} and {@link dev.coxswain.kube.memory.LeaderLease}; the definitions are in
 * {@link dev.coxswain.kube.memory.Manifests}.
 *
 * <p>What must stay true: nothing is replaced but under the resource version that was read; who cannot renew the lease in time leads
 * no more, whatever the clock of anybody else says.
 */
@NullMarked
package dev.coxswain.kube.memory;

import org.jspecify.annotations.NullMarked;

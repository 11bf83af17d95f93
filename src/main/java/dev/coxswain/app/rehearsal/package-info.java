/**
 * Playbooks on a simulated cluster: scenarios as tests, and one that is played live.
 *
 * <p>Start at {@link dev.coxswain.app.rehearsal.ScenarioRunner}; {@link dev.coxswain.app.rehearsal.SimulatedCluster} is a cluster
 * behind a port, {@link dev.coxswain.app.rehearsal.LiveScenario} plays on it.
 *
 * <p>What must stay true: the supervisor is the one that runs in production, and cannot tell the difference; the same scenario ends
 * the same way each time.
 */
@NullMarked
package dev.coxswain.app.rehearsal;

import org.jspecify.annotations.NullMarked;

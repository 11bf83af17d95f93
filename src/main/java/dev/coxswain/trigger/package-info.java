/**
 * Triggers: predicates over the state of the cluster, asked again and again; what comes out is a {@link
 * dev.coxswain.trigger.Firing}, or a {@link dev.coxswain.trigger.Why} that says why not.
 *
 * <p>Start at {@link dev.coxswain.trigger.Triggers#pass}. Since when a condition has held is remembered in {@link
 * dev.coxswain.trigger.Observations}, which survive a restart as the data of a ConfigMap.
 *
 * <p>What must stay true: the outcome depends on state, time and observations alone, never on events, so that a dropped,
 * doubled or reordered event changes nothing; the same incident yields the same run name, whoever asks and how often; observations
 * are stored before a run is created from them.
 */
@NullMarked
package dev.coxswain.trigger;

import org.jspecify.annotations.NullMarked;

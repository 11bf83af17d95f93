/**
 * Finds the fleet in a view of the cluster, by profiles.
 *
 * <p>Start at {@link dev.coxswain.fleet.recognition.FleetModel}; {@link dev.coxswain.fleet.recognition.OperatorDetection} and {@link
 * dev.coxswain.fleet.recognition.DatastoreReader} are its two halves.
 *
 * <p>What must stay true: an operator is recognised by its image, never by name alone; where the same is looked at, the same is
 * recognised; what a change costs does not grow with the cluster.
 */
@NullMarked
package dev.coxswain.fleet.recognition;

import org.jspecify.annotations.NullMarked;

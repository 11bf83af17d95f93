/**
 * Actions on the workload of a third-party operator.
 *
 * <p>Start at {@link dev.coxswain.action.operator.ReleaseOperator}, the other half of {@link
 * dev.coxswain.action.HoldOperator}.
 *
 * <p>What must stay true: the replica count that is restored is the one recorded in the hold; a hold of another run is never
 * touched.
 */
@NullMarked
package dev.coxswain.action.operator;

import org.jspecify.annotations.NullMarked;

/**
 * What all simulated operators have in common, whatever they look after.
 *
 * <p>Start at {@link dev.coxswain.simulator.operator.OperatorLease}.
 *
 * <p>What must stay true: an operator is a program in a container of a Deployment's pod, and reaches the cluster by nothing but
 * the API and the addresses of pods; so it stops when its pod goes, and only then.
 */
@NullMarked
package dev.coxswain.simulator.operator;

import org.jspecify.annotations.NullMarked;

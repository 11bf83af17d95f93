/**
 * What is counted and timed, for Prometheus.
 *
 * <p>Start at {@link dev.coxswain.app.metrics.Metric}, the catalogue; {@link dev.coxswain.app.metrics.Instruments} puts measuring
 * around the ports of the supervisor, which knows nothing of it.
 *
 * <p>What must stay true: measuring never changes what is measured, and never fails it. Labels take few values: playbooks, steps
 * and kinds, never names of objects.
 */
@NullMarked
package dev.coxswain.app.metrics;

import org.jspecify.annotations.NullMarked;

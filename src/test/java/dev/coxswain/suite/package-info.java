/**
 * The main job, end to end and through the API alone, on any cluster.
 *
 * <p>Start with {@link dev.coxswain.suite.MainJobSuite}: what has to happen. A {@link dev.coxswain.suite.Ground} is where: the
 * simulator over HTTP in every build; K3s where Docker is present; any cluster with {@code -Dcoxswain.test.kubeconfig=FILE}. What
 * is looked at and done here is what a person with kubectl could look at and do.
 */
@NullMarked
package dev.coxswain.suite;

import org.jspecify.annotations.NullMarked;

/**
 * Wiring: everything that the other packages leave to be passed in is chosen here. Here is only the map; each package uses those
 * above it and none below:
 *
 * <ul>
 *   <li>{@link dev.coxswain.app.metrics}: what is counted and timed
 *   <li>{@link dev.coxswain.app.supervision}: a supervisor of one cluster, put together
 *   <li>{@link dev.coxswain.app.rehearsal}: that supervisor on a simulated cluster
 *   <li>{@link dev.coxswain.app.service}: that supervisor as a process that runs for months
 * </ul>
 *
 * <p>What must stay true: nothing imports this package but the command line.
 */
@NullMarked
package dev.coxswain.app;

import org.jspecify.annotations.NullMarked;

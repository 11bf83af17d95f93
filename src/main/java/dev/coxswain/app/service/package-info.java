/**
 * The supervisor as a process that runs for months: its settings, who of several leads, and how it ends.
 *
 * <p>Start at {@link dev.coxswain.app.service.Service}; {@link dev.coxswain.app.service.ServiceBeans} is what the container makes,
 * {@link dev.coxswain.app.service.Setting} every setting with its default.
 *
 * <p>What must stay true: only the leader acts; a signal ends the process in good order, and the lease with it.
 */
@NullMarked
package dev.coxswain.app.service;

import org.jspecify.annotations.NullMarked;

/**
 * The controllers beside the API server: workloads, scheduling, claims, budgets, endpoints, and the defaults of a namespace.
 *
 * <p>Start at {@link dev.coxswain.simulator.controller.Controllers}, which starts all of them. Each controller is a {@link
 * dev.coxswain.simulator.controller.Reconciler}: it looks at what is there and brings one object a step closer to its spec.
 *
 * <p>What must stay true: a change only queues a key, and the work is done on the {@link
 * dev.coxswain.simulator.controller.Agenda}; so a writer on another thread never runs a controller.
 */
@NullMarked
package dev.coxswain.simulator.controller;

import org.jspecify.annotations.NullMarked;

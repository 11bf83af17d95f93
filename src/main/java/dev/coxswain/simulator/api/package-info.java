/**
 * The API server: objects with resource versions, the REST verbs on them, and what admits or refuses a request.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.Api}, which controllers use from within.
 */
@NullMarked
package dev.coxswain.simulator.api;

import org.jspecify.annotations.NullMarked;

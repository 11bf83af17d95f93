/**
 * Requests and their answers: the verbs, the formats of a patch, lists and their pages, watches, subresources.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.rest.Rest}.
 *
 * <p>What must stay true: nothing here knows of connections; whether a request came over a wire or from within is all the same.
 */
@NullMarked
package dev.coxswain.simulator.api.rest;

import org.jspecify.annotations.NullMarked;

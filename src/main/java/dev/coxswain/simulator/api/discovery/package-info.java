/**
 * What a client can find out about the server: which groups, versions and resources there are.
 *
 * <p>Start at {@link dev.coxswain.simulator.api.discovery.Discovery}.
 *
 * <p>What must stay true: everything is told from the kinds that are served now, definitions included.
 */
@NullMarked
package dev.coxswain.simulator.api.discovery;

import org.jspecify.annotations.NullMarked;

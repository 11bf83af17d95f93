/**
 * How fast the product is, beside a loop of the bare client library that keeps no journal.
 *
 * <p>{@link dev.coxswain.bench.ReactionBenchmark} prints the table: a {@link dev.coxswain.bench.Fleet} of pods is there, containers
 * restart at a steady {@link dev.coxswain.bench.Restarts rate}, and each {@link dev.coxswain.bench.Peer} in turn has to write the
 * number of restarts into an annotation. The peers are processes of their own, started as users start them. Peers take turns,
 * so that what else the machine does meets them all. {@link dev.coxswain.bench.RealHour} asks instead whether the product stays
 * as it is for an hour at such a rate. Nothing here is part of the build's verdict.
 */
@NullMarked
package dev.coxswain.bench;

import org.jspecify.annotations.NullMarked;

package dev.coxswain.app.supervision;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Time and chance for one process: the real ones, or those of a simulated cluster. */
public record Pace(InstantSource clock, Tempo tempo, RandomGenerator random) {}

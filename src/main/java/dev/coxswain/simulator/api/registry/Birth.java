package dev.coxswain.simulator.api.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Where times, uids and generated names come from. */
public record Birth(InstantSource clock, RandomGenerator random) {

    /** The letters of generated names: no vowels, so that no words come out. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    public String time() {
        return timeIn(Duration.ZERO);
    }

    public String timeIn(Duration delay) {
        return clock.instant().plus(delay).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String uid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    public String name(String prefix) {
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < 5; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    public String address() {
        return "10.96." + random.nextInt(1, 250) + "." + random.nextInt(1, 250);
    }
}

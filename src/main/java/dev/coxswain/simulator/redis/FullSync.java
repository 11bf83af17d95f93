package dev.coxswain.simulator.redis;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a replica needs for a full synchronisation, and whether its master lets it: what is written meanwhile waits in a buffer
 * at the master, and a replica whose buffer is full is dropped. Seen with Redis 7.0.15.
 */
record FullSync(Duration transfer, Duration load, long writesPerSecond, Limit limit) {

    /** The master waits for more replicas before it forks ({@code repl-diskless-sync-delay}). */
    static final Duration DELAY = Duration.ofSeconds(5);

    /**
     * {@code client-output-buffer-limit replica}.
     *
     * @param hard bytes; 0 means no limit
     * @param soft bytes that may be exceeded for so long
     */
    record Limit(long hard, long soft, Duration softFor) {

        private static final Limit USUAL = new Limit(256 << 20, 64 << 20, Duration.ofSeconds(60));

        /** The last of the classes that is for replicas; three words follow it. */
        static Limit parse(String text) {
            String[] words = text.strip().split("\\s+", -1);
            Limit limit = USUAL;
            for (int i = 0; i + 3 < words.length; i++) {
                if (words[i].equals("replica") || words[i].equals("slave")) {
                    limit = new Limit(
                            Quantities.ofRedis(words[i + 1]),
                            Quantities.ofRedis(words[i + 2]),
                            Duration.ofSeconds(Long.parseLong(words[i + 3])));
                }
            }
            return limit;
        }
    }

    Duration whole() {
        return transfer.plus(load);
    }

    /** When the master drops the replica; empty when it is done before that. */
    Optional<Duration> droppedAfter() {
        Optional<Duration> hard = exceeds(limit.hard());
        Optional<Duration> soft = exceeds(limit.soft()).map(after -> after.plus(limit.softFor()));
        return hard.filter(h -> soft.isEmpty() || h.compareTo(soft.get()) <= 0)
                .or(() -> soft)
                .filter(after -> after.compareTo(whole()) < 0);
    }

    private Optional<Duration> exceeds(long bytes) {
        return bytes == 0
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(bytes / Math.max(1, writesPerSecond) + 1));
    }
}

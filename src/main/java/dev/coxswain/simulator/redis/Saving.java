package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.kubelet.ContainerLife;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a server writes its dataset to disk, and what follows when it cannot: as Redis 7.0.15 was seen to do it on a full disk.
 *
 * <p>A snapshot goes to a file of its own beside the old one. When one fails, the server refuses every write and every PING of
 * clients with MISCONF; a replica that is then sent a write by its master panics and is gone. Asked to end, it tries to save
 * first, and stays when that fails, until it is killed.
 */
final class Saving {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Reply MISCONF = Reply.refused(
            "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk."
                    + " Commands that may modify the data set are disabled, because this instance is configured to report"
                    + " errors during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check"
                    + " the Redis logs for details about the RDB error.");

    private final ContainerLife life;
    private final Dataset dataset;
    private final Optional<Duration> every;
    private Instant last;
    private Instant tried;
    private boolean failed;

    /** @param every after how long a snapshot is made, given that there are writes; empty when none is ever made */
    Saving(ContainerLife life, Dataset dataset, Optional<Duration> every) {
        this.life = life;
        this.dataset = dataset;
        this.every = every;
        this.last = life.startedAt();
        this.tried = life.startedAt();
    }

    boolean failed() {
        return failed;
    }

    Instant last() {
        return last;
    }

    /** What clients are told in place of an answer. */
    Optional<Reply> refusal(String verb) {
        return failed && verb.equals("PING") ? Optional.of(MISCONF) : Optional.empty();
    }

    /** Makes a snapshot if it is time for one. */
    void cron() {
        Instant now = life.instant();
        boolean isTime = every.filter(
                        after -> !now.isBefore(last.plus(after)) && (!failed || !now.isBefore(tried.plus(RETRY))))
                .isPresent();
        if (!isTime) {
            return;
        }
        tried = now;
        failed = !dataset.hasRoomForACopy();
        if (failed) {
            life.print("# Write error saving DB on disk(rdbSaveRio): No space left on device");
            life.print("# Background saving error");
        } else {
            last = now;
            life.print("* Background saving terminated with success");
        }
    }

    /** A replica is sent a write by its master. */
    void writtenByMaster() {
        if (failed) {
            life.print("=== REDIS BUG REPORT START: Cut & paste starting from here ===");
            life.print("# Guru Meditation: Replica was unable to write command to disk. #server.c:3890");
            life.exit(139, "Error");
        }
    }

    /** Whether the server may end: it saves what it has first. */
    boolean lastSaveSucceeds() {
        if (every.isEmpty() || dataset.hasRoomForACopy()) {
            return true;
        }
        life.print("# Error trying to save the DB, can't exit.");
        life.print("# Errors trying to shut down the server. Check the logs for more information.");
        return false;
    }
}

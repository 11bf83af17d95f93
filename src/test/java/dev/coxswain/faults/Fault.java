package dev.coxswain.faults;

import java.time.Duration;
import java.util.Locale;

/** One thing that goes wrong, at a time since the incident began. */
sealed interface Fault {

    Duration at();

    Duration lasting();

    /** Whether it is going on after that much time. */
    default boolean isOn(Duration now) {
        return now.compareTo(at()) >= 0 && now.compareTo(at().plus(lasting())) < 0;
    }

    /** Which requests a fault of the wire hits. */
    enum Path {
        ALL(""),
        RUNS("/playbookruns"),
        WORKLOADS("/apis/apps/"),
        PODS("/pods"),
        LEASES("/leases"),
        MAPS("/configmaps");

        private final String part;

        Path(String part) {
            this.part = part;
        }

        boolean hits(String path) {
            return path.contains(part);
        }
    }

    /**
     * Requests are answered with an error.
     *
     * @param every how many of a hundred
     * @param carriedOut although the answer is an error, the request was carried out
     */
    record Refused(Duration at, Duration lasting, Path path, int code, int every, boolean carriedOut)
            implements Fault {}

    /** Connections are cut. */
    record Cut(Duration at, Duration lasting, Path path, int every, boolean carriedOut) implements Fault {}

    /** Requests take their time, before and after they are carried out; the world goes on meanwhile. */
    record Slow(Duration at, Duration lasting, Path path, Duration before, Duration after) implements Fault {}

    /** What a supervisor sees lags behind; kinds lag by different times, so that events of different kinds change places. */
    record Stale(Duration at, Duration lasting, int replica, Duration lag) implements Fault {}

    /** Watches are cut: what happens is lost until everything is listed anew. */
    record Blind(Duration at, Duration lasting, int replica) implements Fault {}

    /** Watches are cut and resumed from an older version: events come twice. */
    record Doubled(Duration at, Duration lasting, int replica) implements Fault {}

    /** Events of different objects change places. */
    record Shuffled(Duration at, Duration lasting, int replica) implements Fault {}

    /** Its requests for the Lease go unanswered. */
    record LeaseLost(Duration at, Duration lasting, int replica) implements Fault {}

    /** All believe that they lead, whatever the Lease says. */
    record AllLead(Duration at, Duration lasting) implements Fault {}

    /** The process stands still. */
    record Frozen(Duration at, Duration lasting, int replica) implements Fault {}

    /** A supervisor's clock is wrong from then on. */
    record ClockJump(Duration at, int replica, Duration by) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ofDays(365);
        }
    }

    /**
     * A supervisor dies at its n-th write; the next process starts after a while.
     *
     * @param stored the write reached the server
     */
    record Crash(int replica, int write, boolean stored, Duration lasting) implements Fault {
        @Override
        public Duration at() {
            return Duration.ZERO;
        }

        @Override
        public boolean isOn(Duration now) {
            return false;
        }
    }

    /** Somebody answers the open question with the digest of an older plan. */
    record OldAnswer(Duration at) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ofDays(365);
        }
    }

    /** Somebody gets rid of the run while it holds an operator, finalizer and all. */
    record RunRemoved(Duration at) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ofDays(365);
        }
    }

    /** Somebody kills another server of the datastore. */
    record PodKilled(Duration at, int which) implements Fault {
        @Override
        public Duration lasting() {
            return Duration.ofDays(365);
        }
    }

    /** For people. */
    default String text() {
        return toString().replaceAll("PT|DAYS", "").toLowerCase(Locale.ROOT);
    }
}

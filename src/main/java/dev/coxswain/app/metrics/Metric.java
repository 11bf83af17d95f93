package dev.coxswain.app.metrics;

import java.util.List;

/** Everything of ours that {@code /prometheus} tells. */
public enum Metric {
    LEADER("coxswain.leader", Type.GAUGE, "1 while this supervisor may act, 0 while it follows."),
    SYNCED("coxswain.synced", Type.GAUGE, "1 once everything that is watched has been listed."),
    PLAYBOOKS("coxswain.playbooks", Type.GAUGE, "Playbooks that are loaded."),
    RUNS("coxswain.runs", Type.GAUGE, "Runs that there are now, finished ones too until they are let go of.", "phase"),
    RUN_TRANSITIONS(
            "coxswain.run.transitions",
            Type.COUNTER,
            "Times that a run came into a phase; phase=\"Pending\" counts the runs that were created.",
            "playbook",
            "phase"),
    RUN_DURATION(
            "coxswain.run.duration",
            Type.TIMER,
            "From the creation of a run to its end, waiting for answers included.",
            "playbook",
            "phase"),
    STEP_DURATION(
            "coxswain.step.duration",
            Type.TIMER,
            "From the beginning of a step to its end.",
            "playbook",
            "step",
            "result"),
    EFFECT_DURATION(
            "coxswain.effect.duration",
            Type.TIMER,
            "How long the API server took over one change; outcome is applied, refused, busy or unknown.",
            "effect",
            "outcome"),
    APPEND_DURATION(
            "coxswain.journal.append.duration",
            Type.TIMER,
            "How long one append to the journal took; result is stored, lost or unreachable.",
            "result"),
    REACTION(
            "coxswain.reaction",
            Type.HISTOGRAM,
            "From the change in the cluster, or the end of a waiting time, that woke the supervisor: to the run that it created"
                    + " (stage=\"decided\"), and to the run's first applied effect, journal included (stage=\"first_effect\")."
                    + " For a run that people had to approve the second begins with their answer.",
            "stage"),
    TURN_DURATION("coxswain.turn.duration", Type.TIMER, "How long one look at all triggers and runs took."),
    HOLDS("coxswain.holds", Type.GAUGE, "Operators that are held now, by whichever supervisor."),
    HOLDS_OVERDUE(
            "coxswain.holds.overdue",
            Type.GAUGE,
            "Held operators whose deadline has passed: 0, unless something is wrong."),
    API_REQUESTS(
            "coxswain.api.requests",
            Type.COUNTER,
            "Requests to the API server, those about the leader's Lease too; verb as in roles, or exec; status of HTTP, or none"
                    + " when no answer came.",
            "verb",
            "resource",
            "status"),
    WATCH_OBJECTS("coxswain.watch.objects", Type.GAUGE, "Objects in the cache.", "resource"),
    WATCH_CHANGES("coxswain.watch.changes", Type.COUNTER, "Changes that watches and lists brought.", "resource"),
    WATCH_LISTS(
            "coxswain.watch.lists",
            Type.COUNTER,
            "Lists that were begun: one at the start, each further one is a relist.",
            "resource"),
    WATCH_FAILURES(
            "coxswain.watch.failures", Type.COUNTER, "Lists and watches that failed or were refused.", "resource"),
    WATCH_LAG(
            "coxswain.watch.lag.seconds",
            Type.GAUGE,
            "Seconds since the API server was heard on a watch. It sends bookmarks about every minute, so that much more than"
                    + " that means that the cache may be out of date.",
            "resource");

    /** What sort of meter it is, as Prometheus understands it. */
    public enum Type {
        GAUGE,
        COUNTER,
        /** Count and sum in seconds, and the longest of late. */
        TIMER,
        HISTOGRAM
    }

    private final String meter;
    private final Type type;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
    private final List<String> labels;

    Metric(String meter, Type type, String help, String... labels) {
        this.meter = meter;
        this.type = type;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name that Prometheus knows. */
    public String exposed() {
        String base = meter.replace('.', '_');
        return switch (type) {
            case GAUGE -> base;
            case COUNTER -> base + "_total";
            case TIMER, HISTOGRAM -> base + "_seconds";
        };
    }

    public Type type() {
        return type;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    String meter() {
        return meter;
    }
}

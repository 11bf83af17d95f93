package dev.coxswain.app.metrics;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.Journal;
import dev.coxswain.run.record.RunState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A journal that measures what is journaled: an append is compared with the one before it. After a restart the first append of a
 * run counts nothing, since nobody knows what is new in it.
 */
final class MeteredJournal implements Journal {

    /** Times are text in the journal, and a phase that was passed within one append is seen in the timeline alone. */
    private record Known(String phase, int moments, Map<String, String> steps) {
        static Known of(KubeObject run) {
            Map<String, String> steps = new HashMap<>();
            for (Object step : run.list("status", "steps")) {
                steps.put(text(step, "name"), text(step, "phase"));
            }
            return new Known(
                    run.text("status", "phase"), run.list("status", "timeline").size(), steps);
        }
    }

    private final Journal journal;
    private final Meters meters;
    private final Reactions reactions;
    private final LongSupplier nanos;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    /** The run that this thread appended to last: what is applied next is applied on its behalf. */
    private final ThreadLocal<String> present = new ThreadLocal<>();

    MeteredJournal(Journal journal, Meters meters, Reactions reactions, LongSupplier nanos) {
        this.journal = journal;
        this.meters = meters;
        this.reactions = reactions;
        this.nanos = nanos;
    }

    @Override
    public Written create(KubeObject run) {
        Written written = journal.create(run);
        if (written instanceof Written.Stored(KubeObject stored)) {
            known.put(key(run), Known.of(run));
            // the name is the firing: what was there already was not decided now
            if (sameMoment(stored, run)) {
                meters.counter(Metric.RUN_TRANSITIONS, playbook(run), "Pending").increment();
                reactions.created(key(run));
            }
        }
        return written;
    }

    private static boolean sameMoment(KubeObject stored, KubeObject run) {
        return stored.text("spec", "firing", "createdAt").equals(run.text("spec", "firing", "createdAt"));
    }

    @Override
    public Written append(KubeObject run) {
        long began = nanos.getAsLong();
        present.set(key(run));
        Written written = journal.append(run);
        meters.timer(Metric.APPEND_DURATION, result(written)).record(nanos.getAsLong() - began, TimeUnit.NANOSECONDS);
        if (written instanceof Written.Stored) {
            measure(run);
        }
        return written;
    }

    /** An effect was applied by this thread. */
    void acted() {
        String run = present.get();
        if (run != null) {
            reactions.acted(run);
        }
    }

    private static String result(Written written) {
        return switch (written) {
            case Written.Stored _ -> "stored";
            case Written.Lost _ -> "lost";
            case Written.Unreachable _ -> "unreachable";
        };
    }

    private void measure(KubeObject run) {
        Known now = Known.of(run);
        Known before = known.put(key(run), now);
        if (before == null) {
            return;
        }
        for (String phase : phases(run, before)) {
            meters.counter(Metric.RUN_TRANSITIONS, playbook(run), phase).increment();
        }
        if (before.phase().equals("AwaitingApproval") && !now.phase().equals(before.phase())) {
            reactions.approved(key(run));
        }
        steps(run, before);
        if (RunState.isFinalPhase(now.phase())) {
            duration(run.text("spec", "firing", "createdAt"), run.text("status", "finishedAt"))
                    .ifPresent(took -> meters.timer(Metric.RUN_DURATION, playbook(run), now.phase())
                            .record(took));
            known.remove(key(run));
            reactions.ended(key(run));
        }
    }

    /** The phases that the new moments of the timeline tell of, each once. */
    private static Set<String> phases(KubeObject run, Known before) {
        Set<String> phases = new HashSet<>();
        run.list("status", "timeline").stream()
                .skip(before.moments())
                .map(moment -> text(moment, "text").split(":", 2)[0])
                .filter(Phases.ALL::contains)
                .forEach(phases::add);
        phases.add(run.text("status", "phase"));
        phases.remove(before.phase());
        return phases;
    }

    private void steps(KubeObject run, Known before) {
        for (Object step : run.list("status", "steps")) {
            String phase = text(step, "phase");
            if (!phase.equals("RUNNING") && !phase.equals(before.steps().get(text(step, "name")))) {
                duration(text(step, "startedAt"), text(step, "finishedAt"))
                        .ifPresent(took -> meters.timer(
                                        Metric.STEP_DURATION,
                                        playbook(run),
                                        text(step, "name"),
                                        phase.toLowerCase(java.util.Locale.ROOT))
                                .record(took));
            }
        }
    }

    private static Optional<Duration> duration(String from, String to) {
        try {
            return Optional.of(Duration.between(Instant.parse(from), Instant.parse(to)));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static String text(@Nullable Object json, String field) {
        return Json.asText(Json.at(json, field));
    }

    private static String playbook(KubeObject run) {
        String key = run.text("spec", "firing", "playbook");
        return key.startsWith("/") ? key.substring(1) : key;
    }

    private static String key(KubeObject run) {
        return run.namespace() + "/" + run.name();
    }

    @Override
    public Written update(KubeObject run) {
        return journal.update(run);
    }

    @Override
    public Written delete(KubeObject run) {
        known.remove(key(run));
        return journal.delete(run);
    }
}

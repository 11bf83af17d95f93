package dev.coxswain.faults;

import dev.coxswain.app.rehearsal.Cast;
import dev.coxswain.app.rehearsal.ScenarioRunner;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.fleet.Hold;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.simulator.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One scenario with two supervisors, played while things go wrong; every invariant is asked about everything that happens. */
final class Play implements Cast {

    private static final Api.Actor SOMEBODY = new Api.Actor("kubernetes-admin", "kubectl");

    /** Once all is over, until what was held up must have come to its end. */
    private static final Duration EPILOGUE = Duration.ofMinutes(30);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Setting setting;
    private final Script script;
    private final Evidence evidence;
    private final List<Invariant> invariants = Invariant.all();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();
    private final Set<Fault> happened = new HashSet<>();
    private final Set<String> answered = new HashSet<>();
    private int answers;

    /** A promise that was broken. */
    record Violation(String promise, Duration at, String how) {
        @Override
        public String toString() {
            return promise + " at " + at.toString().substring(2).toLowerCase(java.util.Locale.ROOT) + ": " + how;
        }
    }

    /**
     * How it went.
     *
     * @param deeds the changes that were carried out for runs, in their order; in a row, a program that may be repeated stands once
     * @param sent the writes of the first supervisor
     */
    record Outcome(
            List<Violation> violations,
            ScenarioRunner.Report report,
            List<String> deeds,
            List<String> phases,
            Wire.Sent sent) {}

    /** What a replica needs of the play. */
    record Stage(Supplier<Duration> sinceStart, Consumer<Duration> meanwhile, Consumer<Happened> witness) {}

    private Play(Setting setting, Script script, Build build, int supervisors) {
        this.setting = setting;
        this.script = script;
        this.evidence =
                new Evidence(setting.server(), setting.time(), setting.time().instant(), script);
        Stage stage = new Stage(evidence::sinceStart, this::meanwhile, this::witness);
        for (int i = 0; i < supervisors; i++) {
            replicas.add(new Replica(i, setting, script, build, stage));
        }
        setting.fleet().kinds().forEach(this::watch);
        watch(RunJson.GVK);
    }

    private void watch(dev.coxswain.cluster.Gvk kind) {
        setting.server().list(kind).forEach(o -> witness(new Happened.Changed(Api.ChangeType.ADDED, o)));
        setting.server().onChange(kind, change -> witness(new Happened.Changed(change.type(), change.object())));
    }

    static Outcome of(Script script, Build build) {
        return of(script, build, Script.REPLICAS);
    }

    static Outcome of(Script script, Build build, int supervisors) {
        try (Silence silence = new Silence()) {
            Holder holder = new Holder();
            ScenarioRunner.Report report;
            try {
                report = ScenarioRunner.run(
                        script.story().scenario(), script.story().playbook(), setting -> {
                            holder.play = new Play(setting, script, build, supervisors);
                            silence.whenSomethingBreaks(
                                    broken -> holder.play().witness(new Happened.Broke(-1, "a log line", broken)));
                            return holder.play;
                        });
            } catch (Curtain falls) {
                report = new ScenarioRunner.Report(List.of(), holder.play().journal());
            }
            return holder.play().ended(report);
        }
    }

    /** Nothing more is to be learnt once a promise is broken. */
    private static final class Curtain extends Error {
        private static final long serialVersionUID = 1;

        Curtain() {
            super("a promise is broken", null, false, false);
        }
    }

    private static final class Holder {
        private @Nullable Play play;

        Play play() {
            return java.util.Objects.requireNonNull(play);
        }
    }

    private Outcome ended(ScenarioRunner.Report report) {
        Instant end = setting.time().instant().plus(EPILOGUE).plus(script.delay());
        while (violations.isEmpty() && setting.time().instant().isBefore(end) && isGoingOn()) {
            setting.time().advance(Duration.ofSeconds(1));
            act();
        }
        if (violations.isEmpty()) {
            witness(new Happened.Over());
        }
        List<String> phases =
                evidence.runs().stream().map(run -> run.text("status", "phase")).toList();
        return new Outcome(
                List.copyOf(violations),
                report,
                List.copyOf(deeds),
                phases,
                replicas.getFirst().sent());
    }

    private boolean isGoingOn() {
        return evidence.runs().isEmpty()
                || evidence.runs().stream().anyMatch(run -> !Evidence.isFinished(run))
                || setting.server().list(dev.coxswain.cluster.Gvk.of("apps/v1", "Deployment")).stream()
                        .anyMatch(workload -> Hold.of(workload).isPresent());
    }

    private String journal() {
        StringBuilder text = new StringBuilder();
        for (KubeObject run : evidence.runs()) {
            text.append(Evidence.key(run)).append('\n');
            Evidence.maps(run, "status", "timeline")
                    .forEach(moment -> text.append("  " + moment.get("at") + "  " + moment.get("text") + "\n"));
        }
        return text.toString();
    }

    @Override
    public void act() {
        if (!violations.isEmpty()) {
            throw new Curtain();
        }
        others();
        replicas.forEach(Replica::act);
        witness(new Happened.Passed());
    }

    /** A request takes its time: the world goes on, and so does every supervisor that does not wait for it. */
    private void meanwhile(Duration by) {
        setting.time().advance(by);
        replicas.forEach(Replica::act);
    }

    private void witness(Happened what) {
        if (what instanceof Happened.Done(Happened.Deed deed) && deed.run().isPresent()) {
            remember(deed.effect());
        }
        for (Invariant invariant : invariants) {
            invariant
                    .brokenBy(what, evidence)
                    .ifPresent(how -> violations.add(new Violation(invariant.promise(), evidence.sinceStart(), how)));
        }
    }

    /** A program that may be run again counts once, however often it was run in a row. */
    private void remember(Effect effect) {
        boolean isAgain = effect instanceof Effect.Exec exec
                && exec.repeatable()
                && !deeds.isEmpty()
                && deeds.getLast().equals(effect.summary());
        if (!isAgain) {
            deeds.add(effect.summary());
        }
    }

    /** What people and others do. */
    private void others() {
        Duration now = evidence.sinceStart();
        for (Fault fault : script.faults()) {
            if (fault.isOn(now) && !happened.contains(fault) && befalls(fault)) {
                happened.add(fault);
            }
        }
        script.story().answer().ifPresent(answer -> lateAnswer(answer, now));
    }

    /** False when there is no occasion for it yet. */
    private boolean befalls(Fault fault) {
        return switch (fault) {
            case Fault.OldAnswer _ -> oldAnswer();
            case Fault.RunRemoved _ -> removeRun();
            case Fault.PodKilled(var _, int which) -> killPod(which);
            case Fault.Refused _,
                    Fault.Cut _,
                    Fault.Slow _,
                    Fault.Stale _,
                    Fault.Blind _,
                    Fault.Doubled _,
                    Fault.Shuffled _,
                    Fault.LeaseLost _,
                    Fault.AllLead _,
                    Fault.Frozen _,
                    Fault.ClockJump _,
                    Fault.Crash _ -> true;
        };
    }

    private List<Run> asking() {
        return evidence.runs().stream()
                .filter(run -> run.text("status", "phase").equals("AwaitingApproval"))
                .map(RunJson::read)
                .filter(run -> RunEngine.openQuestion(run).isPresent())
                .toList();
    }

    private boolean oldAnswer() {
        List<Run> asking = asking();
        asking.forEach(run -> answer(run, "Approve", "0123456789ab", "old"));
        return !asking.isEmpty();
    }

    /** People answer as the scenario says, also when the question comes later than there, or again. */
    private void lateAnswer(String answer, Duration now) {
        Duration at = script.story().answeredAt().plus(PATIENCE);
        if (now.compareTo(at) < 0) {
            return;
        }
        for (Run run : asking()) {
            var question = RunEngine.openQuestion(run).orElseThrow();
            boolean patient =
                    question.askedAt().plus(PATIENCE).isBefore(setting.time().instant());
            if (patient && answered.add(run.spec().key() + question.id() + question.digest())) {
                answer(run, answer, question.digest(), "late" + answered.size());
            }
        }
    }

    private void answer(Run run, String answer, String digest, String suffix) {
        String id = RunEngine.openQuestion(run).orElseThrow().id();
        answers++;
        Map<String, Object> metadata = Map.of(
                "namespace",
                run.spec().namespace(),
                "name",
                run.spec().name() + "-" + id + "-" + suffix + "-" + answers);
        Map<String, Object> spec = Map.of(
                "run", run.spec().name(), "question", id, "digest", digest, "answer", answer, "by", SOMEBODY.user());
        setting.server()
                .create(
                        KubeObject.of(Map.of(
                                "apiVersion",
                                "coxswain.dev/v1alpha1",
                                "kind",
                                "Decision",
                                "metadata",
                                metadata,
                                "spec",
                                spec)),
                        SOMEBODY);
    }

    private boolean removeRun() {
        Optional<KubeObject> running = evidence.runs().stream()
                .filter(run -> run.text("status", "phase").equals("Running") && holds(run))
                .findFirst();
        running.ifPresent(run -> {
            setting.server().update(run.with(List.of(), "metadata", "finalizers"), SOMEBODY);
            setting.server().delete(run.ref(), Preconditions.NONE, SOMEBODY);
        });
        return running.isPresent();
    }

    private boolean holds(KubeObject run) {
        return setting.server().list(dev.coxswain.cluster.Gvk.of("apps/v1", "Deployment")).stream()
                .flatMap(workload -> Hold.of(workload).stream())
                .anyMatch(hold -> hold.by().equals(Evidence.key(run)));
    }

    private boolean killPod(int which) {
        List<ObjectRef> others = setting.server().list(dev.coxswain.cluster.Gvk.of("v1", "Pod")).stream()
                .filter(pod -> pod.controller()
                        .filter(owner -> "StatefulSet".equals(owner.get("kind")))
                        .isPresent())
                .map(KubeObject::ref)
                .toList();
        if (which < others.size()) {
            setting.server().delete(others.get(which), Preconditions.NONE, SOMEBODY);
        }
        return true;
    }
}

package dev.coxswain.app.rehearsal;

import dev.coxswain.action.Actions;
import dev.coxswain.app.rehearsal.Scenario.Happening;
import dev.coxswain.app.rehearsal.Scenario.Incident;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunState;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.world.RedisIncidents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plays a scenario on a simulated cluster under virtual time, and compares how it ended with what was expected. */
public final class ScenarioRunner {

    /** A run that has not ended by then never will. */
    private static final Duration LONGEST = Duration.ofHours(4);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    /** The dataset of the simulated servers takes more memory than this. */
    private static final String TOO_LITTLE = "64Mi";

    /** While a copy is read for so long, so many bytes per second overflow the primary's buffer for the replica. */
    private static final Duration SLOW_SYNC = Duration.ofSeconds(15);

    private static final long FAST_WRITES = 20_000_000;

    /** How long the world goes on after the run, so that what comes of it is seen as well. */
    private static final Duration AFTERMATH = Duration.ofMinutes(2);

    /**
     * How a scenario went.
     *
     * @param differences between what was expected and what came; none when it passed
     * @param journal of its runs, for people
     */
    public record Report(List<String> differences, String journal) {
        public Report {
            differences = List.copyOf(differences);
        }

        public boolean passed() {
            return differences.isEmpty();
        }
    }

    private ScenarioRunner() {}

    /** @throws IllegalArgumentException when the scenario's parameters do not fit the playbook, or its names the world */
    public static Report run(Scenario scenario, Playbook playbook) {
        return run(scenario, playbook, setting -> new Soloist(setting, UnaryOperator.identity()));
    }

    /** The same with others in the place of the supervisor. */
    public static Report run(Scenario scenario, Playbook playbook, Cast.Casting casting) {
        Scenario.Stage wanted = scenario.stage();
        Playbook asWritten = withParams(playbook, scenario.params());
        RedisStage stage = new RedisStage(
                new RedisStage.Datastore(wanted.namespace(), wanted.name(), wanted.keeper()), asWritten, casting);
        String primary = stage.primary();
        check(stage, wanted, primary);
        begin(stage, wanted);
        List<String> differences = new ArrayList<>(play(stage, asWritten, scenario.events()));
        differences.addAll(differences(stage, scenario.expect(), primary));
        return new Report(differences, journal(stage.rehearsal().runs()));
    }

    /** The incident begins. */
    static void begin(RedisStage stage, Scenario.Stage wanted) {
        RedisIncidents incidents = new RedisIncidents(stage.world());
        String namespace = wanted.namespace();
        switch (wanted.incident()) {
            case Incident.SlowLoad(String pod, Duration load) -> incidents.slowLoad(namespace, pod, load);
            case Incident.TooLittleMemory _ -> incidents.tooLittleMemory(namespace, wanted.name(), TOO_LITTLE);
            case Incident.FullDisk(String pod) -> incidents.fullDisk(namespace, pod);
            case Incident.NeverInSync(String pod) ->
                incidents.writesFasterThanSync(namespace, wanted.name(), pod, SLOW_SYNC, FAST_WRITES);
        }
    }

    static void check(RedisStage stage, Scenario.Stage wanted, String primary) {
        if (stage.world().pod(wanted.namespace(), wanted.incident().pod()).isEmpty()) {
            throw new IllegalArgumentException("there is no pod " + wanted.namespace() + "/"
                    + wanted.incident().pod());
        }
        if (wanted.incident().pod().equals(primary)) {
            throw new IllegalArgumentException(
                    wanted.incident().pod() + " is the primary, and cannot be the stuck replica");
        }
        if (wanted.primary().filter(name -> !name.equals(primary)).isPresent()) {
            throw new IllegalArgumentException("the primary of this world is " + primary);
        }
    }

    /** A run keeps its playbook's document, so the values are put in there, and checked as the author's own are. */
    public static Playbook withParams(Playbook playbook, Map<String, @Nullable Object> params) {
        if (params.isEmpty()) {
            return playbook;
        }
        Map<String, @Nullable Object> spec =
                new LinkedHashMap<>(Json.asMap(playbook.source().get("spec")));
        Map<String, @Nullable Object> declared = new LinkedHashMap<>(Json.asMap(spec.get("params")));
        params.forEach((name, value) -> {
            if (!declared.containsKey(name)) {
                throw new IllegalArgumentException(playbook.name() + " has no parameter '" + name + "'");
            }
            Map<String, @Nullable Object> parameter = new LinkedHashMap<>(Json.asMap(declared.get(name)));
            parameter.put("default", value);
            declared.put(name, parameter);
        });
        spec.put("params", declared);
        Map<String, @Nullable Object> document = new LinkedHashMap<>(playbook.source());
        document.put("spec", spec);
        PlaybookReader.Result read = PlaybookReader.read(playbook.name(), Json.pretty(document), Actions.builtIn());
        return read.playbooks().stream()
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(read.diagnostics().print()));
    }

    /** What could not happen as it was told. */
    private static List<String> play(RedisStage stage, Playbook playbook, List<Scenario.Event> events) {
        List<String> impossible = new ArrayList<>();
        Duration now = Duration.ZERO;
        for (Scenario.Event event : events) {
            if (event.at().compareTo(now) > 0) {
                stage.rehearsal().passes(event.at().minus(now));
                now = event.at();
            }
            happens(stage, playbook, event.happening()).ifPresent(impossible::add);
        }
        while (!isOver(stage) && now.compareTo(LONGEST) < 0) {
            stage.rehearsal().passes(LOOK_EVERY);
            now = now.plus(LOOK_EVERY);
        }
        stage.rehearsal().passes(AFTERMATH);
        return impossible;
    }

    /**
     * Lets it happen, or says why it cannot.
     *
     * @param playbook that people start by hand
     */
    static Optional<String> happens(RedisStage stage, Playbook playbook, Happening happening) {
        try {
            switch (happening) {
                case Happening.Answered(String answer) -> stage.answer(answer);
                case Happening.Started(String target) -> stage.startByHand(playbook, target);
                case Happening.PodKilled(String pod) -> stage.killPod(pod);
                case Happening.OperatorScaled(int replicas) -> stage.scaleOperator(replicas);
                case Happening.Patched(ObjectRef target, Map<String, @Nullable Object> merge) ->
                    stage.patch(target, merge);
                case Happening.Commanded(String pods, List<String> command) -> stage.redisCli(pods, command);
            }
            return Optional.empty();
        } catch (ApiException | IllegalArgumentException impossible) {
            return Optional.of("nobody " + happening.told() + ": " + impossible.getMessage());
        }
    }

    private static boolean isOver(RedisStage stage) {
        List<KubeObject> runs = stage.server().list(RunJson.GVK);
        return !runs.isEmpty() && runs.stream().allMatch(run -> RunState.isFinalPhase(run.text("status", "phase")));
    }

    static List<String> differences(RedisStage stage, Scenario.Expectation expect, String primaryBefore) {
        List<Run> runs = stage.runs();
        String phase = runs.isEmpty() ? "no run" : runs.getFirst().state().phase();
        String message = runs.isEmpty() ? "" : runs.getFirst().message();
        List<String> told = runs.stream()
                .flatMap(run -> run.notices().stream())
                .map(Run.Notice::text)
                .toList();
        return Stream.of(
                        differs("phase", expect.phase(), phase),
                        expect.because()
                                .filter(words -> !message.contains(words))
                                .flatMap(words -> differs("because", words, message)),
                        expect.told()
                                .filter(words -> told.stream().noneMatch(text -> text.contains(words)))
                                .flatMap(words -> differs("told", words, told)),
                        expect.operatorReplicas()
                                .flatMap(n -> differs(
                                        "operatorReplicas",
                                        (long) n,
                                        stage.operator().number(-1, "spec", "replicas"))),
                        expect.paused().flatMap(wanted -> differs("paused", wanted, stage.isPaused())),
                        expect.primaryMoved()
                                .flatMap(moved -> differs(
                                        "primaryMoved", moved, !stage.primary().equals(primaryBefore))),
                        expect.primary().flatMap(name -> differs("primary", name, stage.primary())),
                        expect.recreated().flatMap(pods -> differs("recreated", pods, stage.recreated())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> differs(String what, Object expected, Object came) {
        return expected.equals(came)
                ? Optional.empty()
                : Optional.of(what + ": expected " + expected + ", came " + came);
    }

    private static String journal(List<Run> runs) {
        StringBuilder text = new StringBuilder();
        for (Run run : runs) {
            text.append(run.spec().key()).append('\n');
            run.timeline()
                    .forEach(moment -> text.append("  ")
                            .append(moment.at())
                            .append("  ")
                            .append(moment.text())
                            .append('\n'));
        }
        return text.toString();
    }
}

package dev.coxswain.app.rehearsal;

import dev.coxswain.app.rehearsal.Scenario.Happening;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Position;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.run.record.RunState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one scenario from a file and says all that is wrong with it. */
public final class ScenarioReader {

    /** The servers and the sentinels of a world that does not say otherwise. */
    private static final int SIZE = 3;

    private final Diagnostics diagnostics;

    private ScenarioReader(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Empty when something is wrong, which the diagnostics then say.
     *
     * @param diagnostics made with the same text
     */
    public static Optional<Scenario> read(String text, Diagnostics diagnostics) {
        List<YamlNode> documents = YamlDocument.read(text, diagnostics);
        if (documents.size() != 1 && !diagnostics.hasErrors()) {
            diagnostics.error(Position.START, "a scenario file holds one scenario, not " + documents.size());
        }
        if (diagnostics.hasErrors()) {
            return Optional.empty();
        }
        Scenario scenario = new ScenarioReader(diagnostics).scenario(documents.getFirst());
        return diagnostics.hasErrors() ? Optional.empty() : Optional.of(scenario);
    }

    private Scenario scenario(YamlNode document) {
        YamlFields top = YamlFields.of(document, "a scenario", diagnostics);
        Scenario scenario = new Scenario(
                top.requiredText("title").orElse(""),
                stage(top),
                top.requiredText("playbook").orElse(""),
                top.mapping("params").map(YamlNode.Mapping::json).orElse(Map.of()),
                top.items("events").stream()
                        .map(this::event)
                        .sorted(Comparator.comparing(Scenario.Event::at))
                        .toList(),
                expectation(part(top, "expect")));
        top.refuseOthers();
        return scenario;
    }

    /** A part that must be there; one that is not has been reported, and reads as empty. */
    private YamlFields part(YamlFields of, String name) {
        return of.required(name)
                .map(node -> YamlFields.of(node, "'" + name + "'", diagnostics))
                .orElseGet(() -> YamlFields.of(
                        new YamlNode.Mapping(of.position(), Map.of(), Map.of()),
                        "'" + name + "'",
                        new Diagnostics("", "")));
    }

    private Scenario.Stage stage(YamlFields top) {
        YamlFields world = part(top, "world");
        boolean opstree = world.has("opstree");
        YamlFields fields = part(world, opstree ? "opstree" : "spotahome");
        Scenario.Keeper keeper = opstree ? opstree(fields) : spotahome(fields);
        Scenario.Incident incident = incident(fields, opstree);
        Scenario.Stage stage = new Scenario.Stage(
                fields.requiredText("namespace").orElse(""),
                fields.requiredText("name").orElse(""),
                keeper,
                incident,
                fields.text("primary"));
        fields.refuseOthers();
        world.refuseOthers();
        return stage;
    }

    private Scenario.Incident incident(YamlFields fields, boolean opstree) {
        List<String> known = opstree ? List.of("stuck") : List.of("stuck", "oomKilled", "diskFull", "outOfSync");
        List<String> given = known.stream().filter(fields::has).toList();
        if (given.size() != 1) {
            diagnostics.error(
                    fields.position(), "a world needs exactly one replica that is " + String.join(", ", known));
        }
        String what = given.isEmpty() ? "stuck" : given.getFirst();
        String pod = fields.text(what).orElse("");
        if (what.equals("stuck")) {
            fields.required("loadingSeconds");
        }
        Duration load = Duration.ofSeconds(
                what.equals("stuck")
                        ? fields.integer("loadingSeconds", 1, 86_400).orElse(1)
                        : 1);
        return switch (what) {
            case "oomKilled" -> new Scenario.Incident.TooLittleMemory(pod);
            case "diskFull" -> new Scenario.Incident.FullDisk(pod);
            case "outOfSync" -> new Scenario.Incident.NeverInSync(pod);
            default -> new Scenario.Incident.SlowLoad(pod, load);
        };
    }

    private static Scenario.Keeper spotahome(YamlFields fields) {
        fields.integer("redis", SIZE, SIZE);
        fields.integer("sentinels", SIZE, SIZE);
        return new Scenario.Keeper.Spotahome(
                fields.choice("crd", List.of("manifests", "chart")).orElse("").equals("chart"));
    }

    private static Scenario.Keeper opstree(YamlFields fields) {
        int size = fields.integer("redis", 2, 9).orElse(SIZE);
        int sentinels = fields.integer("sentinels", 0, 9).orElse(0);
        int embedded = fields.integer("embeddedSentinels", 0, 9).orElse(0);
        return new Scenario.Keeper.Opstree(size, sentinels, embedded);
    }

    private Scenario.Event event(YamlNode node) {
        YamlFields fields = YamlFields.of(node, "an event", diagnostics);
        fields.required("at");
        fields.required("do");
        Scenario.Event event = new Scenario.Event(fields.duration("at").orElse(Duration.ZERO), happening(fields));
        fields.refuseOthers();
        return event;
    }

    private Happening happening(YamlFields fields) {
        String what = fields.choice(
                        "do", List.of("approve", "deny", "run", "kill-pod", "scale-operator", "patch", "redis-cli"))
                .orElse("");
        return switch (what) {
            case "run" -> new Happening.Started(fields.requiredText("target").orElse(""));
            case "kill-pod" ->
                new Happening.PodKilled(fields.requiredText("pod").orElse(""));
            case "scale-operator" -> {
                fields.required("replicas");
                yield new Happening.OperatorScaled(
                        fields.integer("replicas", 0, 100).orElse(0));
            }
            case "patch" -> {
                fields.required("merge");
                yield new Happening.Patched(
                        target(part(fields, "target")),
                        fields.mapping("merge").map(YamlNode.Mapping::json).orElse(Map.of()));
            }
            case "redis-cli" -> {
                fields.required("command");
                yield new Happening.Commanded(fields.requiredText("pod").orElse(""), fields.texts("command"));
            }
            case "deny" -> new Happening.Answered("Deny");
            default -> new Happening.Answered("Approve");
        };
    }

    private static ObjectRef target(YamlFields fields) {
        ObjectRef target = ObjectRef.of(
                fields.requiredText("apiVersion").orElse("v1"),
                fields.requiredText("kind").orElse("?"),
                fields.text("namespace").orElse(""),
                fields.requiredText("name").orElse("?"));
        fields.refuseOthers();
        return target;
    }

    private Scenario.Expectation expectation(YamlFields fields) {
        String phase = fields.requiredText("phase").orElse("");
        if (!phase.isEmpty() && !RunState.isFinalPhase(phase)) {
            diagnostics.error(fields.at("phase"), "no run ends as '" + phase + "'");
        }
        Optional<List<String>> recreated = fields.has("recreated")
                ? Optional.of(fields.texts("recreated").stream().sorted().toList())
                : Optional.empty();
        Scenario.Expectation expectation = new Scenario.Expectation(
                phase,
                fields.text("because"),
                fields.text("told"),
                fields.integer("operatorReplicas", 0, 100),
                fields.bool("paused"),
                fields.bool("primaryMoved"),
                fields.text("primary"),
                recreated);
        fields.refuseOthers();
        return expectation;
    }
}

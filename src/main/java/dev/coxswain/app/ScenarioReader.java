package dev.coxswain.app;

import dev.coxswain.app.Scenario.Happening;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Position;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.run.RunState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one scenario from a file and says all that is wrong with it. */
public final class ScenarioReader {

    /** The servers and the sentinels of the one size of world that there is. */
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
        YamlFields fields = part(world, "spotahome");
        fields.integer("redis", SIZE, SIZE);
        fields.integer("sentinels", SIZE, SIZE);
        fields.required("loadingSeconds");
        Scenario.Stage stage = new Scenario.Stage(
                fields.requiredText("namespace").orElse(""),
                fields.requiredText("name").orElse(""),
                fields.choice("crd", List.of("manifests", "chart")).orElse("").equals("chart"),
                fields.requiredText("stuck").orElse(""),
                Duration.ofSeconds(fields.integer("loadingSeconds", 1, 86_400).orElse(1)),
                fields.text("primary"));
        fields.refuseOthers();
        world.refuseOthers();
        return stage;
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
        String what = fields.choice("do", List.of("approve", "deny", "kill-pod", "scale-operator"))
                .orElse("");
        return switch (what) {
            case "kill-pod" ->
                new Happening.PodKilled(fields.requiredText("pod").orElse(""));
            case "scale-operator" -> {
                fields.required("replicas");
                yield new Happening.OperatorScaled(
                        fields.integer("replicas", 0, 100).orElse(0));
            }
            case "deny" -> new Happening.Answered("Deny");
            default -> new Happening.Answered("Approve");
        };
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
                phase, fields.integer("operatorReplicas", 0, 100), fields.bool("primaryMoved"), recreated);
        fields.refuseOthers();
        return expectation;
    }
}

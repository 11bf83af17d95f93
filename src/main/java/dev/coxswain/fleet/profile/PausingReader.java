package dev.coxswain.fleet.profile;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.Scope.Variable;
import dev.coxswain.expression.Template;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the operations {@code pause} and {@code resume} of a profile: steps in the syntax of playbooks, which only patch. */
final class PausingReader {

    static final List<String> OPERATIONS = List.of("pause", "resume");

    private static final Scope DATASTORE = Scope.of(Variable.DATASTORE);
    private static final List<String> USABLE = List.of("object.annotate", "object.label", "object.patch");

    private final CelExpressions expressions;
    private final Diagnostics diagnostics;

    PausingReader(CelExpressions expressions, Diagnostics diagnostics) {
        this.expressions = expressions;
        this.diagnostics = diagnostics;
    }

    Optional<Pausing> read(Map<String, YamlNode> operations) {
        YamlNode pause = operations.get("pause");
        YamlNode resume = operations.get("resume");
        if (pause == null && resume == null) {
            return Optional.empty();
        }
        if (pause == null || resume == null) {
            YamlNode one = pause == null ? resume : pause;
            if (one != null) {
                diagnostics.error(
                        one.position(),
                        pause == null
                                ? "'resume' without 'pause'"
                                : "'pause' without 'resume': what is paused would never be taken up again");
            }
            return Optional.empty();
        }
        int before = diagnostics.errors();
        Pausing read = new Pausing(steps(pause), steps(resume));
        return diagnostics.errors() > before ? Optional.empty() : Optional.of(read);
    }

    private List<Pausing.Step> steps(YamlNode node) {
        if (!(node instanceof YamlNode.Sequence(var _, List<YamlNode> items)) || items.isEmpty()) {
            diagnostics.error(node.position(), "must be a list of steps");
            return List.of();
        }
        return items.stream().map(this::step).toList();
    }

    private Pausing.Step step(YamlNode node) {
        YamlFields step = YamlFields.of(node, "a step", diagnostics);
        step.requiredText("name");
        step.required("uses");
        Optional<String> uses = step.choice("uses", USABLE);
        step.required("with");
        YamlFields with = step.fields("with", "'with'")
                .orElseGet(() -> YamlFields.of(
                        new YamlNode.Mapping(step.position(), Map.of(), Map.of()), "'with'", new Diagnostics("", "")));
        Map<String, @Nullable Object> target =
                with.node("target").map(this::compiledMap).orElse(Map.of());
        Map<String, @Nullable Object> merge = uses.map(action -> switch (action) {
                    case "object.patch" -> body(with, "merge");
                    case "object.label" -> metadata("labels", body(with, "labels"));
                    default -> metadata("annotations", body(with, "annotations"));
                })
                .orElse(Map.of());
        if (uses.isPresent()) {
            with.refuseOthers();
        }
        step.refuseOthers();
        return new Pausing.Step(target, merge);
    }

    private Map<String, @Nullable Object> body(YamlFields with, String name) {
        return with.required(name).map(this::compiledMap).orElse(Map.of());
    }

    private static Map<String, @Nullable Object> metadata(String field, Map<String, @Nullable Object> values) {
        return Map.of("metadata", Map.of(field, values));
    }

    private Map<String, @Nullable Object> compiledMap(YamlNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((key, value) -> map.put(key, compiled(value)));
        } else {
            diagnostics.error(node.position(), "must be a map, not " + node.kind());
        }
        return map;
    }

    private @Nullable Object compiled(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> compiledMap(mapping);
            case YamlNode.Sequence(var _, List<YamlNode> items) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(compiled(item)));
                yield list;
            }
            case YamlNode.Scalar scalar ->
                scalar.value() instanceof String text && text.contains("${")
                        ? expressions
                                .template(scalar, DATASTORE, diagnostics)
                                .map((Template t) -> (Object) t)
                                .orElse("")
                        : scalar.value();
        };
    }
}

package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.expression.Durations;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a step gives to its action, by what the action says of its parameters. */
final class ParameterReader {

    private static final List<String> REF = List.of("apiVersion", "kind", "name", "namespace");

    private final Reading reading;
    private final StepReader steps;

    ParameterReader(Reading reading, StepReader steps) {
        this.reading = reading;
        this.steps = steps;
    }

    Map<String, @Nullable Object> read(YamlFields step, Optional<ActionSignature> action, Scope scope) {
        Optional<YamlNode.Mapping> with = step.mapping("with");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (action.isEmpty()) {
            return values;
        }
        Map<String, YamlNode> given = with.map(YamlNode.Mapping::entries).orElse(Map.of());
        List<String> names =
                action.get().parameters().stream().map(Parameter::name).toList();
        given.forEach((name, node) -> action.get()
                .parameter(name)
                .ifPresentOrElse(
                        parameter -> values.put(name, value(parameter, node, scope)),
                        () -> reading.diagnostics()
                                .error(
                                        with.orElseThrow().at(name),
                                        "'" + action.get().name() + "' has no parameter '" + name + "'",
                                        DidYouMean.hint(name, names))));
        action.get().parameters().stream()
                .filter(p -> p.required() && !given.containsKey(p.name()))
                .forEach(p -> reading.diagnostics()
                        .error(
                                step.position(),
                                "'" + action.get().name() + "' needs the parameter '" + p.name() + "'",
                                p.description()));
        new ShellRule(reading.diagnostics()).check(action.get(), given);
        return Collections.unmodifiableMap(values);
    }

    private @Nullable Object value(Parameter parameter, YamlNode node, Scope scope) {
        return parameter.type() == ParameterType.EXPRESSION
                ? expression(parameter, node, scope)
                : value(parameter.type(), parameter.name(), node, scope);
    }

    private @Nullable Object value(ParameterType type, String name, YamlNode node, Scope scope) {
        if (node instanceof YamlNode.Scalar(var _, String text, String _, var _) && CelExpressions.isTemplate(text)) {
            return tree(node, scope);
        }
        return switch (type) {
            case STRING -> node instanceof YamlNode.Scalar s ? s.text() : wrong(name, "text", node);
            case INTEGER ->
                node instanceof YamlNode.Scalar(var _, var _, Long number, var _)
                        ? number
                        : wrong(name, "a whole number", node);
            case BOOLEAN ->
                node instanceof YamlNode.Scalar(var _, var _, Boolean bool, var _)
                        ? bool
                        : wrong(name, "true or false", node);
            case DURATION -> duration(name, node);
            case OBJECT_REF -> reference(name, node, scope);
            case OBJECT -> node instanceof YamlNode.Mapping ? tree(node, scope) : wrong(name, "a map", node);
            case LIST_OF_STRING -> texts(name, node, scope);
            case ANY -> tree(node, scope);
            case EXPRESSION -> throw new IllegalStateException("read above");
        };
    }

    private @Nullable Object wrong(String name, String wanted, YamlNode node) {
        reading.diagnostics().error(node.position(), "'" + name + "' must be " + wanted + ", not " + node.kind());
        return null;
    }

    /** What an action makes of variables of its own may be any value; everything else is a condition. */
    private @Nullable Object expression(Parameter parameter, YamlNode node, Scope outer) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrong(parameter.name(), "an expression", node);
        }
        Scope scope = outer;
        for (String variable : parameter.reads()) {
            scope = scope.withAny(variable);
        }
        Wanted wanted = parameter.reads().isEmpty() ? Wanted.BOOLEAN : Wanted.ANYTHING;
        return reading.expression(scalar, scope, wanted)
                .map(e -> {
                    steps.checkOrder(e.reads(), scalar.position());
                    return e;
                })
                .orElse(null);
    }

    private @Nullable Object duration(String name, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrong(name, "a duration", node);
        }
        Optional<java.time.Duration> duration = Durations.parse(scalar.text());
        if (duration.isEmpty()) {
            reading.diagnostics()
                    .error(node.position(), "'" + scalar.text() + "' is not a duration", "write 90s, 5m or 1h30m");
        }
        return duration.orElse(null);
    }

    private @Nullable Object reference(String name, YamlNode node, Scope scope) {
        if (!(node instanceof YamlNode.Mapping)) {
            return wrong(name, "a map of apiVersion, kind, namespace and name", node);
        }
        YamlFields fields = YamlFields.of(node, "'" + name + "'", reading.diagnostics());
        REF.subList(0, 3).forEach(fields::required);
        REF.forEach(fields::scalar);
        fields.refuseOthers();
        return tree(node, scope);
    }

    private @Nullable Object texts(String name, YamlNode node, Scope scope) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return wrong(name, "a list of text", node);
        }
        List<@Nullable Object> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            texts.add(value(ParameterType.STRING, name, item, scope));
        }
        return Collections.unmodifiableList(texts);
    }

    /** Any value; text with an expression in it becomes a template, wherever it stands. */
    private @Nullable Object tree(YamlNode node, Scope scope) {
        return switch (node) {
            case YamlNode.Mapping mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                mapping.entries().forEach((key, item) -> map.put(key, tree(item, scope)));
                yield Collections.unmodifiableMap(map);
            }
            case YamlNode.Sequence sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                sequence.items().forEach(item -> list.add(tree(item, scope)));
                yield Collections.unmodifiableList(list);
            }
            case YamlNode.Scalar scalar -> template(scalar, scope);
        };
    }

    private @Nullable Object template(YamlNode.Scalar scalar, Scope scope) {
        if (!(scalar.value() instanceof String) || !CelExpressions.isTemplate(scalar.text())) {
            return scalar.value();
        }
        return reading.expressions()
                .template(scalar, scope, reading.diagnostics())
                .map(template -> {
                    steps.checkOrder(template.reads(), scalar.position());
                    return template;
                })
                .orElse(null);
    }
}

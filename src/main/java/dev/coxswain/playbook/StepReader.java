package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Position;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.Playbook.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads steps in their order; what a step reads of others must have happened before it. */
final class StepReader {

    private static final int MOST_STEPS = 100;

    private final Reading reading;
    private final Optional<ActionSignature.Subject> subject;
    private final Set<String> every = new TreeSet<>();
    private final Set<String> done = new TreeSet<>();
    private final Map<Step, Position> positions = new HashMap<>();

    StepReader(Reading reading, Optional<ActionSignature.Subject> subject) {
        this.reading = reading;
        this.subject = subject;
    }

    private Diagnostics diagnostics() {
        return reading.diagnostics();
    }

    /** Where a step stands. */
    Position position(Step step) {
        return positions.getOrDefault(step, Position.START);
    }

    List<Step> read(Optional<YamlNode> node, Scope scope) {
        List<Step> steps = new ArrayList<>();
        if (node.isEmpty()) {
            return steps;
        }
        if (!(node.get() instanceof YamlNode.Sequence sequence)) {
            diagnostics()
                    .error(
                            node.get().position(),
                            "'steps' must be a list, not " + node.get().kind());
            return steps;
        }
        if (sequence.items().isEmpty() || sequence.items().size() > MOST_STEPS) {
            diagnostics().error(sequence.position(), "a playbook has from 1 to " + MOST_STEPS + " steps");
            return steps;
        }
        sequence.items().forEach(this::remember);
        for (YamlNode item : sequence.items()) {
            step(item, scope.withSteps(), Place.IN_ORDER).ifPresent(steps::add);
        }
        return steps;
    }

    private enum Place {
        IN_ORDER,
        IN_UNDO
    }

    private void remember(YamlNode item) {
        if (item instanceof YamlNode.Mapping mapping && mapping.entries().get("name") instanceof YamlNode.Scalar name) {
            every.add(name.text());
        }
    }

    private Optional<Step> step(YamlNode node, Scope outer, Place place) {
        YamlFields fields = YamlFields.of(node, "a step", diagnostics());
        String name = name(fields, place);
        Optional<Expression> forEach = reading.expression(fields, "forEach", outer, Wanted.LIST);
        Scope scope = fields.has("forEach") ? outer.withAny("item") : outer;
        Optional<Expression> onlyIf = reading.expression(fields, "if", scope, Wanted.BOOLEAN);
        forEach.ifPresent(e -> checkOrder(e.reads(), fields.at("forEach")));
        onlyIf.ifPresent(e -> checkOrder(e.reads(), fields.at("if")));
        Optional<ActionSignature> action = action(fields);
        Map<String, @Nullable Object> with = new ParameterReader(reading, this).read(fields, action, scope);
        Optional<Duration> atMost = fields.duration("atMost").filter(d -> positive(d, fields, "atMost"));
        Playbook.Retry retry = retry(fields);
        boolean irreversible = fields.bool("irreversible").orElse(false);
        Playbook.Otherwise otherwise = fields.choice("otherwise", List.of("fail", "continue"))
                        .filter("continue"::equals)
                        .isPresent()
                ? Playbook.Otherwise.CONTINUE
                : Playbook.Otherwise.FAIL;
        done.add(name);
        List<Step> undo = undo(fields, scope, place);
        fields.refuseOthers();
        if (place == Place.IN_ORDER) {
            action.ifPresent(a -> wayBack(a, fields, undo, irreversible));
        }
        Step step = new Step(
                name,
                action.map(ActionSignature::name).orElse(""),
                with,
                onlyIf,
                forEach,
                atMost,
                retry,
                undo,
                irreversible,
                otherwise);
        positions.put(step, fields.position());
        return Optional.of(step);
    }

    private String name(YamlFields fields, Place place) {
        Optional<String> name = place == Place.IN_ORDER ? fields.requiredText("name") : fields.text("name");
        String text = name.orElse("");
        if (name.isPresent() && !text.matches("[a-z0-9]([-a-z0-9_]{0,61}[a-z0-9])?")) {
            diagnostics()
                    .error(
                            fields.at("name"),
                            "'" + text + "' cannot name a step",
                            "lower-case letters, digits and '-'");
        } else if (place == Place.IN_ORDER && name.isPresent() && done.contains(text)) {
            diagnostics().error(fields.at("name"), "there is a step '" + text + "' already");
        }
        return text;
    }

    private Optional<ActionSignature> action(YamlFields fields) {
        Optional<YamlNode.Scalar> uses = fields.required("uses").flatMap(_ -> fields.scalar("uses"));
        Optional<ActionSignature> action =
                uses.flatMap(name -> reading.actions().find(name.text()));
        if (uses.isPresent() && action.isEmpty()) {
            List<String> known =
                    reading.actions().all().stream().map(ActionSignature::name).toList();
            String typed = uses.get().text();
            diagnostics().error(uses.get().position(), "no action '" + typed + "'", DidYouMean.hint(typed, known));
        }
        action.ifPresent(a -> subject.filter(s -> s.compareTo(a.subject()) < 0)
                .ifPresent(s -> diagnostics()
                        .error(
                                uses.orElseThrow().position(),
                                "'" + a.name() + "' works on " + words(a.subject())
                                        + ", and this trigger gives none")));
        return action;
    }

    private static String words(ActionSignature.Subject subject) {
        return switch (subject) {
            case NONE -> "anything";
            case OPERATOR -> "an operator";
            case DATASTORE -> "a datastore";
            case MEMBER -> "a member";
        };
    }

    private boolean positive(Duration duration, YamlFields fields, String name) {
        if (duration.isZero()) {
            diagnostics().error(fields.at(name), "'" + name + "' must be longer than nothing");
        }
        return !duration.isZero();
    }

    private Playbook.Retry retry(YamlFields fields) {
        Optional<YamlFields> retry = fields.fields("retry", "'retry'");
        int attempts = retry.flatMap(r -> r.integer("attempts", 1, 100)).orElse(1);
        Duration delay = retry.flatMap(r -> r.duration("delay")).orElse(Duration.ZERO);
        retry.ifPresent(YamlFields::refuseOthers);
        return new Playbook.Retry(attempts, delay);
    }

    private List<Step> undo(YamlFields fields, Scope scope, Place place) {
        List<Step> undo = new ArrayList<>();
        List<YamlNode> items = fields.items("undo");
        if (!items.isEmpty() && place == Place.IN_UNDO) {
            diagnostics().error(fields.at("undo"), "what undoes a step cannot itself be undone");
            return undo;
        }
        items.forEach(item -> step(item, scope, Place.IN_UNDO).ifPresent(undo::add));
        return undo;
    }

    private void wayBack(ActionSignature action, YamlFields fields, List<Step> undo, boolean irreversible) {
        if (action.mutating() && !action.invertible() && undo.isEmpty() && !irreversible) {
            diagnostics()
                    .error(
                            fields.at("uses"),
                            "'" + action.name() + "' cannot be undone by itself",
                            "say how with 'undo', or say 'irreversible: true'");
        }
        if (irreversible && !undo.isEmpty()) {
            diagnostics().error(fields.at("irreversible"), "a step is either irreversible or has an 'undo'");
        }
    }

    /** Reports steps that are read before they ran, or that do not exist. */
    void checkOrder(Set<String> reads, Position at) {
        for (String read : reads) {
            String[] path = read.split("\\.", 3);
            if (!path[0].equals("steps") || path.length < 2 || done.contains(path[1])) {
                continue;
            }
            if (every.contains(path[1])) {
                diagnostics().error(at, "step '" + path[1] + "' has not run yet when this is read");
            } else {
                diagnostics().error(at, "there is no step '" + path[1] + "'", DidYouMean.hint(path[1], every));
            }
        }
    }
}

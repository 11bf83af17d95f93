package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.Scope.Variable;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.PlaybookReader.ProfileFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the spec of one playbook, from the trigger down, each part knowing the variables of those above it. */
final class SpecReader {

    private static final Duration VERIFIED_WITHIN = Duration.ofMinutes(5);

    private final Reading reading;
    private final ProfileFields profiles;

    SpecReader(Reading reading, ProfileFields profiles) {
        this.reading = reading;
        this.profiles = profiles;
    }

    Optional<Playbook> read(YamlNode node, String namespace, Map<String, @Nullable Object> source) {
        YamlFields spec = YamlFields.of(node, "a playbook's spec", reading.diagnostics());
        String title = spec.text("title").orElse(reading.playbook());
        spec.text("description");
        account(spec);
        Playbook.Severity severity = spec.choice("severity", List.of("info", "warning", "critical"))
                .map(word -> Playbook.Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Playbook.Severity.WARNING);
        Map<String, @Nullable Object> params = params(spec);
        TriggerReader triggers = new TriggerReader(reading, profiles, params.keySet());
        Optional<Playbook.Trigger> trigger = spec.required("trigger").flatMap(triggers::read);
        Scope known = triggers.scope(trigger).with(Variable.RUN);
        Map<String, Expression> let = new LinkedHashMap<>();
        Scope named = let(spec, known, let);
        Playbook.Limits limits = limits(spec);
        List<Playbook.Guard> guards = guards(spec, named);
        Playbook.Approval approval = new ApprovalReader(reading).read(spec, named);
        StepReader stepReader = new StepReader(reading, trigger.map(TriggerReader::subject));
        List<Playbook.Step> steps = stepReader.read(spec.required("steps"), named);
        List<Playbook.Verification> verify = verify(spec, named, stepReader);
        spec.refuseOthers();
        trigger.ifPresent(t -> new StepRules(reading, stepReader).check(t, limits, steps));
        return trigger.map(t -> new Playbook(
                reading.playbook(),
                namespace,
                title,
                severity,
                t,
                params,
                Collections.unmodifiableMap(let),
                guards,
                limits,
                approval,
                steps,
                verify,
                source));
    }

    /** Read from the run's snapshot by whoever acts for it; here it is only checked. */
    private void account(YamlFields spec) {
        spec.text("serviceAccountName")
                .filter(name -> !name.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?"))
                .ifPresent(name -> reading.diagnostics()
                        .error(
                                spec.at("serviceAccountName"),
                                "'" + name + "' cannot name a service account",
                                "of the playbook's own namespace: lower-case letters, digits, '-' and '.'"));
    }

    private Map<String, @Nullable Object> params(YamlFields spec) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        Optional<YamlNode.Mapping> declared = spec.mapping("params");
        declared.ifPresent(mapping -> mapping.entries().forEach((name, node) -> {
            identifier(mapping, name, "parameter");
            YamlFields fields = YamlFields.of(node, "a parameter", reading.diagnostics());
            fields.text("description");
            Object fallback = fields.node("default").map(YamlNode::json).orElse(null);
            List<@Nullable Object> allowed = new ArrayList<>();
            fields.items("oneOf").forEach(item -> allowed.add(item.json()));
            if (fallback != null && !allowed.isEmpty() && !allowed.contains(fallback)) {
                reading.diagnostics()
                        .error(fields.at("default"), "the default of '" + name + "' is not one of 'oneOf'");
            }
            fields.refuseOthers();
            params.put(name, fallback);
        }));
        return Collections.unmodifiableMap(params);
    }

    private Scope let(YamlFields spec, Scope known, Map<String, Expression> let) {
        Optional<YamlNode.Mapping> declared = spec.mapping("let");
        Scope scope = known;
        Map<String, YamlNode> entries = declared.map(YamlNode.Mapping::entries).orElse(Map.of());
        for (Map.Entry<String, YamlNode> entry : entries.entrySet()) {
            String name = entry.getKey();
            declared.ifPresent(mapping -> identifier(mapping, name, "name"));
            if (scope.names().contains(name) || name.equals("item") || name.equals("steps")) {
                reading.diagnostics().error(declared.orElseThrow().at(name), "'" + name + "' is taken");
            }
            Optional<Expression> expression = Optional.empty();
            if (entry.getValue() instanceof YamlNode.Scalar scalar) {
                expression = reading.expression(scalar, scope, Wanted.ANYTHING);
            } else {
                reading.diagnostics().error(entry.getValue().position(), "'" + name + "' must be an expression");
            }
            expression.ifPresent(e -> let.put(name, e));
            Scope before = scope;
            scope = expression.map(e -> before.withNamed(name, e)).orElseGet(() -> before.withAny(name));
        }
        return scope;
    }

    private void identifier(YamlNode.Mapping mapping, String name, String what) {
        if (!Reading.isIdentifier(name)) {
            reading.diagnostics()
                    .error(mapping.at(name), "'" + name + "' cannot be a " + what, "letters, digits and '_' only");
        }
    }

    private Playbook.Limits limits(YamlFields spec) {
        Optional<YamlFields> limits = spec.fields("limits", "limits");
        Duration cooldown = limits.flatMap(l -> l.duration("cooldown")).orElse(Duration.ZERO);
        Optional<Integer> perDay = limits.flatMap(l -> l.integer("perDay", 1, 10_000));
        limits.ifPresent(YamlFields::refuseOthers);
        return new Playbook.Limits(cooldown, perDay);
    }

    private List<Playbook.Guard> guards(YamlFields spec, Scope scope) {
        List<Playbook.Guard> guards = new ArrayList<>();
        for (YamlNode node : spec.items("guards")) {
            YamlFields fields = YamlFields.of(node, "a guard", reading.diagnostics());
            fields.required("that");
            Optional<Expression> that = reading.expression(fields, "that", scope, Wanted.BOOLEAN);
            Optional<String> otherwise = fields.text("otherwise");
            fields.refuseOthers();
            that.ifPresent(e -> guards.add(new Playbook.Guard(e, otherwise.orElse("not so: " + e.source()))));
        }
        return guards;
    }

    private List<Playbook.Verification> verify(YamlFields spec, Scope scope, StepReader steps) {
        List<Playbook.Verification> verify = new ArrayList<>();
        for (YamlNode node : spec.items("verify")) {
            YamlFields fields = YamlFields.of(node, "a verification", reading.diagnostics());
            fields.required("that");
            Optional<Expression> that = reading.expression(fields, "that", scope.withSteps(), Wanted.BOOLEAN);
            that.ifPresent(e -> steps.checkOrder(e.reads(), fields.at("that")));
            Duration within = fields.duration("within").orElse(VERIFIED_WITHIN);
            Optional<String> otherwise = fields.text("otherwise");
            fields.refuseOthers();
            that.ifPresent(
                    e -> verify.add(new Playbook.Verification(e, within, otherwise.orElse("not so: " + e.source()))));
        }
        return verify;
    }
}

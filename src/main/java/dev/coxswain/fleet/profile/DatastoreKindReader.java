package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.Scope.Variable;
import dev.coxswain.expression.Template;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the part of a profile that describes one kind of datastore. */
final class DatastoreKindReader {

    private static final Scope DATASTORE = Scope.of(Variable.DATASTORE);
    private static final Scope MEMBER = DATASTORE.with(Variable.MEMBER);
    private static final Duration LONGEST_QUESTION = Duration.ofMinutes(1);

    private final CelExpressions expressions;
    private final Diagnostics diagnostics;

    DatastoreKindReader(CelExpressions expressions, Diagnostics diagnostics) {
        this.expressions = expressions;
        this.diagnostics = diagnostics;
    }

    Optional<DatastoreKind> kind(YamlNode node) {
        int before = diagnostics.errors();
        YamlFields fields = YamlFields.of(node, "a datastore", diagnostics);
        fields.required("resource");
        Optional<Gvk> resource = fields.fields("resource", "'resource'").flatMap(this::resource);
        fields.required("components");
        List<Component> components = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlNode item : fields.items("components")) {
            component(item).ifPresent(component -> {
                if (!names.add(component.name())) {
                    diagnostics.error(item.position(), "there are two components '" + component.name() + "'");
                }
                components.add(component);
            });
        }
        Optional<Expression> primary = condition(fields, "primary", MEMBER);
        Optional<Expression> replica = condition(fields, "replica", MEMBER);
        Optional<Expression> healthy = condition(fields, "healthy", DATASTORE);
        Optional<Pausing> pause = pausing(fields);
        fields.refuseOthers();
        if (diagnostics.errors() > before
                || resource.isEmpty()
                || primary.isEmpty()
                || replica.isEmpty()
                || healthy.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DatastoreKind(resource.get(), components, primary.get(), replica.get(), healthy.get(), pause));
    }

    /** Operations of one kind are those that pause it, where that differs from the profile's other kinds. */
    private Optional<Pausing> pausing(YamlFields fields) {
        Map<String, YamlNode> written = new LinkedHashMap<>(fields.entries("operations"));
        Optional<Pausing> pausing = new PausingReader(expressions, diagnostics).read(written);
        written.forEach((name, node) -> {
            if (!PausingReader.OPERATIONS.contains(name)) {
                diagnostics.error(
                        fields.at("operations"),
                        "a kind has no operation '" + name + "' of its own",
                        "known: " + String.join(", ", PausingReader.OPERATIONS));
            }
        });
        return pausing;
    }

    private Optional<Gvk> resource(YamlFields fields) {
        Optional<String> apiVersion = fields.requiredText("apiVersion");
        Optional<String> kind = fields.requiredText("kind");
        fields.refuseOthers();
        if (apiVersion.isPresent() && apiVersion.get().endsWith("/")) {
            diagnostics.error(fields.at("apiVersion"), "'apiVersion' ends before its version");
            return Optional.empty();
        }
        return apiVersion.flatMap(version -> kind.map(name -> Gvk.of(version, name)));
    }

    private Optional<Component> component(YamlNode node) {
        int before = diagnostics.errors();
        YamlFields fields = YamlFields.of(node, "a component", diagnostics);
        Optional<String> name = fields.requiredText("name");
        Map<String, Template> selector = selector(fields);
        Optional<Template> container = requiredTemplate(fields, "container", DATASTORE);
        fields.required("workload");
        YamlFields workload = fields.fields("workload", "'workload'").orElse(fields);
        workload.required("kind");
        Optional<String> kind = workload.choice("kind", List.of("StatefulSet", "Deployment"));
        Optional<Template> workloadName = requiredTemplate(workload, "name", DATASTORE);
        if (fields.has("workload")) {
            workload.refuseOthers();
        }
        Optional<String> roleLabel = fields.text("roleLabel");
        Optional<Template> volume = template(fields, "volume", MEMBER);
        List<Question> questions = questions(fields);
        fields.refuseOthers();
        if (diagnostics.errors() > before
                || name.isEmpty()
                || container.isEmpty()
                || kind.isEmpty()
                || workloadName.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Component(
                name.get(), selector, container.get(), kind.get(), workloadName.get(), roleLabel, volume, questions));
    }

    private Map<String, Template> selector(YamlFields fields) {
        Map<String, Template> selector = new LinkedHashMap<>();
        fields.required("selector");
        fields.entries("selector").forEach((label, node) -> {
            if (node instanceof YamlNode.Scalar scalar) {
                expressions.template(scalar, DATASTORE, diagnostics).ifPresent(value -> selector.put(label, value));
            } else {
                diagnostics.error(node.position(), "the label '" + label + "' must be text, not " + node.kind());
            }
        });
        if (fields.has("selector") && fields.entries("selector").isEmpty()) {
            diagnostics.error(fields.at("selector"), "'selector' needs at least one label");
        }
        return selector;
    }

    private List<Question> questions(YamlFields fields) {
        List<Question> questions = new ArrayList<>();
        fields.entries("questions").forEach((name, node) -> question(name, node).ifPresent(questions::add));
        return questions;
    }

    private Optional<Question> question(String name, YamlNode node) {
        int before = diagnostics.errors();
        YamlFields fields = YamlFields.of(node, "a question", diagnostics);
        fields.required("command");
        List<Template> command = new ArrayList<>();
        for (YamlNode word : fields.items("command")) {
            if (word instanceof YamlNode.Scalar scalar) {
                expressions.template(scalar, MEMBER, diagnostics).ifPresent(command::add);
            } else {
                diagnostics.error(word.position(), "'command' must be a list of text, not of " + word.kind());
            }
        }
        if (fields.has("command") && command.isEmpty() && diagnostics.errors() == before) {
            diagnostics.error(fields.at("command"), "'command' needs at least the program's name");
        }
        Optional<Template> container = template(fields, "container", MEMBER);
        Duration timeout = fields.duration("timeout").orElse(Duration.ofSeconds(5));
        if (timeout.isZero() || timeout.compareTo(LONGEST_QUESTION) > 0) {
            diagnostics.error(fields.at("timeout"), "'timeout' must be from 1s to 1m");
        }
        fields.required("parse");
        Optional<AnswerFormat> format =
                fields.choice("parse", AnswerFormat.words()).map(AnswerFormat::of);
        fields.refuseOthers();
        return diagnostics.errors() > before
                ? Optional.empty()
                : format.map(found -> new Question(name, command, container, timeout, found));
    }

    private Optional<Expression> condition(YamlFields fields, String name, Scope scope) {
        fields.required(name);
        return fields.scalar(name).flatMap(scalar -> expressions.compile(scalar, scope, Wanted.BOOLEAN, diagnostics));
    }

    private Optional<Template> requiredTemplate(YamlFields fields, String name, Scope scope) {
        fields.required(name);
        return template(fields, name, scope);
    }

    private Optional<Template> template(YamlFields fields, String name, Scope scope) {
        return fields.scalar(name).flatMap(scalar -> expressions.template(scalar, scope, diagnostics));
    }
}

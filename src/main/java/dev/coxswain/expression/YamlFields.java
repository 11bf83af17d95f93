package dev.coxswain.expression;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the fields out of one map of a document, reports those of a wrong kind, and in the end those that nobody took.
 *
 * <p>A field that is absent, null or wrong reads as empty; a wrong one has been reported.
 */
public final class YamlFields {

    private final YamlNode.Mapping mapping;
    private final String owner;
    private final Diagnostics diagnostics;
    private final Set<String> taken = new LinkedHashSet<>();

    private YamlFields(YamlNode.Mapping mapping, String owner, Diagnostics diagnostics) {
        this.mapping = mapping;
        this.owner = owner;
        this.diagnostics = diagnostics;
    }

    /**
     * @param owner what the map is, as people call it: {@code a step}
     * @return fields that are all absent, after a report, when the node is not a map
     */
    public static YamlFields of(YamlNode node, String owner, Diagnostics diagnostics) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new YamlFields(mapping, owner, diagnostics);
        }
        diagnostics.error(node.position(), owner + " must be a map, not " + node.kind());
        return new YamlFields(new YamlNode.Mapping(node.position(), Map.of(), Map.of()), owner, diagnostics);
    }

    public Position position() {
        return mapping.position();
    }

    /** Where the key stands, or the map when there is none. */
    public Position at(String name) {
        return mapping.at(name);
    }

    public boolean has(String name) {
        return node(name).isPresent();
    }

    /** Any node that is not null. */
    public Optional<YamlNode> node(String name) {
        taken.add(name);
        return Optional.ofNullable(mapping.entries().get(name))
                .filter(n -> !(n instanceof YamlNode.Scalar s && s.value() == null));
    }

    /** Reports the absence of a field. */
    public Optional<YamlNode> required(String name) {
        Optional<YamlNode> node = node(name);
        if (node.isEmpty()) {
            diagnostics.error(mapping.position(), owner + " needs '" + name + "'");
        }
        return node;
    }

    /** A string; numbers and booleans are taken as they were written. */
    public Optional<YamlNode.Scalar> scalar(String name) {
        return node(name).flatMap(node -> {
            if (node instanceof YamlNode.Scalar scalar) {
                return Optional.of(scalar);
            }
            wrong(name, "text", node);
            return Optional.empty();
        });
    }

    public Optional<String> text(String name) {
        return scalar(name).map(YamlNode.Scalar::text);
    }

    public Optional<String> requiredText(String name) {
        return required(name).isPresent() ? text(name).filter(t -> notBlank(name, t)) : Optional.empty();
    }

    private boolean notBlank(String name, String text) {
        if (text.isBlank()) {
            diagnostics.error(mapping.at(name), "'" + name + "' must not be empty");
        }
        return !text.isBlank();
    }

    public Optional<Boolean> bool(String name) {
        return node(name).flatMap(node -> {
            if (node instanceof YamlNode.Scalar(var _, var _, Boolean value, var _)) {
                return Optional.of(value);
            }
            wrong(name, "true or false", node);
            return Optional.empty();
        });
    }

    /** A whole number within limits, both included. */
    public Optional<Integer> integer(String name, int least, int most) {
        return node(name).flatMap(node -> {
            if (node instanceof YamlNode.Scalar(var _, var _, Long value, var _)) {
                if (value >= least && value <= most) {
                    return Optional.of(value.intValue());
                }
                diagnostics.error(node.position(), "'" + name + "' must be from " + least + " to " + most);
                return Optional.empty();
            }
            wrong(name, "a whole number", node);
            return Optional.empty();
        });
    }

    public Optional<Duration> duration(String name) {
        return scalar(name).flatMap(scalar -> {
            Optional<Duration> duration = Durations.parse(scalar.text());
            if (duration.isEmpty()) {
                diagnostics.error(
                        scalar.position(), "'" + scalar.text() + "' is not a duration", "write 90s, 5m or 1h30m");
            }
            return duration;
        });
    }

    /** One of a few words. */
    public Optional<String> choice(String name, List<String> words) {
        return scalar(name).flatMap(scalar -> {
            if (words.contains(scalar.text())) {
                return Optional.of(scalar.text());
            }
            diagnostics.error(
                    scalar.position(),
                    "'" + name + "' cannot be '" + scalar.text() + "'",
                    DidYouMean.hint(scalar.text(), words));
            return Optional.empty();
        });
    }

    /** The items of a list; empty when absent. */
    public List<YamlNode> items(String name) {
        return node(name)
                .map(node -> {
                    if (node instanceof YamlNode.Sequence sequence) {
                        return sequence.items();
                    }
                    wrong(name, "a list", node);
                    return List.<YamlNode>of();
                })
                .orElse(List.of());
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(name)) {
            if (item instanceof YamlNode.Scalar scalar) {
                texts.add(scalar.text());
            } else {
                diagnostics.error(item.position(), "'" + name + "' must be a list of text, not of " + item.kind());
            }
        }
        return texts;
    }

    /** The entries of a map; empty when absent. */
    public Map<String, YamlNode> entries(String name) {
        return mapping(name).map(YamlNode.Mapping::entries).orElse(Map.of());
    }

    public Optional<YamlNode.Mapping> mapping(String name) {
        return node(name).flatMap(node -> {
            if (node instanceof YamlNode.Mapping found) {
                return Optional.of(found);
            }
            wrong(name, "a map", node);
            return Optional.empty();
        });
    }

    /** A map whose fields are read in their turn. */
    public Optional<YamlFields> fields(String name, String called) {
        return node(name).map(node -> of(node, called, diagnostics));
    }

    /** The last thing to ask for: reports every field that was not asked for. */
    public void refuseOthers() {
        mapping.entries().keySet().stream()
                .filter(key -> !taken.contains(key))
                .forEach(key -> diagnostics.error(
                        mapping.at(key), owner + " has no field '" + key + "'", DidYouMean.hint(key, taken)));
    }

    private void wrong(String name, String wanted, YamlNode node) {
        diagnostics.error(node.position(), "'" + name + "' must be " + wanted + ", not " + node.kind());
    }
}

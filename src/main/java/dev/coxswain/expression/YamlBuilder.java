package dev.coxswain.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Builds nodes from the parser's events.
 *
 * <p>Not the library's composer: that one recurses as deep as the text does and lets an alias cost nothing, so that a text of
 * a kilobyte can stand for a tree of terabytes.
 */
final class YamlBuilder {

    private static final int DEEPEST = 64;
    private static final int MOST_NODES = 50_000;

    /** The reader gives up on the whole text. */
    static final class Refused extends RuntimeException {
        private final Position position;
        private final String problem;

        Refused(Position position, String problem) {
            super(problem);
            this.position = position;
            this.problem = problem;
        }

        Position position() {
            return position;
        }

        String problem() {
            return problem;
        }
    }

    private final Iterator<Event> events;
    private final LoadSettings settings;
    private final Diagnostics diagnostics;
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private final Map<Anchor, Integer> weights = new HashMap<>();
    private int nodes;

    YamlBuilder(Iterator<Event> events, LoadSettings settings, Diagnostics diagnostics) {
        this.events = events;
        this.settings = settings;
        this.diagnostics = diagnostics;
    }

    /** The next document, unless the stream ends or the document is empty. */
    Optional<YamlNode> document() {
        Event event = events.next();
        if (event.getEventId() != Event.ID.DocumentStart) {
            return Optional.empty();
        }
        anchors.clear();
        weights.clear();
        YamlNode node = node(events.next(), 0);
        events.next();
        return node instanceof YamlNode.Scalar(var _, String text, var _, var _) && text.isEmpty()
                ? Optional.empty()
                : Optional.of(node);
    }

    private YamlNode node(Event event, int depth) {
        if (depth > DEEPEST) {
            throw new Refused(at(event), "nested deeper than " + DEEPEST + " levels");
        }
        count(at(event), 1);
        int before = nodes;
        YamlNode node = switch (event) {
            case AliasEvent alias -> alias(alias);
            case ScalarEvent scalar -> scalar(scalar);
            case SequenceStartEvent start -> sequence(start, depth);
            case MappingStartEvent start -> mapping(start, depth);
            default -> throw new Refused(at(event), "unexpected " + event.getEventId());
        };
        if (!(event instanceof AliasEvent) && event instanceof NodeEvent named) {
            named.getAnchor().ifPresent(anchor -> {
                anchors.put(anchor, node);
                weights.put(anchor, nodes - before + 1);
            });
        }
        return node;
    }

    private void count(Position at, int more) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw new Refused(at, "more than " + MOST_NODES + " values, those that aliases repeat included");
        }
    }

    /** An anchor is known only after its node has ended, so that a node cannot contain itself. */
    private YamlNode alias(AliasEvent event) {
        Anchor name = event.getAlias();
        YamlNode node = anchors.get(name);
        if (node == null) {
            throw new Refused(at(event), "the alias *" + name.getValue() + " stands before its anchor has ended");
        }
        count(at(event), weights.getOrDefault(name, 1));
        return node;
    }

    private YamlNode sequence(SequenceStartEvent start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            items.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(at(start), items);
    }

    private YamlNode mapping(MappingStartEvent start, int depth) {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        Map<String, Position> keys = new HashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (!(key instanceof YamlNode.Scalar name)) {
                diagnostics.error(at(event), "a key must be text, not " + key.kind());
            } else if (entries.containsKey(name.text())) {
                Position first = keys.getOrDefault(name.text(), at(start));
                diagnostics.error(
                        at(event), "the key '" + name.text() + "' stands here twice", "first on line " + first.line());
            } else {
                entries.put(name.text(), value);
                keys.put(name.text(), at(event));
            }
        }
        return new YamlNode.Mapping(at(start), entries, keys);
    }

    private YamlNode scalar(ScalarEvent event) {
        boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
        return new YamlNode.Scalar(
                at(event), event.getValue(), plain ? meaning(event) : event.getValue(), places(event));
    }

    private @Nullable Object meaning(ScalarEvent event) {
        String text = event.getValue();
        Tag tag = settings.getSchema().getScalarResolver().resolve(text, true);
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text);
        }
        try {
            if (tag.equals(Tag.INT)) {
                return integer(text);
            }
            return tag.equals(Tag.FLOAT) ? (Object) Double.valueOf(text) : text;
        } catch (NumberFormatException e) {
            diagnostics.error(at(event), "not a number that can be used: " + text);
            return text;
        }
    }

    private static Long integer(String text) {
        if (text.startsWith("0o")) {
            return Long.valueOf(text.substring(2), 8);
        }
        return text.startsWith("0x") ? Long.valueOf(text.substring(2), 16) : Long.valueOf(text);
    }

    /** Where the lines of a scalar start; for folded and escaped text only the first is known. */
    private List<Position> places(ScalarEvent event) {
        Position start = at(event);
        String value = event.getValue();
        return switch (event.getScalarStyle()) {
            case PLAIN, JSON_SCALAR_STYLE -> verbatim(start, value) ? List.of(start) : List.of();
            case SINGLE_QUOTED, DOUBLE_QUOTED -> {
                Position inside = new Position(start.line(), start.column() + 1);
                yield verbatim(inside, value) ? List.of(inside) : List.of();
            }
            case LITERAL -> literal(start, value);
            case FOLDED -> List.of();
        };
    }

    private boolean verbatim(Position start, String value) {
        return diagnostics.line(start.line()).startsWith(value, start.column() - 1);
    }

    private List<Position> literal(Position start, String value) {
        List<Position> places = new ArrayList<>();
        int number = start.line();
        for (String line : value.lines().toList()) {
            number++;
            int column = diagnostics.line(number).indexOf(line);
            if (column < 0) {
                return places;
            }
            places.add(new Position(number, column + 1));
        }
        return places;
    }

    private static Position at(Event event) {
        return event.getStartMark().map(YamlBuilder::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}

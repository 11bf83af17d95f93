package dev.coxswain.trigger;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Expression;
import dev.coxswain.fleet.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What state itself tells about since when a condition holds, for the times when nobody was watching.
 *
 * <p>For each part of the conjunction: the last change of what it reads. Readiness has a transition time, a container's restarts
 * have the start of its present life, how it ended last has that end, conditions of a status have their transition times; names
 * and the node never change, and what is not being deleted never was. Of a label or a phase nothing is known. A restart count only
 * grows, so {@code restarts >= 3} that held once holds for as long as the pod lives.
 *
 * <p>The times are told by the clocks of nodes and of the API server, ours is another: {@link #SKEW}.
 *
 * @param told what is known, one for each part that something is known about
 * @param isComplete whether that is every part
 */
public record Evidence(List<Told> told, boolean isComplete) {

    private static final Pattern GROWS = Pattern.compile("member\\.restarts\\s*>=?\\s*\\d+");
    private static final Set<String> FIXED =
            Set.of("name", "namespace", "uid", "kind", "apiVersion", "profile", "component", "container", "createdAt");

    /**
     * How much later than ours another clock may say that something happened. What ended and began again within this time
     * counts as having gone on.
     */
    static final Duration SKEW = Duration.ofSeconds(10);

    public Evidence {
        told = List.copyOf(told);
    }

    /**
     * @param changed nothing that the part reads has changed since
     * @param lasting once true, it stays true whatever changes
     */
    public record Told(Instant changed, boolean lasting) {}

    static Evidence of(List<Expression> parts, Map<String, @Nullable Object> variables) {
        List<Told> told = new ArrayList<>();
        for (Expression part : parts) {
            lastChange(part.reads(), variables)
                    .map(changed -> new Told(
                            changed, GROWS.matcher(part.source().strip()).matches()))
                    .ifPresent(told::add);
        }
        return new Evidence(told, told.size() == parts.size());
    }

    /** The moment from which state alone proves that the condition, true now, has held; empty when it cannot. */
    public Optional<Instant> provenSince() {
        return isComplete ? told.stream().map(Told::changed).max(Instant::compareTo) : Optional.empty();
    }

    /**
     * Whether the condition, seen to hold at a moment and holding now, held in between as far as state tells; false when it tells
     * nothing.
     */
    public boolean confirms(Instant since) {
        return !told.isEmpty()
                && told.stream()
                        .allMatch(part -> part.lasting() || !part.changed().isAfter(since.plus(SKEW)));
    }

    private static Optional<Instant> lastChange(Set<String> reads, Map<String, @Nullable Object> variables) {
        Instant latest = Instant.EPOCH;
        for (String path : reads) {
            Optional<Instant> changed = lastChange(List.of(path.split("\\.")), variables);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            latest = changed.get().isAfter(latest) ? changed.get() : latest;
        }
        return Optional.of(latest);
    }

    private static Optional<Instant> lastChange(List<String> path, Map<String, @Nullable Object> variables) {
        String root = path.getFirst();
        String field = path.size() > 1 ? path.get(1) : "";
        Object value = variables.get(root);
        if (root.equals("params") || (!root.equals("object") && FIXED.contains(field))) {
            return Optional.of(Instant.EPOCH);
        }
        if (root.equals("member")) {
            return ofMember(field, value);
        }
        if (field.equals("status") && path.size() > 2 && path.get(2).equals("conditions")) {
            return ofConditions(Json.asList(Json.at(value, "status", "conditions")));
        }
        boolean fixed = field.equals("metadata") && path.size() > 2 && FIXED.contains(path.get(2));
        return fixed || FIXED.contains(field) ? Optional.of(Instant.EPOCH) : Optional.empty();
    }

    private static Optional<Instant> ofMember(String field, @Nullable Object member) {
        Optional<Instant> started = instant(Json.at(member, "startedAt"));
        Optional<Instant> ended = instant(Json.at(member, "lastExit", "finishedAt"));
        return switch (field) {
            case "ready", "readyChangedAt" -> instant(Json.at(member, "readyChangedAt"));
            // while it does not run, the life that is over was the last to be counted
            case "restarts" -> started.or(() -> instant(Json.at(member, "lastExit", "startedAt")));
            case "startedAt", "running" -> started.or(() -> ended);
            // never ended yet, and only an end can change that
            case "lastExit" -> ended.or(() -> started);
            case "deleting" ->
                Boolean.FALSE.equals(Json.at(member, "deleting")) ? Optional.of(Instant.EPOCH) : Optional.empty();
            case "node" ->
                Json.asText(Json.at(member, "node")).isEmpty() ? Optional.empty() : Optional.of(Instant.EPOCH);
            default -> Optional.empty();
        };
    }

    private static Optional<Instant> instant(@Nullable Object value) {
        return value instanceof Instant instant ? Optional.of(instant) : Optional.empty();
    }

    // a condition without a transition time may have changed at any moment
    private static Optional<Instant> ofConditions(List<@Nullable Object> conditions) {
        Instant latest = Instant.EPOCH;
        for (Object condition : conditions) {
            Optional<Instant> changed = Moments.of(Json.at(condition, "lastTransitionTime"));
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            latest = changed.get().isAfter(latest) ? changed.get() : latest;
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(latest);
    }
}

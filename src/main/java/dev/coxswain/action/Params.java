package dev.coxswain.action;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a step with all templates filled in. Types have been checked when the playbook was read, except where a
 * template stood; a value of the wrong type reads as absent.
 */
public record Params(Map<String, @Nullable Object> values) {

    /** Stands in a plan for a value that only a step before it can tell. */
    public static final String KNOWN_LATER = "(known after apply)";

    public static final Params NONE = new Params(Map.of());

    public Optional<String> text(String name) {
        return Optional.of(Json.asText(values.get(name))).filter(text -> !text.isEmpty());
    }

    public Optional<Duration> duration(String name) {
        return values.get(name) instanceof Duration duration ? Optional.of(duration) : Optional.empty();
    }

    public Optional<Expression> expression(String name) {
        return values.get(name) instanceof Expression expression ? Optional.of(expression) : Optional.empty();
    }

    public Optional<Long> number(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    public Map<String, @Nullable Object> object(String name) {
        return Json.asMap(values.get(name));
    }

    public List<String> texts(String name) {
        return Json.asList(values.get(name)).stream().map(Json::asText).toList();
    }

    /** A reference, or empty when apiVersion, kind or name is missing. */
    public Optional<ObjectRef> ref(String name) {
        Map<String, @Nullable Object> ref = object(name);
        String apiVersion = Json.asText(ref.get("apiVersion"));
        String kind = Json.asText(ref.get("kind"));
        String objectName = Json.asText(ref.get("name"));
        if (apiVersion.isEmpty() || kind.isEmpty() || objectName.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ObjectRef(Gvk.of(apiVersion, kind), Json.asText(ref.get("namespace")), objectName));
    }
}

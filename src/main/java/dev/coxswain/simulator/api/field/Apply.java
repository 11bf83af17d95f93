package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Schemas;
import dev.coxswain.simulator.api.registry.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Server-side apply.
 *
 * <p>(1) The fields of the applied document are what its manager wants from now on. (2) A wanted field that somebody else owns
 * with another value is a conflict, unless forced. (3) Fields the manager owned and no longer wants go, if nobody else owns
 * them. (4) The rest is merged in, associative lists element by element.
 */
public final class Apply {

    private final Kind kind;
    private final Write write;
    private final boolean force;
    private final FieldSets sets;
    private FieldSet intent = new FieldSet();

    public Apply(Kind kind, Write write, boolean force) {
        this.kind = kind;
        this.write = write;
        this.force = force;
        this.sets = new FieldSets(kind);
    }

    /** What the applied document sets; known once it has been merged. */
    public FieldSet intent() {
        return intent;
    }

    public Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> wanted, Map<String, @Nullable Object> current) {
        requireKnownFields(wanted);
        intent = sets.of(wanted);
        FieldSet before = new FieldSet();
        FieldSet others = new FieldSet();
        List<Cause> conflicts = new ArrayList<>();
        FieldSet same = sets.unchanged(current, wanted);
        for (Object item : Json.asList(Json.at(current, "metadata", "managedFields"))) {
            FieldSet owned = FieldSet.parse(Json.asMap(Json.at(item, "fieldsV1")));
            if (ManagedFields.isApplierOf(Json.asMap(item), write)) {
                before = owned;
            } else {
                others = others.plus(owned);
                owned.and(intent).minus(same).paths().stream()
                        .filter(path -> !path.getLast().equals("."))
                        .forEach(path -> conflicts.add(conflict(Json.asMap(item), path)));
            }
        }
        if (!conflicts.isEmpty() && !force) {
            throw refusal(conflicts);
        }
        Map<String, @Nullable Object> result = Json.mutableMap(current);
        Removal.of(before.minus(intent).minus(others), result);
        Map<String, @Nullable Object> schema = Schemas.builtIn().of(kind).orElse(Map.of());
        return Json.asMap(merge(result, wanted, schema));
    }

    private void requireKnownFields(Map<String, @Nullable Object> wanted) {
        List<String> unknown = new ArrayList<>();
        FieldCheck.pruned(kind, wanted, unknown);
        if (!unknown.isEmpty()) {
            throw Refusals.failure(
                    500,
                    "",
                    "failed to create typed patch object (" + Json.asText(Json.at(wanted, "metadata", "namespace"))
                            + "/"
                            + Json.asText(Json.at(wanted, "metadata", "name")) + "; "
                            + kind.group()
                            + "/"
                            + kind.gvk().version()
                            + ", Kind=" + kind.name() + "): ." + unknown.getFirst() + ": field not declared in schema",
                    null);
        }
    }

    private static Cause conflict(Map<String, @Nullable Object> entry, List<String> path) {
        String using = Json.asText(entry.get("operation")).equals("Update")
                ? " using " + Json.asText(entry.get("apiVersion"))
                : "";
        return new Cause(
                "FieldManagerConflict",
                "conflict with \"" + Json.asText(entry.get("manager")) + "\"" + using,
                text(path));
    }

    private static ApiException refusal(List<Cause> conflicts) {
        List<String> fields = conflicts.stream().map(Cause::field).toList();
        String text = conflicts.size() == 1
                ? "Apply failed with 1 conflict: " + conflicts.getFirst().message() + ": " + fields.getFirst()
                : "Apply failed with " + conflicts.size() + " conflicts: "
                        + conflicts.getFirst().message().replace("conflict with", "conflicts with") + ":\n- "
                        + String.join("\n- ", fields);
        return Refusals.failure(
                409,
                "Conflict",
                text,
                Refusals.object("causes", conflicts.stream().map(Cause::tree).toList()));
    }

    private static String text(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String part : path) {
            if (part.startsWith("f:")) {
                text.append('.').append(part.substring(2));
            } else if (part.startsWith("k:")) {
                List<String> pairs = new ArrayList<>();
                Json.asMap(Json.parse(part.substring(2)))
                        .forEach((key, value) -> pairs.add(key + "=" + Json.print(value)));
                text.append('[').append(String.join(",", pairs)).append(']');
            } else if (part.startsWith("v:")) {
                text.append('[').append('=').append(part.substring(2)).append(']');
            }
        }
        return text.toString();
    }

    private @Nullable Object merge(@Nullable Object current, @Nullable Object wanted, @Nullable Object node) {
        Map<String, @Nullable Object> schema = Json.asMap(node);
        boolean atomic = "atomic".equals(schema.get("x-kubernetes-map-type"));
        if (current instanceof Map<?, ?> old && wanted instanceof Map<?, ?> wish && !atomic) {
            Map<String, @Nullable Object> result = new LinkedHashMap<>(Json.asMap(old));
            Json.asMap(wish).forEach((key, value) -> {
                Object child =
                        Json.asMap(schema.get("properties")).getOrDefault(key, schema.get("additionalProperties"));
                result.put(key, merge(result.get(key), value, child));
            });
            return result;
        }
        if (current instanceof List<?> old && wanted instanceof List<?> wish && FieldSets.isGranular(schema)) {
            return mergeLists(Json.asList(old), Json.asList(wish), schema);
        }
        return wanted;
    }

    private List<@Nullable Object> mergeLists(
            List<@Nullable Object> old, List<@Nullable Object> wish, Map<String, @Nullable Object> schema) {
        List<@Nullable Object> result = new ArrayList<>(old);
        for (Object item : wish) {
            int at = -1;
            for (int i = 0; i < result.size(); i++) {
                boolean twin = FieldSets.isKeyed(schema)
                        ? FieldSets.key(schema, result.get(i)).equals(FieldSets.key(schema, item))
                        : Objects.equals(result.get(i), item);
                at = twin ? i : at;
            }
            if (at < 0) {
                result.add(item);
            } else {
                result.set(at, merge(result.get(at), item, schema.get("items")));
            }
        }
        return result;
    }
}

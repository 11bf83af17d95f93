package dev.coxswain.simulator.api.field;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.registry.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who set which field: what an update changed becomes its manager's, and is taken from everybody else. */
public final class ManagedFields {

    private ManagedFields() {}

    public static boolean sameButForThem(Map<String, @Nullable Object> old, Map<String, @Nullable Object> object) {
        return without(old).equals(without(object));
    }

    private static Map<String, @Nullable Object> without(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Json.asMap(object.get("metadata")));
        metadata.remove("managedFields");
        metadata.remove("resourceVersion");
        copy.put("metadata", metadata);
        return copy;
    }

    /** Writes the entry of an update into the object. */
    public static void track(
            Kind kind,
            Map<String, @Nullable Object> object,
            Optional<Map<String, @Nullable Object>> old,
            Write write,
            String time) {
        FieldSets.Comparison comparison =
                new FieldSets(kind).compared(old.map(ManagedFields::without).orElse(Map.of()), without(object));
        FieldSet after = comparison.all();
        FieldSet changed = comparison.changed();
        List<@Nullable Object> entries = new ArrayList<>();
        FieldSet reallyChanged = changed;
        if (write.intent().isPresent()) {
            changed = write.intent().orElseThrow();
        }
        boolean found = false;
        Object kept =
                old.map(before -> Json.at(before, "metadata", "managedFields")).orElse(null);
        for (Object item : Json.asList(kept)) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>(Json.asMap(item));
            FieldSet past = FieldSet.parse(Json.asMap(entry.get("fieldsV1")));
            FieldSet owned = past.and(after);
            boolean mine = isMine(entry, write, operation(write));
            boolean applies = write.intent().isPresent();
            FieldSet mineNow = applies ? changed : owned.plus(changed);
            FieldSet now = mine ? mineNow : applies ? owned.minus(reallyChanged) : owned.minus(changed);
            found |= mine;
            // an apply that leaves the object as it is leaves the time as it was
            boolean isNews = applies ? !reallyChanged.isEmpty() || gone(owned, changed) : !changed.isEmpty();
            if (mine && isNews) {
                entry.put("time", time);
            }
            if (!now.isEmpty()) {
                if (!now.equals(past)) {
                    entry.put("fieldsV1", now.tree());
                }
                entries.add(entry);
            }
        }
        if (!found && !changed.isEmpty()) {
            Map<String, @Nullable Object> entry = entry(kind, write, operation(write), changed, time);
            if (write.intent().isPresent() && old.isPresent() && reallyChanged.isEmpty()) {
                entry.remove("time");
            }
            entries.add(entry);
        }
        entries.sort(Comparator.comparing((@Nullable Object each) -> Json.asText(Json.at(each, "operation")))
                .thenComparing(each -> Json.asText(Json.at(each, "time")))
                .thenComparing(each -> Json.asText(Json.at(each, "manager"))));
        Map<String, @Nullable Object> metadata = Json.asMap(object.get("metadata"));
        if (entries.isEmpty()) {
            metadata.remove("managedFields");
        } else {
            metadata.put("managedFields", entries);
        }
    }

    /** Whether the manager has let go of something. */
    private static boolean gone(FieldSet owned, FieldSet intent) {
        return !owned.minus(intent).isEmpty();
    }

    private static String operation(Write write) {
        return write.intent().isPresent() ? "Apply" : "Update";
    }

    public static boolean isApplierOf(Map<String, @Nullable Object> entry, Write write) {
        return isMine(entry, write, "Apply");
    }

    private static boolean isMine(Map<String, @Nullable Object> entry, Write write, String operation) {
        return operation.equals(entry.get("operation"))
                && write.manager().equals(entry.get("manager"))
                && Objects.equals(Json.asText(entry.get("subresource")), write.subresource());
    }

    public static Map<String, @Nullable Object> entry(
            Kind kind, Write write, String operation, FieldSet fields, String time) {
        Map<String, @Nullable Object> entry = Refusals.object(
                "manager",
                write.manager(),
                "operation",
                operation,
                "apiVersion",
                kind.gvk().apiVersion(),
                "time",
                time,
                "fieldsType",
                "FieldsV1",
                "fieldsV1",
                fields.tree());
        if (!write.subresource().isEmpty()) {
            entry.put("subresource", write.subresource());
        }
        return entry;
    }
}

package dev.coxswain.simulator.http.table;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a kind's table.
 *
 * @param type string, integer, or date for a time that is shown as an age
 * @param format empty, or {@code name} for the column that names the object
 * @param priority above 0 it is shown with {@code -o wide} only
 * @param shownAs what the cell's raw value is turned into
 */
record Column(
        String title,
        String type,
        String format,
        String description,
        long priority,
        Cell shownAs,
        Function<KubeObject, @Nullable Object> value) {

    /** What becomes of a raw value. */
    enum Cell {
        AS_IT_IS,
        /** A time: how long ago it was. */
        AGE
    }

    private static final String NAME = "Name must be unique within a namespace. Is required when creating resources,"
            + " although some resources may allow a client to request the generation of an appropriate name automatically."
            + " Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More"
            + " info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    private static final String CREATED =
            "CreationTimestamp is a timestamp representing the server time when this object"
                    + " was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may"
                    + " not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only."
                    + " Null for lists. More info:"
                    + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";

    static Column name() {
        return new Column("Name", "string", "name", NAME, 0, Cell.AS_IT_IS, KubeObject::name);
    }

    static Column age() {
        return new Column("Age", "string", "", CREATED, 0, Cell.AGE, Column::created);
    }

    static Column createdAt() {
        return new Column("Created At", "string", "", CREATED, 0, Cell.AS_IT_IS, Column::created);
    }

    private static Object created(KubeObject object) {
        return object.text("metadata", "creationTimestamp");
    }

    static Column text(String name, Function<KubeObject, @Nullable Object> value) {
        return new Column(name, "string", "", "", 0, Cell.AS_IT_IS, value);
    }

    static Column text(String name, String... path) {
        return text(name, object -> object.text(path));
    }

    /** The text at the path, or {@code <none>}. */
    static Column orNone(String name, String... path) {
        return text(name, object -> orNone(object.text(path)));
    }

    static Column number(String name, String... path) {
        return new Column(name, "integer", "", "", 0, Cell.AS_IT_IS, object -> object.number(0, path));
    }

    static Column time(String name, String... path) {
        return new Column(name, "string", "", "", 0, Cell.AGE, object -> object.text(path));
    }

    Column wide() {
        return new Column(title, type, format, description, 1, shownAs, value);
    }

    Column described(String text) {
        return new Column(title, type, format, text, priority, shownAs, value);
    }

    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    /** The column of a CustomResourceDefinition's {@code additionalPrinterColumns}. */
    static Column custom(@Nullable Object column) {
        String path = Json.asText(Json.at(column, "jsonPath"));
        String type = Json.asText(Json.at(column, "type"));
        String description = Json.asText(Json.at(column, "description"));
        return new Column(
                Json.asText(Json.at(column, "name")),
                type,
                Json.asText(Json.at(column, "format")),
                description.isEmpty() ? "Custom resource definition column (in JSONPath format): " + path : description,
                Json.asLong(Json.at(column, "priority"), 0),
                type.equals("date") ? Cell.AGE : Cell.AS_IT_IS,
                new JsonPath(path)::first);
    }

    Map<String, @Nullable Object> definition() {
        Map<String, @Nullable Object> definition = new LinkedHashMap<>();
        definition.put("name", title);
        definition.put("type", type);
        definition.put("format", format);
        definition.put("description", description);
        definition.put("priority", priority);
        return definition;
    }

    static List<Column> of(Column... columns) {
        return List.of(columns);
    }
}

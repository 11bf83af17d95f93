package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The OpenAPI schemas of the built-in kinds, as Kubernetes 1.36 publishes them, without their descriptions. */
public final class Schemas {

    private static final Schemas BUILT_IN = load();

    private final Map<String, @Nullable Object> definitions;
    private final Map<Gvk, String> names = new HashMap<>();

    private Schemas(Map<String, @Nullable Object> definitions) {
        this.definitions = definitions;
        definitions.forEach((name, schema) -> Json.asList(Json.at(schema, "x-kubernetes-group-version-kind"))
                .forEach(gvk -> names.put(
                        new Gvk(
                                Json.asText(Json.at(gvk, "group")),
                                Json.asText(Json.at(gvk, "version")),
                                Json.asText(Json.at(gvk, "kind"))),
                        name)));
    }

    public static Schemas builtIn() {
        return BUILT_IN;
    }

    private static Schemas load() {
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream("schemas.json"))) {
            return new Schemas(Json.asMap(Json.parse(in.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, @Nullable Object> definitions() {
        return definitions;
    }

    public Optional<Map<String, @Nullable Object>> of(Kind kind) {
        if (kind.isCustom()) {
            return Optional.of(kind.schema()).filter(schema -> !schema.isEmpty());
        }
        return Optional.ofNullable(names.get(kind.gvk())).map(name -> Json.asMap(definitions.get(name)));
    }

    /** The schema that a node refers to, or the node itself. */
    public Map<String, @Nullable Object> resolve(@Nullable Object node) {
        Map<String, @Nullable Object> schema = Json.asMap(node);
        Object reference = schema.get("$ref");
        List<@Nullable Object> all = Json.asList(schema.get("allOf"));
        if (reference == null && all.size() == 1) {
            reference = Json.at(all.getFirst(), "$ref");
        }
        if (!(reference instanceof String text)) {
            return schema;
        }
        return Json.asMap(definitions.get(text.substring(text.lastIndexOf('/') + 1)));
    }
}

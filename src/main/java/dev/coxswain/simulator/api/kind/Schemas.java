package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The OpenAPI schemas of the built-in kinds, as Kubernetes 1.36 publishes them, without their descriptions. */
public final class Schemas {

    private static final Schemas BUILT_IN = load();

    private final Map<String, @Nullable Object> definitions;
    /** The same with what is referred to in the place of the reference; for types that contain themselves without end. */
    private final Map<String, Map<String, @Nullable Object>> linked = new HashMap<>();

    private final Map<Gvk, String> names = new HashMap<>();

    private Schemas(Map<String, @Nullable Object> definitions) {
        this.definitions = definitions;
        definitions.keySet().forEach(name -> linked.put(name, new LinkedHashMap<>()));
        linked.forEach((name, schema) -> schema.putAll(Json.asMap(link(definitions.get(name)))));
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

    /** As they are published: with references. */
    public Map<String, @Nullable Object> definitions() {
        return definitions;
    }

    /** Without references: each node below is the schema itself. */
    public Optional<Map<String, @Nullable Object>> of(Kind kind) {
        if (kind.isCustom()) {
            return Optional.of(kind.schema()).filter(schema -> !schema.isEmpty());
        }
        return Optional.ofNullable(names.get(kind.gvk())).map(linked::get);
    }

    private @Nullable Object link(@Nullable Object node) {
        return switch (node) {
            case Map<?, ?> map ->
                reference(Json.asMap(map)).<Object>map(this::named).orElseGet(() -> children(map));
            case List<?> items -> {
                List<@Nullable Object> all = new ArrayList<>();
                items.forEach(item -> all.add(link(item)));
                yield all;
            }
            case null, default -> node;
        };
    }

    private Map<String, @Nullable Object> children(Map<?, ?> schema) {
        Map<String, @Nullable Object> children = new LinkedHashMap<>();
        schema.forEach((key, child) -> children.put(String.valueOf(key), link(child)));
        return children;
    }

    private Map<String, @Nullable Object> named(String reference) {
        return linked.getOrDefault(reference.substring(reference.lastIndexOf('/') + 1), Map.of());
    }

    private static Optional<String> reference(Map<String, @Nullable Object> schema) {
        Object reference = schema.get("$ref");
        List<@Nullable Object> all = Json.asList(schema.get("allOf"));
        if (reference == null && all.size() == 1) {
            reference = Json.at(all.getFirst(), "$ref");
        }
        return reference instanceof String text ? Optional.of(text) : Optional.empty();
    }
}

package dev.coxswain.cli.schema;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.kube.memory.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A custom resource definition as it is installed.
 *
 * @param schema of the newest version, in the API server's dialect
 */
public record Definition(String kind, String apiVersion, Map<String, @Nullable Object> schema) {

    /** All of ours. */
    public static List<Definition> all() {
        return Manifests.definitions().stream().map(Definition::of).toList();
    }

    public static Optional<Definition> find(String kind) {
        return all().stream().filter(d -> d.kind().equalsIgnoreCase(kind)).findFirst();
    }

    private static Definition of(String yaml) {
        Object document = YamlDocument.read(yaml, new Diagnostics("a definition", yaml))
                .getFirst()
                .json();
        Object version = Json.asList(Json.at(document, "spec", "versions")).getLast();
        return new Definition(
                Json.asText(Json.at(document, "spec", "names", "kind")),
                Json.asText(Json.at(document, "spec", "group")) + "/" + Json.asText(Json.at(version, "name")),
                Json.asMap(Json.at(version, "schema", "openAPIV3Schema")));
    }

    /** The schema at a path of field names. */
    public Map<String, @Nullable Object> at(String... path) {
        Map<String, @Nullable Object> here = schema;
        for (String name : path) {
            here = Json.asMap(Json.at(here, "properties", name));
        }
        return here;
    }
}

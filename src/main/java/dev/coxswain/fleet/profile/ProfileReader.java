package dev.coxswain.fleet.profile;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads profiles as their authors write them; what is wrong is said with its place, all of it at once. */
public final class ProfileReader {

    private static final String API_VERSION = "coxswain.dev/v1alpha1";
    private static final String KIND = "OperatorProfile";

    private final CelExpressions expressions;

    public ProfileReader(CelExpressions expressions) {
        this.expressions = expressions;
    }

    /** Every sound profile in a text of YAML documents; those of another kind are reported too. */
    public List<OperatorProfile> read(String text, Diagnostics diagnostics) {
        List<OperatorProfile> profiles = new ArrayList<>();
        for (YamlNode document : YamlDocument.read(text, diagnostics)) {
            document(document, diagnostics).ifPresent(profiles::add);
        }
        return profiles;
    }

    /** The profile in a custom resource; mistakes are shown in a print of its {@code apiVersion}, {@code metadata.name} and spec. */
    public Reading read(KubeObject resource) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("apiVersion", resource.gvk().apiVersion());
        document.put("kind", resource.gvk().kind());
        document.put("metadata", Map.of("name", resource.name()));
        document.put("spec", resource.get("spec"));
        String text = Json.pretty(document);
        Diagnostics diagnostics = new Diagnostics(resource.ref().toString(), text);
        return new Reading(read(text, diagnostics).stream().findFirst(), diagnostics);
    }

    /** @param profile empty when the diagnostics hold an error */
    public record Reading(Optional<OperatorProfile> profile, Diagnostics diagnostics) {}

    private Optional<OperatorProfile> document(YamlNode node, Diagnostics diagnostics) {
        int before = diagnostics.errors();
        YamlFields document = YamlFields.of(node, "a profile", diagnostics);
        document.required("apiVersion");
        document.required("kind");
        document.choice("apiVersion", List.of(API_VERSION));
        document.choice("kind", List.of(KIND));
        document.required("metadata");
        document.required("spec");
        Optional<String> name =
                document.fields("metadata", "metadata").flatMap(metadata -> metadata.requiredText("name"));
        Optional<OperatorProfile> profile =
                name.flatMap(found -> document.fields("spec", "spec").flatMap(spec -> spec(found, spec, diagnostics)));
        // what the server adds to an object
        document.node("status");
        document.refuseOthers();
        return diagnostics.errors() > before ? Optional.empty() : profile;
    }

    private Optional<OperatorProfile> spec(String name, YamlFields spec, Diagnostics diagnostics) {
        String title = spec.text("title").orElse(name);
        spec.required("operator");
        YamlFields operator = spec.fields("operator", "'operator'").orElse(spec);
        List<String> images = operator.texts("images");
        if (spec.has("operator") && images.isEmpty()) {
            diagnostics.error(operator.position(), "'operator' needs at least one of 'images'");
        }
        Optional<String> watchEnv = operator.text("watchEnv");
        if (spec.has("operator")) {
            operator.refuseOthers();
        }
        spec.requiredText("atZero");
        spec.required("datastores");
        DatastoreKindReader kinds = new DatastoreKindReader(expressions, diagnostics);
        List<DatastoreKind> datastores = spec.items("datastores").stream()
                .flatMap(item -> kinds.kind(item).stream())
                .toList();
        Map<String, YamlNode> written = new LinkedHashMap<>(spec.entries("operations"));
        Optional<Pausing> pause = new PausingReader(expressions, diagnostics).read(written);
        written.keySet().removeAll(PausingReader.OPERATIONS);
        Map<String, List<Map<String, @Nullable Object>>> operations = operations(written, diagnostics);
        spec.refuseOthers();
        return Optional.of(new OperatorProfile(
                name,
                title,
                images,
                watchEnv,
                datastores,
                pause,
                spec.text("atZero").orElse("").strip(),
                operations));
    }

    /** Steps are checked where playbooks are: this package knows no actions. */
    private static Map<String, List<Map<String, @Nullable Object>>> operations(
            Map<String, YamlNode> written, Diagnostics diagnostics) {
        Map<String, List<Map<String, @Nullable Object>>> operations = new LinkedHashMap<>();
        written.forEach((name, node) -> {
            if (node instanceof YamlNode.Sequence(var _, List<YamlNode> items)
                    && items.stream().allMatch(YamlNode.Mapping.class::isInstance)) {
                operations.put(
                        name,
                        items.stream().map(item -> Json.asMap(item.json())).toList());
            } else {
                diagnostics.error(node.position(), "the operation '" + name + "' must be a list of steps");
            }
        });
        return operations;
    }
}

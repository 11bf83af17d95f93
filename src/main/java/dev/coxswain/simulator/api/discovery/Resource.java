package dev.coxswain.simulator.api.discovery;

import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource, or one of its subresources, as discovery tells of it.
 *
 * @param subresource empty for the resource itself
 * @param group of what the subresource speaks, where that is not its resource's own kind; else empty
 */
record Resource(Kind owner, String subresource, String group, String version, String kind, List<String> verbs) {

    private static final List<String> BUILT_IN =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> CUSTOM =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final List<String> CHANGED = List.of("get", "patch", "update");

    /** The resource itself. */
    static Resource main(Kind kind) {
        List<String> verbs = kind.has(Trait.REVIEW) ? List.of("create") : kind.isCustom() ? CUSTOM : BUILT_IN;
        List<String> allowed = kind.name().equals("Namespace")
                ? verbs.stream()
                        .filter(verb -> !verb.equals("deletecollection"))
                        .toList()
                : verbs;
        return new Resource(kind, "", "", "", kind.name(), allowed);
    }

    /** In the order in which the server registers them: by name for a built-in kind, status first for a custom one. */
    static List<Resource> subresources(Kind kind) {
        List<Resource> all = new ArrayList<>();
        Resource status = own(kind, "status", CHANGED);
        Resource scale = new Resource(kind, "scale", "autoscaling", "v1", "Scale", CHANGED);
        if (kind.isCustom() && kind.has(Trait.STATUS)) {
            all.add(status);
        }
        if (kind.has(Trait.SCALE)) {
            all.add(scale);
        }
        switch (kind.storage()) {
            case "pods" -> all.addAll(ofPods(kind));
            case "namespaces" -> all.add(own(kind, "finalize", List.of("update")));
            case "serviceaccounts" ->
                all.add(new Resource(kind, "token", "authentication.k8s.io", "v1", "TokenRequest", List.of("create")));
            default -> {}
        }
        if (!kind.isCustom() && kind.has(Trait.STATUS)) {
            all.add(status);
        }
        return all;
    }

    private static List<Resource> ofPods(Kind kind) {
        return List.of(
                new Resource(kind, "binding", "", "", "Binding", List.of("create")),
                own(kind, "ephemeralcontainers", CHANGED),
                new Resource(kind, "eviction", "policy", "v1", "Eviction", List.of("create")),
                new Resource(kind, "exec", "", "", "PodExecOptions", List.of("create", "get")),
                own(kind, "log", List.of("get")),
                own(kind, "resize", CHANGED));
    }

    private static Resource own(Kind kind, String subresource, List<String> verbs) {
        return new Resource(kind, subresource, "", "", kind.name(), verbs);
    }

    /** As an APIResourceList has it. */
    Map<String, @Nullable Object> legacy() {
        boolean isMain = subresource.isEmpty();
        Map<String, @Nullable Object> tree = Refusals.object(
                "name", isMain ? owner.plural() : owner.plural() + "/" + subresource,
                "singularName", isMain ? owner.singular() : "",
                "namespaced", owner.namespaced());
        if (!group.isEmpty()) {
            tree.put("group", group);
            tree.put("version", version);
        }
        tree.put("kind", kind);
        tree.put("verbs", verbs);
        if (isMain) {
            describe(tree);
            if (!owner.has(Trait.REVIEW)) {
                tree.put("storageVersionHash", hash());
            }
        }
        return tree;
    }

    /** As aggregated discovery has it. */
    Map<String, @Nullable Object> aggregated() {
        boolean isMain = subresource.isEmpty();
        Map<String, @Nullable Object> tree =
                Refusals.object(isMain ? "resource" : "subresource", isMain ? owner.plural() : subresource);
        // the server names the group of a built-in kind nowhere, and clients take that of the list
        boolean isNamed = owner.isCustom() && group.isEmpty();
        tree.put(
                "responseKind",
                Refusals.object(
                        "group", isNamed ? owner.group() : group,
                        "version", isNamed ? owner.gvk().version() : version,
                        "kind", kind));
        if (isMain) {
            tree.put("scope", owner.namespaced() ? "Namespaced" : "Cluster");
            tree.put("singularResource", owner.singular());
        }
        tree.put("verbs", verbs);
        if (isMain) {
            describe(tree);
        }
        return tree;
    }

    private void describe(Map<String, @Nullable Object> tree) {
        if (!owner.shortNames().isEmpty()) {
            tree.put("shortNames", owner.shortNames());
        }
        if (!owner.categories().isEmpty()) {
            tree.put("categories", owner.categories());
        }
    }

    private String hash() {
        boolean isEvent = owner.storage().equals("events");
        String stored =
                isEvent ? "/v1/Event" : owner.group() + "/" + owner.gvk().version() + "/" + owner.name();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(digest, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

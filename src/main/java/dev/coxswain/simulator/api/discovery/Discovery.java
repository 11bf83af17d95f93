package dev.coxswain.simulator.api.discovery;

import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is served, in the legacy form and in the aggregated one. */
public final class Discovery {

    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;

    public Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    public boolean knows(String path) {
        String clean = path.replaceAll("/+$", "");
        return switch (clean) {
            case "/api", "/apis", "/version" -> true;
            case "/api/v1" -> true;
            default -> {
                String[] parts = clean.split("/", -1);
                boolean group = parts.length == 3
                        && parts[1].equals("apis")
                        && !versions(parts[2]).isEmpty();
                yield group || (parts.length == 4 && parts[1].equals("apis") && kinds.serves(parts[2], parts[3]));
            }
        };
    }

    public Map<String, @Nullable Object> document(String path) {
        String clean = path.replaceAll("/+$", "");
        return switch (clean) {
            case "/version" -> version();
            case "/api" ->
                Refusals.object(
                        "kind", "APIVersions",
                        "versions", List.of("v1"),
                        "serverAddressByClientCIDRs",
                                List.of(Refusals.object("clientCIDR", "0.0.0.0/0", "serverAddress", "127.0.0.1:6443")));
            case "/apis" ->
                Refusals.object(
                        "kind", "APIGroupList",
                        "apiVersion", "v1",
                        "groups",
                                groups().stream()
                                        .map(group -> group(group, false))
                                        .toList());
            case "/api/v1" -> resources("", "v1");
            default -> {
                String[] parts = clean.split("/", -1);
                yield parts.length == 3 ? group(parts[2], true) : resources(parts[2], parts[3]);
            }
        };
    }

    private static Map<String, @Nullable Object> version() {
        return Refusals.object(
                "major",
                "1",
                "minor",
                "36",
                "gitVersion",
                "v1.36.0",
                "gitCommit",
                "0000000000000000000000000000000000000000",
                "gitTreeState",
                "clean",
                "buildDate",
                "2026-01-01T00:00:00Z",
                "goVersion",
                "go1.26.0",
                "compiler",
                "gc",
                "platform",
                "linux/amd64");
    }

    private List<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        kinds.all().stream().map(Kind::group).filter(group -> !group.isEmpty()).forEach(groups::add);
        return List.copyOf(groups);
    }

    private List<String> versions(String group) {
        return kinds.all().stream()
                .filter(kind -> kind.group().equals(group) && !group.isEmpty())
                .map(kind -> kind.gvk().version())
                .distinct()
                .toList();
    }

    private Map<String, @Nullable Object> group(String group, boolean alone) {
        List<Map<String, @Nullable Object>> versions = versions(group).stream()
                .map(version -> Refusals.object("groupVersion", group + "/" + version, "version", version))
                .toList();
        Map<String, @Nullable Object> document =
                alone ? Refusals.object("kind", "APIGroup", "apiVersion", "v1") : new LinkedHashMap<>();
        document.put("name", group);
        document.put("versions", versions);
        document.put("preferredVersion", versions.getFirst());
        return document;
    }

    private Map<String, @Nullable Object> resources(String group, String version) {
        List<@Nullable Object> resources = new ArrayList<>();
        for (Kind kind : kinds.all()) {
            if (kind.group().equals(group) && kind.gvk().version().equals(version)) {
                resources.addAll(resources(kind));
            }
        }
        String groupVersion = group.isEmpty() ? version : group + "/" + version;
        return Refusals.object(
                "kind", "APIResourceList", "apiVersion", "v1", "groupVersion", groupVersion, "resources", resources);
    }

    private static List<Map<String, @Nullable Object>> resources(Kind kind) {
        List<Map<String, @Nullable Object>> resources = new ArrayList<>();
        Map<String, @Nullable Object> main = Refusals.object(
                "name", kind.plural(),
                "singularName", kind.singular(),
                "namespaced", kind.namespaced(),
                "kind", kind.name(),
                "verbs", kind.has(Trait.REVIEW) ? List.of("create") : VERBS);
        if (!kind.shortNames().isEmpty()) {
            main.put("shortNames", kind.shortNames());
        }
        if (!kind.categories().isEmpty()) {
            main.put("categories", kind.categories());
        }
        resources.add(main);
        if (kind.has(Trait.SCALE)) {
            resources.add(Refusals.object(
                    "name",
                    kind.plural() + "/scale",
                    "singularName",
                    "",
                    "namespaced",
                    kind.namespaced(),
                    "group",
                    "autoscaling",
                    "version",
                    "v1",
                    "kind",
                    "Scale",
                    "verbs",
                    List.of("get", "patch", "update")));
        }
        if (kind.has(Trait.STATUS)) {
            resources.add(Refusals.object(
                    "name",
                    kind.plural() + "/status",
                    "singularName",
                    "",
                    "namespaced",
                    kind.namespaced(),
                    "kind",
                    kind.name(),
                    "verbs",
                    List.of("get", "patch", "update")));
        }
        if (kind.name().equals("Pod")) {
            resources.addAll(ofPods());
        }
        return resources;
    }

    private static List<Map<String, @Nullable Object>> ofPods() {
        return List.of(
                Refusals.object(
                        "name",
                        "pods/binding",
                        "singularName",
                        "",
                        "namespaced",
                        true,
                        "kind",
                        "Binding",
                        "verbs",
                        List.of("create")),
                Refusals.object(
                        "name",
                        "pods/eviction",
                        "singularName",
                        "",
                        "namespaced",
                        true,
                        "group",
                        "policy",
                        "version",
                        "v1",
                        "kind",
                        "Eviction",
                        "verbs",
                        List.of("create")),
                Refusals.object(
                        "name",
                        "pods/exec",
                        "singularName",
                        "",
                        "namespaced",
                        true,
                        "kind",
                        "PodExecOptions",
                        "verbs",
                        List.of("create", "get")),
                Refusals.object(
                        "name",
                        "pods/log",
                        "singularName",
                        "",
                        "namespaced",
                        true,
                        "kind",
                        "Pod",
                        "verbs",
                        List.of("get")));
    }
}

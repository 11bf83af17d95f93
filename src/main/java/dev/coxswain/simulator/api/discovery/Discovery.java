package dev.coxswain.simulator.api.discovery;

import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is served, in the legacy form (a document for each group and version) and in the aggregated one (all at once). */
public final class Discovery {

    private final Groups groups;

    public Discovery(Kinds kinds) {
        this.groups = new Groups(kinds);
    }

    /** The document at this path, if there is one. */
    public Optional<Map<String, @Nullable Object>> document(String path) {
        String clean = path.replaceAll("/+$", "");
        String[] parts = clean.split("/", -1);
        return switch (clean) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(core());
            case "/apis" -> Optional.of(list());
            case "/api/v1" -> Optional.of(resources("", "v1"));
            default -> {
                boolean isGroup = parts.length > 2 && parts[1].equals("apis");
                List<String> versions = isGroup ? groups.versions(parts[2]) : List.of();
                boolean isVersion = parts.length == 4 && versions.contains(parts[3]);
                yield isVersion
                        ? Optional.of(resources(parts[2], parts[3]))
                        : parts.length == 3 && !versions.isEmpty() ? Optional.of(group(parts[2])) : Optional.empty();
            }
        };
    }

    /** Everything below {@code /api} or {@code /apis} in one document; empty for other paths. */
    public Optional<Map<String, @Nullable Object>> aggregated(String path) {
        List<String> names = switch (path.replaceAll("/+$", "")) {
            case "/api" -> List.of("");
            case "/apis" -> groups.names();
            default -> List.of();
        };
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusals.object(
                        "kind",
                        "APIGroupDiscoveryList",
                        "apiVersion",
                        "apidiscovery.k8s.io/v2",
                        "metadata",
                        Refusals.object(),
                        "items",
                        names.stream().map(this::aggregatedGroup).toList()));
    }

    private Map<String, @Nullable Object> aggregatedGroup(String group) {
        List<Map<String, @Nullable Object>> versions = groups.versions(group).stream()
                .map(version -> Refusals.object(
                        "version",
                        version,
                        "resources",
                        groups.kinds(group, version).stream()
                                .map(Discovery::aggregatedKind)
                                .toList(),
                        "freshness",
                        "Current"))
                .toList();
        Map<String, @Nullable Object> metadata = group.isEmpty() ? Refusals.object() : Refusals.object("name", group);
        return Refusals.object("metadata", metadata, "versions", versions);
    }

    private static Map<String, @Nullable Object> aggregatedKind(Kind kind) {
        Map<String, @Nullable Object> resource = Resource.main(kind).aggregated();
        List<Resource> subresources = Resource.subresources(kind);
        if (!subresources.isEmpty()) {
            resource.put(
                    "subresources",
                    subresources.stream().map(Resource::aggregated).toList());
        }
        return resource;
    }

    private static Map<String, @Nullable Object> version() {
        return Refusals.object(
                "major",
                "1",
                "minor",
                "36",
                "emulationMajor",
                "1",
                "emulationMinor",
                "36",
                "minCompatibilityMajor",
                "1",
                "minCompatibilityMinor",
                "35",
                "gitVersion",
                "v1.36.0",
                "gitCommit",
                "0000000000000000000000000000000000000000",
                "gitTreeState",
                "clean",
                "buildDate",
                "2026-01-01T00:00:00Z",
                "goVersion",
                "go1.26.8",
                "compiler",
                "gc",
                "platform",
                "linux/amd64");
    }

    private static Map<String, @Nullable Object> core() {
        return Refusals.object(
                "kind",
                "APIVersions",
                "versions",
                List.of("v1"),
                "serverAddressByClientCIDRs",
                List.of(Refusals.object("clientCIDR", "0.0.0.0/0", "serverAddress", "127.0.0.1:6443")));
    }

    private Map<String, @Nullable Object> list() {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        groups.names().forEach(name -> all.add(described(Refusals.object(), name)));
        return Refusals.object("kind", "APIGroupList", "apiVersion", "v1", "groups", all);
    }

    private Map<String, @Nullable Object> group(String name) {
        return described(Refusals.object("kind", "APIGroup", "apiVersion", "v1"), name);
    }

    private Map<String, @Nullable Object> described(Map<String, @Nullable Object> document, String name) {
        List<Map<String, @Nullable Object>> versions = groups.versions(name).stream()
                .map(version -> Refusals.object("groupVersion", name + "/" + version, "version", version))
                .toList();
        document.put("name", name);
        document.put("versions", versions);
        document.put("preferredVersion", versions.getFirst());
        return document;
    }

    private Map<String, @Nullable Object> resources(String group, String version) {
        List<Map<String, @Nullable Object>> resources = groups.kinds(group, version).stream()
                .flatMap(kind -> Stream.concat(Stream.of(Resource.main(kind)), Resource.subresources(kind).stream()))
                .map(Resource::legacy)
                .toList();
        boolean isCore = group.isEmpty();
        Map<String, @Nullable Object> document = Refusals.object("kind", "APIResourceList");
        if (!isCore) {
            document.put("apiVersion", "v1");
        }
        document.put("groupVersion", isCore ? version : group + "/" + version);
        document.put("resources", resources);
        return document;
    }
}

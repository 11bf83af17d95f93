package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.List;
import java.util.Optional;

/**
 * What a path points at.
 *
 * @param name empty for a collection
 */
public record Target(Kind kind, String namespace, String name, String subresource) {

    /** Whether the path is one of objects, as against documents about the server itself. */
    static boolean isResource(String path) {
        String[] parts = trimmed(path).split("/", -1);
        return (parts[0].equals("api") && parts.length > 2) || (parts[0].equals("apis") && parts.length > 3);
    }

    private static String trimmed(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    /** Empty when nothing is served there. */
    static Optional<Target> find(String path, Kinds kinds) {
        try {
            return Optional.of(of(path, kinds));
        } catch (ApiException nothing) {
            return Optional.empty();
        }
    }

    /** @throws ApiException 404 when nothing is served there */
    public static Target of(String path, Kinds kinds) {
        List<String> parts = List.of(trimmed(path).split("/"));
        boolean core = parts.getFirst().equals("api");
        int at = core ? 2 : 3;
        if (parts.size() <= at || !(core || parts.getFirst().equals("apis"))) {
            throw nothingThere();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(at - 1);
        if (!kinds.serves(group, version)) {
            throw nothingThere();
        }
        String namespace = "";
        boolean inNamespace = parts.get(at).equals("namespaces")
                && parts.size() > at + 2
                && !List.of("status", "finalize").contains(parts.get(at + 2));
        if (inNamespace) {
            namespace = parts.get(at + 1);
            at += 2;
        }
        Kind kind = kinds.resource(group, version, parts.get(at))
                .orElseThrow(() -> kinds.isBuiltIn(group) ? Refusals.noSuchResource() : nothingThere());
        String name = parts.size() > at + 1 ? parts.get(at + 1) : "";
        String subresource = parts.size() > at + 2 ? parts.get(at + 2) : "";
        return new Target(kind, namespace, name, subresource);
    }

    /** Not a Status, but what the server's router says. */
    static ApiException nothingThere() {
        return Refusals.failure(404, "NotFound", "404 page not found", null);
    }

    public boolean isCollection() {
        return name.isEmpty();
    }

    public ObjectRef ref() {
        return kind.ref(namespace, name);
    }
}

package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.List;

/**
 * What a path points at.
 *
 * @param name empty for a collection
 */
public record Target(Kind kind, String namespace, String name, String subresource) {

    /** @throws ApiException 404 when nothing is served there */
    public static Target of(String path, Kinds kinds) {
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
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
        Kind kind = kinds.resource(group, version, parts.get(at)).orElseThrow(Refusals::noSuchResource);
        String name = parts.size() > at + 1 ? parts.get(at + 1) : "";
        String subresource = parts.size() > at + 2 ? parts.get(at + 2) : "";
        return new Target(kind, namespace, name, subresource);
    }

    /** Not a Status, but what the server's router says. */
    private static ApiException nothingThere() {
        return Refusals.failure(404, "NotFound", "404 page not found", null);
    }

    public boolean isCollection() {
        return name.isEmpty();
    }

    public ObjectRef ref() {
        return kind.ref(namespace, name);
    }
}

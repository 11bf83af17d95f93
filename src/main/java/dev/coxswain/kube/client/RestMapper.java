package dev.coxswain.kube.client;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the objects of a kind live, as the server's discovery tells it. Asked once per group and version, and again when a kind
 * is missing, because custom resources appear while we run; but not more often than every ten seconds.
 */
public final class RestMapper {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** @param plural as in the path: {@code statefulsets} */
    public record Resource(Gvk gvk, String plural, boolean namespaced) {

        /** The collection; of all namespaces when the namespace is empty. */
        public String path(String namespace) {
            String root = gvk.group().isEmpty() ? "/api/" + gvk.version() : "/apis/" + gvk.apiVersion();
            return namespaced && !namespace.isEmpty()
                    ? root + "/namespaces/" + segment(namespace) + "/" + plural
                    : root + "/" + plural;
        }

        public String path(ObjectRef ref) {
            if (namespaced && ref.namespace().isEmpty()) {
                throw new IllegalArgumentException(ref + " needs a namespace");
            }
            return path(ref.namespace()) + "/" + segment(ref.name());
        }
    }

    private record Discovered(Instant at, Map<String, Resource> byKind) {}

    private final Transport transport;
    private final InstantSource clock;
    private final Map<String, Discovered> byVersion = new ConcurrentHashMap<>();

    public RestMapper(Transport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * Empty when the server does not serve the kind.
     *
     * @throws IOException when the server could not say
     */
    public Optional<Resource> resource(Gvk gvk) throws IOException {
        Discovered known = byVersion.get(gvk.apiVersion());
        if (known == null || (!known.byKind.containsKey(gvk.kind()) && isOld(known))) {
            known = discover(gvk);
            byVersion.put(gvk.apiVersion(), known);
        }
        return Optional.ofNullable(known.byKind.get(gvk.kind()));
    }

    private boolean isOld(Discovered known) {
        return !clock.instant().isBefore(known.at.plus(ASK_AGAIN_AFTER));
    }

    private Discovered discover(Gvk gvk) throws IOException {
        String path = gvk.group().isEmpty() ? "/api/" + gvk.version() : "/apis/" + gvk.apiVersion();
        ApiResponse response = transport.send(ApiRequest.get(path, Map.of()));
        if (!response.isSuccess() && response.status() != 404) {
            throw new IOException(
                    "discovery of " + gvk.apiVersion() + " answered " + response.status() + " " + response.message());
        }
        Map<String, Resource> byKind = new HashMap<>();
        for (Object entry : Json.asList(Json.at(response.body(), "resources"))) {
            String plural = Json.asText(Json.at(entry, "name"));
            String kind = Json.asText(Json.at(entry, "kind"));
            if (!plural.isEmpty() && !plural.contains("/") && !kind.isEmpty()) {
                boolean namespaced = Boolean.TRUE.equals(Json.at(entry, "namespaced"));
                byKind.putIfAbsent(kind, new Resource(new Gvk(gvk.group(), gvk.version(), kind), plural, namespaced));
            }
        }
        return new Discovered(clock.instant(), Map.copyOf(byKind));
    }

    /** The path of a pod, which needs no discovery. */
    public static String podPath(ObjectRef pod) {
        return new Resource(pod.gvk(), "pods", true).path(pod);
    }

    /** Names come from templates: none may climb out of its place in the path. */
    private static String segment(@Nullable String name) {
        if (name == null || name.isEmpty() || name.equals(".") || name.equals("..") || !name.matches("[^/%?#\\s]+")) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        return name;
    }
}

package dev.coxswain.app.metrics;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.RequestListener;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Counts what is asked of the API server, in the words of its roles. */
final class RequestCount implements RequestListener {

    private static final Map<String, String> VERBS =
            Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    private final Meters meters;

    RequestCount(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void sent(ApiRequest request, int status) {
        Place place = Place.of(request.path());
        meters.counter(
                        Metric.API_REQUESTS,
                        verb(request, place),
                        place.resource(),
                        status == UNANSWERED ? "none" : String.valueOf(status))
                .increment();
    }

    private static String verb(ApiRequest request, Place place) {
        if (place.subresource().equals("exec")) {
            return "exec";
        }
        if (!request.method().equals("GET")) {
            return VERBS.getOrDefault(request.method(), request.method());
        }
        if (request.query().containsKey("watch")) {
            return "watch";
        }
        return place.isOne() ? "get" : "list";
    }

    /**
     * What a path is about.
     *
     * @param resource as kubectl names it: {@code pods}, {@code redisfailovers.databases.spotahome.com}; empty for one that is about
     *     the API itself
     * @param isOne rather than all of them
     */
    record Place(String resource, boolean isOne, String subresource) {

        private static final Place API = new Place("", true, "");

        static Place of(String path) {
            List<String> parts = Arrays.asList(path.substring(1).split("/"));
            boolean isCore = parts.getFirst().equals("api");
            int afterVersion = isCore ? 2 : 3;
            if (parts.size() <= afterVersion) {
                return API;
            }
            boolean isInNamespace = parts.get(afterVersion).equals("namespaces") && parts.size() > afterVersion + 2;
            List<String> rest = parts.subList(isInNamespace ? afterVersion + 2 : afterVersion, parts.size());
            String resource = isCore ? rest.getFirst() : rest.getFirst() + "." + parts.get(1);
            return new Place(resource, rest.size() > 1, rest.size() > 2 ? rest.get(2) : "");
        }
    }
}

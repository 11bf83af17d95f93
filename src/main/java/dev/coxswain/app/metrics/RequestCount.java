package dev.coxswain.app.metrics;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.RequestListener;
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
        RequestPlace place = RequestPlace.of(request.path());
        meters.counter(
                        Metric.API_REQUESTS,
                        verb(request, place),
                        place.resource(),
                        status == UNANSWERED ? "none" : String.valueOf(status))
                .increment();
    }

    private static String verb(ApiRequest request, RequestPlace place) {
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
}

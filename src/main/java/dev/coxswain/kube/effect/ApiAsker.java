package dev.coxswain.kube.effect;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.cluster.Query;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads whole objects, and asks programs in containers; whatever goes wrong is {@link Answer.Silence}. */
public final class ApiAsker implements Asker {

    private static final int MAX_BYTES = 64 * 1024;

    private final Transport transport;
    private final RestMapper mapper;

    public ApiAsker(Transport transport, RestMapper mapper) {
        this.transport = transport;
        this.mapper = mapper;
    }

    @Override
    public Answer ask(Query query) {
        try {
            return switch (query) {
                case Query.Read read -> read(read);
                case Query.Ask ask -> new Answer.Printed(transport.exec(exec(ask)));
            };
        } catch (IOException | IllegalArgumentException e) {
            return new Answer.Silence(String.valueOf(e.getMessage()));
        }
    }

    private Answer read(Query.Read read) throws IOException {
        Optional<RestMapper.Resource> resource = mapper.resource(read.ref().gvk());
        if (resource.isEmpty()) {
            return new Answer.Found(Optional.empty());
        }
        ApiResponse response = transport.send(ApiRequest.get(resource.get().path(read.ref()), Map.of()));
        if (response.status() == 404) {
            return new Answer.Found(Optional.empty());
        }
        return response.isSuccess()
                ? new Answer.Found(Optional.of(KubeObject.of(Json.asMap(response.body()))))
                : new Answer.Silence("HTTP " + response.status() + " " + response.message());
    }

    private static Effect.Exec exec(Query.Ask ask) {
        return new Effect.Exec(
                ask.pod(), Preconditions.NONE, ask.container(), ask.command(), ask.timeout(), MAX_BYTES, true);
    }
}

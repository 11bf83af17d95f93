package dev.coxswain.kube.effect;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The only writer to the cluster: one request per effect, sent once.
 *
 * <p>It never waits for the rate limit; an effect that would exceed it is answered {@link Outcome.Busy} unsent.
 */
public final class ApiEffector implements Effector {

    private final Transport transport;
    private final RestMapper mapper;
    private final TokenBucket limit;
    private final Map<String, String> query;

    public ApiEffector(Transport transport, RestMapper mapper, TokenBucket limit) {
        this(transport, mapper, limit, Map.of());
    }

    private ApiEffector(Transport transport, RestMapper mapper, TokenBucket limit, Map<String, String> query) {
        this.transport = transport;
        this.mapper = mapper;
        this.limit = limit;
        this.query = query;
    }

    /** The same, asking the server to check and default everything and store nothing; programs are not run. */
    public ApiEffector dryRun() {
        return new ApiEffector(transport, mapper, limit, Map.of("dryRun", "All"));
    }

    @Override
    public Outcome apply(Effect effect) {
        Duration wait = limit.take();
        if (!wait.isZero()) {
            return new Outcome.Busy(wait, "we write too fast");
        }
        try {
            return effect instanceof Effect.Exec exec ? run(exec) : send(effect);
        } catch (IllegalArgumentException unspeakable) {
            return new Outcome.Refused(400, "BadRequest", String.valueOf(unspeakable.getMessage()));
        }
    }

    private Outcome send(Effect effect) {
        Optional<RestMapper.Resource> resource;
        try {
            resource = mapper.resource(effect.target().gvk());
        } catch (IOException nothingSentYet) {
            return new Outcome.Busy(Duration.ofSeconds(1), String.valueOf(nothingSentYet.getMessage()));
        }
        if (resource.isEmpty()) {
            return new Outcome.Refused(
                    404,
                    "NotFound",
                    "the server does not serve " + effect.target().gvk());
        }
        try {
            return Outcomes.of(transport.send(request(effect, resource.get())));
        } catch (IOException e) {
            return Outcomes.of(e);
        }
    }

    private ApiRequest request(Effect effect, RestMapper.Resource resource) {
        return switch (effect) {
            case Effect.Create create -> EffectRequests.create(create, resource, query);
            case Effect.Patch patch -> EffectRequests.patch(patch, resource, query);
            case Effect.Delete delete -> EffectRequests.delete(delete, resource, query);
            case Effect.Evict evict -> EffectRequests.evict(evict, resource, query);
            case Effect.Exec exec -> throw new IllegalArgumentException("not one request: " + exec.summary());
        };
    }

    private Outcome run(Effect.Exec exec) {
        Optional<Outcome> objection = objection(exec);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!query.isEmpty()) {
            return Outcome.Applied.SILENTLY;
        }
        try {
            ExecResult result = transport.exec(exec);
            return new Outcome.Applied(Optional.empty(), Optional.of(result));
        } catch (IOException e) {
            return Outcomes.of(e);
        }
    }

    /** The exec subresource knows no preconditions, so we look first. */
    private Optional<Outcome> objection(Effect.Exec exec) {
        Optional<String> uid = exec.preconditions().uid();
        Optional<String> version = exec.preconditions().resourceVersion();
        if (uid.isEmpty() && version.isEmpty()) {
            return Optional.empty();
        }
        try {
            ApiResponse pod = transport.send(ApiRequest.get(RestMapper.podPath(exec.target()), Map.of()));
            if (!pod.isSuccess()) {
                return Optional.of(
                        pod.status() >= 500
                                ? new Outcome.Busy(Duration.ofSeconds(1), pod.message())
                                : Outcomes.of(pod));
            }
            boolean same = isSame(uid, pod, "uid") && isSame(version, pod, "resourceVersion");
            return same
                    ? Optional.empty()
                    : Optional.of(new Outcome.Refused(
                            409, "Conflict", exec.target() + " is not the one that was seen any more"));
        } catch (IOException nothingRanYet) {
            return Optional.of(new Outcome.Busy(Duration.ofSeconds(1), String.valueOf(nothingRanYet.getMessage())));
        }
    }

    private static boolean isSame(Optional<String> wanted, ApiResponse pod, String field) {
        return wanted.isEmpty() || wanted.get().equals(Json.asText(Json.at(pod.body(), "metadata", field)));
    }
}

package dev.coxswain.simulator.api.registry;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Preconditions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How something is to be deleted.
 *
 * @param propagation Background, Foreground or Orphan
 */
public record DeleteOptions(Optional<Long> grace, Preconditions preconditions, String propagation) {

    public static final DeleteOptions NONE = new DeleteOptions(Optional.empty(), Preconditions.NONE, "Background");

    public static DeleteOptions of(@Nullable Object body, Map<String, String> query) {
        Object grace = Json.at(body, "gracePeriodSeconds");
        String seconds = query.getOrDefault("gracePeriodSeconds", Json.asText(grace));
        String propagation = query.getOrDefault("propagationPolicy", Json.asText(Json.at(body, "propagationPolicy")));
        return new DeleteOptions(
                seconds.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(seconds)),
                new Preconditions(
                        Optional.ofNullable((String) Json.at(body, "preconditions", "uid")),
                        Optional.ofNullable((String) Json.at(body, "preconditions", "resourceVersion"))),
                propagation.isEmpty() ? "Background" : propagation);
    }

    public DeleteOptions with(Preconditions required) {
        return new DeleteOptions(grace, required, propagation);
    }

    public DeleteOptions withGrace(long seconds) {
        return new DeleteOptions(Optional.of(seconds), preconditions, propagation);
    }
}

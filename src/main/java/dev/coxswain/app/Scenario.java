package dev.coxswain.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an author says must come of a playbook: a world, what happens in it and when, and how it ends.
 *
 * @param playbook by name
 * @param params in place of the playbook's defaults
 */
public record Scenario(
        String title,
        Stage stage,
        String playbook,
        Map<String, @Nullable Object> params,
        List<Event> events,
        Expectation expect) {

    public Scenario {
        events = List.copyOf(events);
    }

    /**
     * One RedisFailover under the Spotahome operator, and the replica that its probe kills again and again.
     *
     * @param chart the operator's definition is that of its chart
     * @param primary who must be the primary at the start, if that matters
     */
    public record Stage(
            String namespace, String name, boolean chart, String stuck, Duration loading, Optional<String> primary) {}

    /** @param at since the start of the incident */
    public record Event(Duration at, Happening happening) {}

    /** What somebody does while the playbook runs. */
    public sealed interface Happening {
        /** @param answer to every question that is open then */
        record Answered(String answer) implements Happening {}

        record PodKilled(String pod) implements Happening {}

        record OperatorScaled(int replicas) implements Happening {}
    }

    /**
     * How it ends; what is empty does not matter.
     *
     * @param phase of the first run
     * @param recreated the servers whose pods were replaced, in order of names
     */
    public record Expectation(
            String phase,
            Optional<Integer> operatorReplicas,
            Optional<Boolean> primaryMoved,
            Optional<List<String>> recreated) {}
}

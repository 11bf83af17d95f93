package dev.coxswain.action;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Query;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an action wants next. */
public sealed interface Progress {

    /**
     * The step is complete.
     *
     * @param output a JSON value, read by later steps as {@code steps.<name>.output}
     * @param note for the timeline, in plain words
     */
    record Done(@Nullable Object output, String note) implements Progress {
        public static Done because(String note) {
            return new Done(null, note);
        }
    }

    /**
     * Change the world.
     *
     * @param compensation undoes the effect; journaled before the effect is applied
     */
    record Apply(Effect effect, Optional<Effect> compensation) implements Progress {}

    /**
     * Nothing to do until something changes.
     *
     * @param what in plain words: {@code the operator's pods are gone}
     * @param asking whether the answer depends on what members say, which no watch reports: ask them again every few seconds
     * @param until when the action wants to be asked again though nothing has changed
     */
    record Await(String what, boolean asking, Optional<Instant> until) implements Progress {
        public Await(String what, boolean asking) {
            this(what, asking, Optional.empty());
        }
    }

    /** These answers are needed to go on. */
    record Ask(Set<Query> queries) implements Progress {}

    /** It cannot or must not be done. */
    record Refuse(String reason) implements Progress {}

    /** Tell people; goes through the run's outbox. */
    record Tell(String severity, String message) implements Progress {}

    /**
     * Start another playbook on the same target and wait for it.
     *
     * @param params in place of that playbook's defaults
     */
    record Start(String playbook, Map<String, @Nullable Object> params) implements Progress {}
}

package dev.coxswain.trigger;

import java.time.Instant;
import java.util.List;

/** What members had to say about the second stage of a trigger, or why nobody asked them. */
public sealed interface Word {

    /** The playbook starts without the word of members. */
    record Needless() implements Word {}

    record NotAsked(String because) implements Word {}

    /** They are to be asked, or being asked. */
    record Awaited() implements Word {}

    /**
     * @param at when they were asked
     * @param silence who did not answer, and why; empty when all did
     */
    record Heard(Instant at, List<Condition> conditions, String silence) implements Word {

        public Heard {
            conditions = List.copyOf(conditions);
        }

        boolean confirms() {
            return conditions.stream().allMatch(Condition::holds);
        }
    }
}

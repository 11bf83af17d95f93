package dev.coxswain.app.rehearsal;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.ObjectRef;
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
     * One datastore under its operator, and what goes wrong with one of its replicas.
     *
     * @param primary who must be the primary at the start, if that matters
     */
    public record Stage(String namespace, String name, Keeper keeper, Incident incident, Optional<String> primary) {}

    /** What goes wrong, from its cause on. */
    public sealed interface Incident {

        /** The replica that gets stuck. */
        String pod();

        /** For people, as what somebody does. */
        String told();

        record SlowLoad(String pod, Duration load) implements Incident {
            @Override
            public String told() {
                return "stop the server in " + pod + "; from now on it takes " + load.toSeconds()
                        + " s to load its data, longer than its probe has patience";
            }
        }

        record TooLittleMemory(String pod) implements Incident {
            @Override
            public String told() {
                return "lower the memory limit of all servers; " + pod
                        + " is replaced, and killed before it has loaded";
            }
        }

        record FullDisk(String pod) implements Incident {
            @Override
            public String told() {
                return "fill the volume of " + pod + "; its next snapshot will not fit";
            }
        }

        record NeverInSync(String pod) implements Incident {
            @Override
            public String told() {
                return "take " + pod + " its file away, and write faster than it reads the copy that it is sent";
            }
        }
    }

    /** Which operator keeps the datastore, and how that came here. */
    public sealed interface Keeper {
        /** @param chart the operator's definition is that of its chart */
        record Spotahome(boolean chart) implements Keeper {}

        /**
         * A RedisReplication, and who watches over it.
         *
         * @param sentinels of a RedisSentinel named {@code watch}; none without one
         * @param embeddedSentinels of the RedisReplication itself
         */
        record Opstree(int size, int sentinels, int embeddedSentinels) implements Keeper {}
    }

    /** @param at since the start of the incident */
    public record Event(Duration at, Happening happening) {}

    /** What somebody does while the playbook runs. */
    public sealed interface Happening {

        /** For people, as what somebody does. */
        String told();

        /** @param answer to every question that is open then */
        record Answered(String answer) implements Happening {
            @Override
            public String told() {
                return "answers " + answer;
            }
        }

        /** @param target of a run of the scenario's playbook, as {@code coxswain run} knows it */
        record Started(String target) implements Happening {
            @Override
            public String told() {
                return "starts a run by hand about " + target;
            }
        }

        record PodKilled(String pod) implements Happening {
            @Override
            public String told() {
                return "kills the server in " + pod;
            }
        }

        record OperatorScaled(int replicas) implements Happening {
            @Override
            public String told() {
                return "scales the operator to " + replicas;
            }
        }

        /** @param merge a merge patch, by somebody with kubectl */
        record Patched(ObjectRef target, Map<String, @Nullable Object> merge) implements Happening {
            @Override
            public String told() {
                return "patches " + target + ": " + Json.print(merge);
            }
        }

        /**
         * Somebody runs redis-cli in pods.
         *
         * @param pods the name of one, or how the names of several begin, with a star behind it
         */
        record Commanded(String pods, List<String> command) implements Happening {
            public Commanded {
                command = List.copyOf(command);
            }

            @Override
            public String told() {
                return "runs redis-cli " + String.join(" ", command) + " in " + pods;
            }
        }
    }

    /**
     * How it ends; what is empty does not matter.
     *
     * @param phase of the run that began first
     * @param because words in what the first run says at its end
     * @param told words in something that people were told, beside the question
     * @param paused whether the operator still leaves the datastore alone
     * @param primary who it is in the end
     * @param recreated the servers whose pods were replaced, in order of names
     */
    public record Expectation(
            String phase,
            Optional<String> because,
            Optional<String> told,
            Optional<Integer> operatorReplicas,
            Optional<Boolean> paused,
            Optional<Boolean> primaryMoved,
            Optional<String> primary,
            Optional<List<String>> recreated) {

        /** Of nothing but the phase. */
        public static Expectation of(String phase) {
            return new Expectation(
                    phase,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }
}

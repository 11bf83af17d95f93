package dev.coxswain.playbook;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checked playbook: what starts it, what may veto it, who approves it, and its steps.
 *
 * @param namespace where it lives; empty when it was loaded from a directory
 * @param params values that {@code params.x} reads: the author's defaults
 * @param let named expressions, in order; later ones may read earlier ones
 * @param source the document as it was read (apiVersion, kind, metadata, spec), which a run keeps as its snapshot
 */
public record Playbook(
        String name,
        String namespace,
        String title,
        Severity severity,
        Trigger trigger,
        Map<String, @Nullable Object> params,
        Map<String, Expression> let,
        List<Guard> guards,
        Limits limits,
        Approval approval,
        List<Step> steps,
        List<Verification> verify,
        Map<String, @Nullable Object> source) {

    public Playbook {
        guards = List.copyOf(guards);
        steps = List.copyOf(steps);
        verify = List.copyOf(verify);
    }

    /** By what it is called: each look at the triggers asks, and the whole document would be gone through. */
    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }

    /** Why the first of these values may not be given to its parameter; empty when all may. */
    public Optional<String> refusal(Map<String, ? extends @Nullable Object> given) {
        return given.entrySet().stream()
                .flatMap(entry -> refusal(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    /** Why a parameter may not be given this value; empty when it may. */
    public Optional<String> refusal(String parameter, @Nullable Object value) {
        if (!params.containsKey(parameter)) {
            return Optional.of("playbook " + name + " has no parameter '" + parameter + "'");
        }
        List<@Nullable Object> allowed = Json.asList(Json.at(source, "spec", "params", parameter, "oneOf"));
        return allowed.isEmpty() || allowed.contains(value)
                ? Optional.empty()
                : Optional.of("parameter '" + parameter + "' cannot be '" + value + "'; it is one of "
                        + allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /**
     * What starts the playbook. {@code when} reads what is watched, and must have been true without a break for {@code heldFor};
     * only then are members asked what {@code confirm} wants to know.
     */
    public sealed interface Trigger {

        Duration heldFor();

        /** What members have to say for the playbook to start; empty when they need not be asked. */
        default Optional<Confirm> confirm() {
            return Optional.empty();
        }

        /**
         * The second stage, which needs the word of members.
         *
         * @param that reads what {@code when} reads, and what members say of themselves
         * @param askEvery how long to wait before a member is asked again
         */
        record Confirm(Expression that, Duration askEvery) {}

        /**
         * One firing per object of a kind.
         *
         * @param namespaces empty means all
         * @param when reads {@code object}
         */
        record OnObject(String apiVersion, String kind, List<String> namespaces, Expression when, Duration heldFor)
                implements Trigger {}

        /** One firing per member; {@code when} reads {@code member}, {@code datastore} and {@code operator}. */
        record OnMember(List<String> profiles, Expression when, Duration heldFor, Optional<Confirm> confirm)
                implements Trigger {}

        /** One firing per datastore; {@code when} reads {@code datastore} and {@code operator}. */
        record OnDatastore(List<String> profiles, Expression when, Duration heldFor, Optional<Confirm> confirm)
                implements Trigger {}

        /** One firing per operator; {@code when} reads {@code operator}. */
        record OnOperator(List<String> profiles, Expression when, Duration heldFor) implements Trigger {}

        /** Started by a person, on a member, a datastore, an operator or nothing. */
        record Manual(Target on, List<String> profiles) implements Trigger {
            @Override
            public Duration heldFor() {
                return Duration.ZERO;
            }
        }

        enum Target {
            NOTHING,
            OBJECT,
            MEMBER,
            DATASTORE,
            OPERATOR
        }
    }

    /** A condition without which nothing is changed; asked before the plan and again before every mutating step. */
    public record Guard(Expression that, String otherwise) {}

    /**
     * @param cooldown at least this long between two runs on the same target; unless it is zero, what is still so afterwards is
     *     answered again when the last run succeeded
     * @param perDay at most so many runs in 24 hours over all targets; empty means no limit
     */
    public record Limits(Duration cooldown, Optional<Integer> perDay) {}

    /**
     * Who is asked.
     *
     * @param unless with {@link Mode#REQUIRED_UNLESS}: no approval is needed while this is true
     * @param from groups and users that are told; who may answer is RBAC
     */
    public record Approval(
            Mode mode, int approvers, Duration expiresAfter, boolean fourEyes, Optional<Expression> unless, From from) {

        public enum Mode {
            NEVER,
            REQUIRED,
            REQUIRED_UNLESS
        }

        public record From(List<String> groups, List<String> users) {}
    }

    /**
     * One step.
     *
     * @param with parameters as written; strings may hold {@code ${…}} templates, already compiled into {@link Template}s by
     *     the checker and found in the tree in place of the string
     * @param onlyIf the step is skipped when false
     * @param forEach the step is done once for each item, bound to {@code item}
     * @param undo the author's own compensation
     * @param atMost how long the step may take
     */
    public record Step(
            String name,
            String uses,
            Map<String, @Nullable Object> with,
            Optional<Expression> onlyIf,
            Optional<Expression> forEach,
            Optional<Duration> atMost,
            Retry retry,
            List<Step> undo,
            boolean irreversible,
            Otherwise otherwise) {

        public Step {
            undo = List.copyOf(undo);
        }
    }

    public enum Otherwise {
        FAIL,
        CONTINUE
    }

    /**
     * @param attempts 1 means no second try
     * @param delay before the second attempt, counted from the failure of the first; it doubles from attempt to attempt
     */
    public record Retry(int attempts, Duration delay) {

        /** The pause does not grow beyond this; a longer delay stays what it is. */
        private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

        /** How long to pause after this attempt, which counts from 1, has failed. */
        public Duration delayAfter(int attempt) {
            Duration pause = delay;
            for (int i = 1; i < attempt && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(LONGEST_PAUSE) < 0 || attempt == 1 ? pause : longer(delay, LONGEST_PAUSE);
        }

        /** How long all attempts may take together, when one may take so long. */
        public Duration all(Duration one) {
            Duration all = one.multipliedBy(attempts);
            for (int attempt = 1; attempt < attempts; attempt++) {
                all = all.plus(delayAfter(attempt));
            }
            return all;
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    /** Must become true within this long after the last step. */
    public record Verification(Expression that, Duration within, String otherwise) {}
}

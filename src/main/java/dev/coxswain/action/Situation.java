package dev.coxswain.action;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.Datastore;
import dev.coxswain.fleet.Fleet;
import dev.coxswain.fleet.Member;
import dev.coxswain.fleet.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that an action may know: the world as it is seen now, what the run is about, and what the step has done so far.
 *
 * @param subject what the run is about, looked up in the present view
 * @param variables what expressions read
 * @param answers to the queries asked since the last effect
 * @param history what this step has already applied, oldest first
 * @param run {@code namespace/name} of the run
 * @param runUid its uid
 * @param stepStartedAt when this step began
 * @param planning whether success is assumed and nothing will be applied: waits are then over
 */
public record Situation(
        ClusterView view,
        Fleet fleet,
        Subject subject,
        Map<String, @Nullable Object> variables,
        Map<Query, Answer> answers,
        List<Past> history,
        String run,
        String runUid,
        Instant stepStartedAt,
        Instant now,
        boolean planning) {

    /** What the run is about; a member that is just being recreated is absent for a while. */
    public record Subject(Optional<Operator> operator, Optional<Datastore> datastore, Optional<Member> member) {
        public static final Subject NONE = new Subject(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An effect that this step has applied. */
    public record Past(Effect effect, Outcome outcome) {}

    /** How an action goes on that is about the operator of the target; refused when nobody finds one. */
    public Progress withOperator(Function<Operator, Progress> next) {
        return subject.operator()
                .map(next)
                .orElseGet(() -> new Progress.Refuse("no operator was found that serves the target"));
    }

    public Optional<Answer> answer(Query query) {
        return Optional.ofNullable(answers.get(query));
    }

    public Optional<Past> last() {
        return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    }
}

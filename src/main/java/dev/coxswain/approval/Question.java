package dev.coxswain.approval;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run asks people before it changes anything.
 *
 * @param id within the run: {@code q1}, {@code q2} after the plan has drifted
 * @param digest of the plan that is shown
 * @param approvers how many different people have to agree
 * @param requestedBy who started the run by hand; empty when a trigger did
 * @param fourEyes whether the one who started it may not approve it
 */
public record Question(
        String id,
        String digest,
        Instant askedAt,
        Instant expiresAt,
        int approvers,
        String requestedBy,
        boolean fourEyes) {

    /** What the answers amount to. */
    public sealed interface Verdict {
        record Open(int approvals) implements Verdict {}

        record Approved(List<Decision> by) implements Verdict {}

        record Denied(Decision by) implements Verdict {}

        record Expired() implements Verdict {}
    }

    /**
     * Counts the answers, in order of arrival: each person's first answer counts, a denial ends it at once, an answer after
     * expiry is none. {@link #ignored} says why an answer does not count.
     */
    public Verdict verdict(List<Decision> answers, Instant now) {
        List<Decision> approvals = new ArrayList<>();
        Set<String> heard = new HashSet<>();
        for (Decision answer : inOrder(answers)) {
            if (whyIgnored(answer).isPresent() || !heard.add(answer.by())) {
                continue;
            }
            if (!answer.approves()) {
                return new Verdict.Denied(answer);
            }
            approvals.add(answer);
            if (approvals.size() >= approvers) {
                return new Verdict.Approved(List.copyOf(approvals));
            }
        }
        return now.isBefore(expiresAt) ? new Verdict.Open(approvals.size()) : new Verdict.Expired();
    }

    /** The answers given since the question was asked that do not count, each with why, in order of arrival. */
    public Map<Decision, String> ignored(List<Decision> answers) {
        Map<Decision, String> ignored = new LinkedHashMap<>();
        Set<String> heard = new HashSet<>();
        for (Decision answer : inOrder(answers)) {
            // the API server keeps no fractions of a second
            if (answer.at().isBefore(askedAt.truncatedTo(ChronoUnit.SECONDS))) {
                continue;
            }
            Optional<String> why = whyIgnored(answer);
            if (why.isPresent()) {
                ignored.put(answer, why.get());
            } else if (!heard.add(answer.by())) {
                ignored.put(answer, answer.by() + " has answered already, and a first answer stays");
            }
        }
        return ignored;
    }

    private static List<Decision> inOrder(List<Decision> answers) {
        return answers.stream()
                .sorted(java.util.Comparator.comparing(Decision::at).thenComparing(Decision::name))
                .toList();
    }

    /** Why an answer does not count, in words for the person who gave it. */
    private Optional<String> whyIgnored(Decision answer) {
        if (!answer.question().equals(id)) {
            return Optional.of("it answers " + answer.question() + ", the open question is " + id);
        }
        if (!answer.digest().equals(digest)) {
            return Optional.of("the plan has changed since: the digest is now " + digest);
        }
        if (!answer.at().isBefore(expiresAt)) {
            return Optional.of("the question expired at " + expiresAt);
        }
        if (fourEyes && answer.approves() && answer.by().equals(requestedBy)) {
            return Optional.of(requestedBy + " started this run, and somebody else has to approve it");
        }
        return Optional.empty();
    }
}

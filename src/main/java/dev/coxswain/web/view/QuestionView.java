package dev.coxswain.web.view;

import dev.coxswain.approval.Question;
import dev.coxswain.run.record.Run;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * What a run asks people, and how to answer.
 *
 * @param approvals who has agreed so far
 * @param fourEyes whether the one who asked for the run may not approve it
 * @param approve the command that approves
 * @param deny the command that denies
 * @param decision the object that approves, for whoever has kubectl alone
 */
@Serdeable
public record QuestionView(
        String id,
        String digest,
        int approvers,
        List<String> approvals,
        String requestedBy,
        boolean fourEyes,
        Stamp askedAt,
        Stamp expiresAt,
        String approve,
        String deny,
        String decision) {

    static QuestionView of(Run run, Question question, Instant now, CommandLines commands) {
        return new QuestionView(
                question.id(),
                question.digest(),
                question.approvers(),
                run.answers().stream()
                        .filter(answer -> answer.question().equals(question.id()) && answer.approves())
                        .map(answer -> answer.by())
                        .toList(),
                question.requestedBy(),
                question.fourEyes(),
                Stamp.of(question.askedAt(), now),
                Stamp.of(question.expiresAt(), now),
                commands.answer("approve", run, question),
                commands.answer("deny", run, question),
                commands.decision(run, question));
    }
}

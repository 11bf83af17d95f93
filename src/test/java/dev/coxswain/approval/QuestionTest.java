package dev.coxswain.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {

    private static final Instant ASKED = Instant.parse("2026-03-01T03:00:00.400Z");
    private static final Instant EXPIRES = ASKED.plus(Duration.ofMinutes(30));

    private static Question question(int approvers, boolean fourEyes) {
        return new Question("q2", "sha256:new", ASKED, EXPIRES, approvers, "ann", fourEyes);
    }

    private static Decision answer(String by, boolean approves, int secondsAfter) {
        return new Decision(
                by + secondsAfter, "r", "q2", "sha256:new", approves, by, "", ASKED.plusSeconds(secondsAfter));
    }

    @Test
    void silenceIsADenialOnceTheTimeIsUp() {
        Question question = question(1, false);

        assertThat(question.verdict(List.of(), EXPIRES.minusMillis(1))).isEqualTo(new Question.Verdict.Open(0));
        assertThat(question.verdict(List.of(), EXPIRES)).isEqualTo(new Question.Verdict.Expired());
    }

    @Test
    void asManyDifferentPeopleHaveToAgreeAsWereAskedFor() {
        Question question = question(2, false);
        Decision first = answer("bob", true, 10);
        Decision again = answer("bob", true, 20);
        Decision second = answer("eve", true, 30);

        assertThat(question.verdict(List.of(first, again), ASKED.plusSeconds(40)))
                .isEqualTo(new Question.Verdict.Open(1));
        assertThat(question.verdict(List.of(second, again, first), ASKED.plusSeconds(40)))
                .isEqualTo(new Question.Verdict.Approved(List.of(first, second)));
        assertThat(question.ignored(List.of(first, again)))
                .containsOnlyKeys(again)
                .containsValue("bob has answered already, and a first answer stays");
    }

    @Test
    void oneDenialIsEnoughWhateverComesAfterIt() {
        Decision no = answer("eve", false, 10);

        assertThat(question(2, false).verdict(List.of(answer("bob", true, 20), no), ASKED.plusSeconds(30)))
                .isEqualTo(new Question.Verdict.Denied(no));
    }

    @Test
    void nobodyTakesAFirstAnswerBack() {
        Decision yes = answer("bob", true, 10);

        assertThat(question(1, false).verdict(List.of(yes, answer("bob", false, 20)), ASKED.plusSeconds(30)))
                .isEqualTo(new Question.Verdict.Approved(List.of(yes)));
    }

    @Test
    void anAnswerAfterTheTimeIsNone() {
        Decision late = answer("bob", true, 1800);

        assertThat(question(1, false).verdict(List.of(late), EXPIRES.plusSeconds(1)))
                .isEqualTo(new Question.Verdict.Expired());
        assertThat(question(1, false).ignored(List.of(late))).containsValue("the question expired at " + EXPIRES);
    }

    @Test
    void anAnswerToAnotherPlanOrAnotherQuestionDoesNotCount() {
        Decision oldPlan = new Decision("d1", "r", "q2", "sha256:old", true, "bob", "", ASKED.plusSeconds(1));
        Decision oldQuestion = new Decision("d2", "r", "q1", "sha256:new", true, "eve", "", ASKED.plusSeconds(1));
        List<Decision> answers = List.of(oldPlan, oldQuestion);

        assertThat(question(1, false).verdict(answers, ASKED.plusSeconds(2))).isEqualTo(new Question.Verdict.Open(0));
        assertThat(question(1, false).ignored(answers))
                .containsEntry(oldPlan, "the plan has changed since: the digest is now sha256:new")
                .containsEntry(oldQuestion, "it answers q1, the open question is q2");
    }

    @Test
    void whatAnsweredAnEarlierQuestionIsNotHeldAgainstAnybody() {
        Decision before = new Decision("d1", "r", "q1", "sha256:old", true, "bob", "", ASKED.minusSeconds(60));

        assertThat(question(1, false).ignored(List.of(before))).isEmpty();
    }

    @Test
    void whoeverStartedTheRunMayDenyItButNotApproveIt() {
        Decision own = answer("ann", true, 10);
        Decision ownDenial = answer("ann", false, 10);

        assertThat(question(1, true).verdict(List.of(own), ASKED.plusSeconds(20)))
                .isEqualTo(new Question.Verdict.Open(0));
        assertThat(question(1, true).verdict(List.of(ownDenial), ASKED.plusSeconds(20)))
                .isEqualTo(new Question.Verdict.Denied(ownDenial));
        assertThat(question(1, false).verdict(List.of(own), ASKED.plusSeconds(20)))
                .isEqualTo(new Question.Verdict.Approved(List.of(own)));
    }
}

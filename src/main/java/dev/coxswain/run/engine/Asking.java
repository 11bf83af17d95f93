package dev.coxswain.run.engine;

import dev.coxswain.action.Actions;
import dev.coxswain.approval.Question;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.fleet.Moments;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.run.journal.Cut;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.plan.Planner;
import dev.coxswain.run.record.Plan;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.record.RunEvent;
import dev.coxswain.run.step.Decision;
import dev.coxswain.run.world.PlaybookLibrary;
import dev.coxswain.run.world.Surroundings;
import dev.coxswain.run.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts the question to people and counts their answers. */
final class Asking {

    /** Of how many answers that do not count people are told: whoever may answer could send thousands. */
    private static final int TOLD = 20;

    private Asking() {}

    /** The run with a question about its present plan, and a notice that tells of it. */
    static Run question(Run run, Playbook playbook, World world) {
        Playbook.Approval approval = playbook.approval();
        Plan plan = run.plan().orElseThrow();
        Instant now = world.now();
        Question question = new Question(
                "q" + (run.asked() + 1),
                plan.digest(),
                now,
                now.plus(approval.expiresAfter()),
                approval.approvers(),
                run.spec().requestedBy(),
                approval.fourEyes());
        String text = "Approve " + playbook.title() + " for " + run.spec().target() + "? "
                + plan.effects().size() + " changes, digest " + plan.digest() + ", until " + question.expiresAt();
        return run.asking(question).telling(playbook.severity().name().toLowerCase(Locale.ROOT), text, now);
    }

    static boolean isNeeded(Run run, Playbook playbook, World world) {
        return SubRuns.goesBeyond(run, world) || isNeededByItself(run, playbook, world);
    }

    private static boolean isNeededByItself(Run run, Playbook playbook, World world) {
        return switch (playbook.approval().mode()) {
            case NEVER -> false;
            case REQUIRED -> true;
            case REQUIRED_UNLESS -> !isExcused(run, playbook, world);
        };
    }

    private static boolean isExcused(Run run, Playbook playbook, World world) {
        Surroundings now = Surroundings.of(run, playbook, world.view(), world);
        return playbook.approval()
                .unless()
                .map(unless -> now.truth(unless, now.variables()).holds())
                .orElse(false);
    }

    static Decision next(Actions actions, PlaybookLibrary library, Run run, Playbook playbook, World world, int step) {
        Question question = run.question().orElseThrow();
        List<dev.coxswain.approval.Decision> answers = world.attested() ? answers(run, world) : List.of();
        Optional<String> ignored = question.ignored(answers).entrySet().stream()
                .limit(TOLD)
                .map(entry -> told(entry.getKey(), entry.getValue()))
                .filter(text -> run.timeline().stream()
                        .noneMatch(moment -> moment.text().equals(text)))
                .findFirst();
        if (ignored.isPresent()) {
            return new Decision.Append(run.noting(world.now(), ignored.get()));
        }
        return switch (question.verdict(answers, world.now())) {
            case Question.Verdict.Open(int approvals) ->
                new Decision.Wait(waitingFor(question, approvals, world), Optional.of(question.expiresAt()));
            case Question.Verdict.Denied(var by) ->
                new Decision.Append(run.answeredBy(List.of(by))
                        .after(
                                new RunEvent.Denied(),
                                world.now(),
                                "denied by " + by.by() + (by.reason().isEmpty() ? "" : ": " + by.reason())));
            case Question.Verdict.Expired() ->
                new Decision.Append(run.answeredBy(List.of())
                        .after(
                                new RunEvent.ApprovalExpired(),
                                world.now(),
                                "nobody answered until " + question.expiresAt()));
            case Question.Verdict.Approved(var by) -> approved(actions, library, run, playbook, world, step, by);
        };
    }

    /** Whoever answered in vain has to be able to read why. */
    private static String told(dev.coxswain.approval.Decision answer, String why) {
        return Cut.text("the answer of " + answer.by() + " (" + answer.name() + ") does not count: " + why, 250);
    }

    private static String waitingFor(Question question, int approvals, World world) {
        return world.attested()
                ? "approval " + (approvals + 1) + " of " + question.approvers()
                : "the admission policy that attests who answers; without it no answer counts";
    }

    private static List<dev.coxswain.approval.Decision> answers(Run run, World world) {
        ObjectRef ref = RunJson.ref(run.spec().namespace(), run.spec().name());
        Instant created = world.view()
                .find(ref)
                .flatMap(object -> Moments.of(object.text("metadata", "creationTimestamp")))
                .orElse(Instant.MAX);
        return world.view().list(dev.coxswain.approval.Decision.GVK, run.spec().namespace()).stream()
                .flatMap(object -> dev.coxswain.approval.Decision.of(object).stream())
                .filter(answer -> answer.run().equals(run.spec().name()))
                // an older one is about another run of that name, which is gone
                .filter(answer -> !answer.at().isBefore(created))
                .toList();
    }

    /** An approval is for the plan that was shown: plan again, and ask again if it came out otherwise. */
    private static Decision approved(
            Actions actions,
            PlaybookLibrary library,
            Run run,
            Playbook playbook,
            World world,
            int step,
            List<dev.coxswain.approval.Decision> by) {
        String names = by.stream().map(dev.coxswain.approval.Decision::by).collect(Collectors.joining(", "));
        String digest = run.plan().orElseThrow().digest();
        return switch (Planner.plan(actions, library, run, playbook, world, step)) {
            case Planner.Result.Unanswered(var queries) -> new Decision.Inquire(queries);
            case Planner.Result.Impossible(String reason) ->
                new Decision.Append(run.answeredBy(by).after(new RunEvent.Failed(), world.now(), reason));
            case Planner.Result.Planned(Plan plan, var lets)
            when plan.digest().equals(digest) ->
                new Decision.Append(
                        run.answeredBy(by).after(new RunEvent.Approved(), world.now(), "approved by " + names));
            case Planner.Result.Planned(Plan plan, var lets) ->
                new Decision.Append(question(run.answeredBy(by).withPlan(plan, lets), playbook, world)
                        .after(
                                new RunEvent.Drifted(),
                                world.now(),
                                "approved by " + names + ", but the plan has changed meanwhile"));
        };
    }
}

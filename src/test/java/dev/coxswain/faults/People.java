package dev.coxswain.faults;

import dev.coxswain.approval.Question;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.Answering;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Those who answer what is asked, as the command line does: each question once, when they look. */
final class People implements Consumer<Estate> {

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final Supplier<String> answers;
    private final Set<String> known = new HashSet<>();
    private Duration nextLook = Duration.ZERO;

    /** @param answers {@code Approve}, {@code Deny}, or nothing for a question that is left to expire */
    People(Supplier<String> answers) {
        this.answers = answers;
    }

    @Override
    public void accept(Estate estate) {
        if (estate.isAtWork() && estate.age().compareTo(nextLook) >= 0) {
            nextLook = estate.age().plus(LOOK_EVERY);
            estate.runs().stream()
                    .filter(run -> run.text("status", "phase").equals("AwaitingApproval"))
                    .forEach(run -> RunEngine.openQuestion(RunJson.read(run))
                            .filter(question -> known.add(run.uid() + question.id() + question.digest()))
                            .ifPresent(question -> answer(estate, run, question)));
        }
    }

    private void answer(Estate estate, KubeObject run, Question question) {
        String answer = answers.get();
        if (!answer.isEmpty()) {
            estate.server().create(decision(run, question, answer), Estate.PERSON);
        }
    }

    private static KubeObject decision(KubeObject run, Question question, String answer) {
        Map<String, String> owner = Map.of(
                "apiVersion", RunJson.GVK.apiVersion(),
                "kind", RunJson.GVK.kind(),
                "name", run.name(),
                "uid", run.uid());
        return Answering.decision(run.namespace(), run.name(), question, answer, Estate.PERSON.user())
                .with(run.name() + "-" + question.id() + "-" + question.digest(), "metadata", "name")
                .with(List.of(owner), "metadata", "ownerReferences");
    }
}

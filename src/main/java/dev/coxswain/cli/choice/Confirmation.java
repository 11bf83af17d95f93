package dev.coxswain.cli.choice;

import dev.coxswain.cli.console.Connection;
import dev.coxswain.cli.console.FetchedView;
import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Query;
import dev.coxswain.fleet.recognition.Asking;
import dev.coxswain.fleet.recognition.FleetModel;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.trigger.Candidate;
import dev.coxswain.trigger.Inquiry;
import dev.coxswain.trigger.Target;
import dev.coxswain.trigger.Word;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What members say when a command asks them, where the supervisor would ask them too: it runs a program in their containers. */
public record Confirmation(
        Connection.Cluster cluster,
        FetchedView view,
        FleetModel model,
        Playbook playbook,
        List<Candidate> candidates,
        Instant now)
        implements Function<Target, Optional<Word.Heard>> {

    @Override
    public Optional<Word.Heard> apply(Target target) {
        return playbook.trigger()
                .confirm()
                .flatMap(confirm -> candidates.stream()
                        .filter(candidate -> candidate.target().equals(target))
                        .findFirst()
                        .flatMap(candidate -> answered(new Inquiry(confirm.that(), candidate))));
    }

    private Optional<Word.Heard> answered(Inquiry inquiry) {
        List<Asking> questions = inquiry.questions(model, view);
        ApiAsker asker = new ApiAsker(cluster.transport(), cluster.mapper());
        Map<Query, Answer> answers = new LinkedHashMap<>();
        questions.forEach(question -> answers.computeIfAbsent(question.query(), asker::ask));
        return inquiry.word(model, view, questions, answers, now);
    }
}

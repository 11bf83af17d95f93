package dev.coxswain.run.supervision;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Boundary;
import dev.coxswain.cluster.Query;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Expression.Result;
import dev.coxswain.fleet.recognition.Asking;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.Playbook.Trigger.Confirm;
import dev.coxswain.trigger.Candidate;
import dev.coxswain.trigger.Condition;
import dev.coxswain.trigger.Inquiry;
import dev.coxswain.trigger.Target;
import dev.coxswain.trigger.Triggers;
import dev.coxswain.trigger.Word;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks members what the second stage of triggers wants to know, and keeps what they said.
 *
 * <p>Asking takes as long as a program in a container takes, or hangs until its deadline. So it is done by workers that take turns
 * between namespaces, never by the thread that looks at triggers; and one target is asked by one worker at a time.
 */
final class Inquiries {

    private static final Logger LOG = LoggerFactory.getLogger(Inquiries.class);

    private final RunDriver.Ports ports;
    private final Supervisor.Workers workers;
    private final Map<Key, Word.Heard> heard = new HashMap<>();
    private final Set<Key> underWay = new HashSet<>();

    private record Key(String playbook, String target) {
        static Key of(Playbook playbook, Target target) {
            return new Key(Triggers.key(playbook), target.uid());
        }
    }

    Inquiries(RunDriver.Ports ports, Supervisor.Workers workers) {
        this.ports = ports;
        this.workers = workers;
    }

    synchronized Optional<Word.Heard> heard(Playbook playbook, Target target) {
        return Optional.ofNullable(heard.get(Key.of(playbook, target)));
    }

    /** Forgets what was said about targets that no playbook wants to know about any more. */
    synchronized void keepOnly(Playbook playbook, Collection<Target> targets) {
        Set<Key> wanted = new HashSet<>();
        targets.forEach(target -> wanted.add(Key.of(playbook, target)));
        String key = Triggers.key(playbook);
        heard.keySet().removeIf(known -> known.playbook().equals(key) && !wanted.contains(known));
    }

    /** Has it asked, unless that is being done; what came of it is {@link #heard} later, or at once when workers work at once. */
    void ask(Playbook playbook, Candidate candidate) {
        Key key = Key.of(playbook, candidate.target());
        Confirm confirm = playbook.trigger().confirm().orElseThrow();
        synchronized (this) {
            if (!underWay.add(key)) {
                return;
            }
        }
        workers.submit(
                candidate.target().namespace(),
                "confirm " + key.playbook() + " " + key.target(),
                () -> answer(key, confirm, candidate));
    }

    /** Whatever breaks in here must leave word: without it the same question would be put again at once, for ever. */
    @Boundary
    private void answer(Key key, Confirm confirm, Candidate candidate) {
        Optional<Word.Heard> word = Optional.empty();
        try {
            word = askMembers(confirm, candidate);
        } catch (RuntimeException broken) {
            LOG.error("asking about {} for {} failed", candidate.target(), key.playbook(), broken);
            word = Optional.of(failed(confirm.that(), ports.clock().instant(), String.valueOf(broken.getMessage())));
        } finally {
            keep(key, word);
        }
    }

    private synchronized void keep(Key key, Optional<Word.Heard> word) {
        underWay.remove(key);
        word.ifPresentOrElse(said -> heard.put(key, said), () -> heard.remove(key));
    }

    private static Word.Heard failed(Expression that, Instant now, String message) {
        return new Word.Heard(
                now, List.of(new Condition(that.source(), new Result.Failure(message), Map.of())), message);
    }

    private Optional<Word.Heard> askMembers(Confirm confirm, Candidate candidate) {
        Inquiry inquiry = new Inquiry(confirm.that(), candidate);
        List<Asking> questions =
                inquiry.questions(ports.fleets().model(), ports.view().get());
        Map<Query, Answer> answers = new LinkedHashMap<>();
        questions.forEach(question ->
                answers.computeIfAbsent(question.query(), query -> ports.asker().ask(query)));
        // an answer counts from when the last one came: those that hang must not make the others stale
        return inquiry.word(
                ports.fleets().model(),
                ports.view().get(),
                questions,
                answers,
                ports.clock().instant());
    }
}

package dev.coxswain.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of looking at one playbook's trigger once.
 *
 * @param observations of this playbook and all others, as they are now
 * @param whys one for each candidate
 */
public record TriggerPass(Observations observations, List<Why> whys) {

    public TriggerPass {
        whys = List.copyOf(whys);
    }

    public List<Firing> firings() {
        return whys.stream()
                .map(Why::verdict)
                .filter(Why.Verdict.Fires.class::isInstance)
                .map(verdict -> ((Why.Verdict.Fires) verdict).firing())
                .toList();
    }

    /** Those whose incident has a run that is going on, or is given one now. */
    public List<Target> inHand() {
        return whys.stream().filter(Why::isInHand).map(Why::target).toList();
    }

    /** Those for whom nothing but the word of members is wanting. */
    public List<Target> toAsk() {
        return whys.stream()
                .filter(why -> why.verdict() instanceof Why.Verdict.Asks)
                .map(Why::target)
                .toList();
    }

    /** Those about whom members are asked now, or were and will be again. */
    public List<Target> awaitingWord() {
        return whys.stream()
                .filter(why -> why.verdict() instanceof Why.Verdict.Asks
                        || why.verdict() instanceof Why.Verdict.Unconfirmed
                        || why.verdict() instanceof Why.Verdict.Fires)
                .map(Why::target)
                .toList();
    }

    /** When to look again though nothing has changed. */
    public Optional<Instant> askAgainAt() {
        return whys.stream().flatMap(why -> why.askAgainAt().stream()).min(Instant::compareTo);
    }
}

package dev.coxswain.faults;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherer;
import java.util.stream.Gatherers;

/** One play, and, when a promise was broken in it, the fewest faults that break the same promise. */
record Trial(Script script, Build build, Play.Outcome outcome) {

    static Trial of(Script script, Build build) {
        return new Trial(script, build, Play.of(script, build));
    }

    /**
     * Plays in their order and on all processors until the last one. A parallel stream deals them out in a few large pieces, and
     * plays are not equally long: it ends on one processor.
     */
    static <T, R> Gatherer<T, ?, R> sideBySide(Function<T, R> play) {
        return Gatherers.mapConcurrent(4 * Runtime.getRuntime().availableProcessors(), play);
    }

    boolean breaks(String promise) {
        return outcome.violations().stream()
                .anyMatch(violation -> violation.promise().equals(promise));
    }

    boolean isBroken() {
        return !outcome.violations().isEmpty();
    }

    /** For people: what to run again, what was broken, and the least that breaks it. */
    String report() {
        Script least = Shrinking.least(
                script,
                faults -> breaksTheSame(Play.of(script.with(faults), build).violations()));
        Play.Outcome shown = Play.of(least, build);
        StringBuilder text = new StringBuilder();
        text.append("again with -Dcoxswain.seed=").append(script.seed()).append('\n');
        outcome.violations().stream()
                .limit(3)
                .forEach(violation -> text.append(violation).append('\n'));
        text.append("the least that breaks it: ").append(least).append('\n');
        shown.violations().stream()
                .limit(1)
                .forEach(violation -> text.append(violation).append('\n'));
        return text.append(shown.report().journal()).toString();
    }

    private boolean breaksTheSame(List<Play.Violation> others) {
        String promise = outcome.violations().getFirst().promise();
        return others.stream().anyMatch(violation -> violation.promise().equals(promise));
    }
}

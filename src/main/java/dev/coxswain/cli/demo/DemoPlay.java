package dev.coxswain.cli.demo;

import dev.coxswain.app.rehearsal.LiveScenario;
import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.app.service.Termination;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.engine.RunEngine;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.run.record.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a scenario happen while everybody looks.
 *
 * <ol>
 *   <li>The incident begins. What the author lets happen, happens at its time; answers are given by people, unless told
 *       otherwise, and then when they are asked for.
 *   <li>While people are asked, the clock of the cluster runs as theirs does.
 *   <li>Once all runs are over and a little more time has passed, the end is compared with what the author expects.
 * </ol>
 */
final class DemoPlay {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** How long the world goes on after the run, so that what comes of it is seen as well. */
    private static final Duration AFTERMATH = Duration.ofMinutes(2);

    /** A run that has not begun or ended by then never will. */
    private static final Duration LONGEST = Duration.ofHours(4);

    /** How long a scripted answer waits for its question. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What the command said, and whether the answer was taken. */
    record Answer(boolean taken, String said) {}

    /** Answers a run's question as a person would, with the command. */
    interface Answering {
        Answer answer(String command, String run, String url);
    }

    private final LiveScenario live;
    private final List<String> expectations;
    private final DemoStory story;
    private final double speed;
    private final @Nullable Answering unattended;
    private final List<Scenario.Event> ahead;
    private final List<String> impossible = new ArrayList<>();

    /**
     * @param expectations of the end, as the author wrote them
     * @param unattended empty when people answer
     */
    DemoPlay(
            LiveScenario live,
            List<String> expectations,
            DemoStory story,
            double speed,
            @Nullable Answering unattended) {
        this.expectations = expectations;
        this.live = live;
        this.story = story;
        this.speed = speed;
        this.unattended = unattended;
        this.ahead = new ArrayList<>(live.scenario().events());
    }

    /** Whether it ended as the scenario expects; false also when the process is told to stop. */
    boolean follow(Termination termination) throws InterruptedException {
        story.begin();
        live.begin();
        try {
            return isAsExpected(now(), termination);
        } finally {
            story.tellTheRest();
        }
    }

    private boolean isAsExpected(Instant began, Termination termination) throws InterruptedException {
        Optional<Instant> over = Optional.empty();
        while (!termination.await(LOOK_EVERY)) {
            List<Run> runs = runs();
            story.tell(runs, unattended == null && isAnswered());
            keepTime(runs);
            if (over.isEmpty()
                    && !runs.isEmpty()
                    && runs.stream().allMatch(run -> run.state().isFinished())) {
                over = Optional.of(now());
            }
            if (over.isEmpty()) {
                happen(Duration.between(began, now()), runs);
            }
            boolean late = Duration.between(began, now()).compareTo(LONGEST) > 0;
            if (late || over.filter(at -> at.plus(AFTERMATH).isBefore(now())).isPresent()) {
                return end();
            }
        }
        return false;
    }

    private boolean end() {
        List<String> differences = new ArrayList<>(impossible);
        differences.addAll(live.differences());
        story.close(differences, expectations);
        return differences.isEmpty();
    }

    /** Whether somebody answers in this scenario at all. */
    private boolean isAnswered() {
        return live.scenario().events().stream()
                .anyMatch(event -> event.happening() instanceof Scenario.Happening.Answered);
    }

    private void keepTime(List<Run> runs) {
        boolean asking =
                runs.stream().anyMatch(run -> RunEngine.openQuestion(run).isPresent());
        live.cluster().setSpeed(asking && unattended == null && isAnswered() ? 1 : speed);
    }

    private void happen(Duration since, List<Run> runs) {
        while (!ahead.isEmpty() && ahead.getFirst().at().compareTo(since) <= 0) {
            Scenario.Event event = ahead.getFirst();
            if (event.happening() instanceof Scenario.Happening.Answered(String answer)) {
                if (unattended != null && !answered(answer, runs, since.minus(event.at()))) {
                    return;
                }
            } else {
                story.somebody(event.happening().told());
                live.happens(event.happening()).ifPresent(impossible::add);
            }
            ahead.removeFirst();
        }
    }

    /** False when there is nothing to answer yet. */
    private boolean answered(String answer, List<Run> runs, Duration waited) {
        List<Run> asking = runs.stream()
                .filter(run -> RunEngine.openQuestion(run).isPresent())
                .toList();
        if (asking.isEmpty() && waited.compareTo(PATIENCE) < 0) {
            return false;
        }
        if (asking.isEmpty()) {
            impossible.add("nobody answers " + answer + ": no question is open");
        }
        for (Run run : asking) {
            String command = answer.equals("Deny") ? "deny" : "approve";
            if (unattended != null) {
                Answer given = unattended.answer(
                        command, run.spec().name(), live.cluster().url());
                story.somebody(given.said());
                if (!given.taken()) {
                    impossible.add("the answer '" + answer + "' was not taken");
                }
            }
        }
        return true;
    }

    private List<Run> runs() {
        return live.cluster().server().list(RunJson.GVK).stream()
                .map((KubeObject object) -> RunJson.read(object))
                .toList();
    }

    private Instant now() {
        return live.cluster().clock().instant();
    }
}

package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The supervisor dies at a write: before it has reached the server, or after it was stored but before the answer came.
 *
 * <p>In the build it dies once at every write to a journal in every scenario, in turn the one way and the other. Between an effect
 * and the append of its outcome lies the death after the one and before the other; with the profile {@code faults} it dies at
 * every write whatsoever, both ways.
 */
class CrashSweepTest {

    private static final boolean EVERYTHING = Boolean.getBoolean("coxswain.everyWrite");

    /** Which scenarios, as a regular expression. */
    private static final String STORIES = System.getProperty("coxswain.stories", ".*");

    private final Map<Story, Play.Outcome> undisturbed = new ConcurrentHashMap<>();

    private record Crash(Story story, int write, boolean stored) {
        Script script() {
            return new Script(write, story, List.of(new Fault.Crash(0, write, stored, Duration.ZERO)));
        }

        @Override
        public String toString() {
            return story + ", dies at write " + write + (stored ? ", after it was stored" : ", before it arrived");
        }
    }

    @Test
    void p1p6AfterADeathAtAnyWriteEveryScenarioEndsAsIfNothingHadHappened() {
        named().values().parallelStream().forEach(story -> undisturbed.put(story, undisturbed(story)));
        List<Crash> crashes = new ArrayList<>();
        new TreeMap<>(named()).forEach((name, story) -> crashes(story).forEach(crashes::add));
        List<String> failures = crashes.stream()
                .gather(Trial.sideBySide(this::differences))
                .flatMap(List::stream)
                .limit(10)
                .toList();
        assertThat(failures).as(String.join("\n", failures)).isEmpty();
        assertThat(crashes.stream().map(Crash::story)).containsAll(named().values());
    }

    private static Map<String, Story> named() {
        Map<String, Story> named = new TreeMap<>();
        Story.all().stream()
                .filter(story -> story.name().matches(STORIES))
                .forEach(story -> named.put(story.name(), story));
        return named;
    }

    private static Play.Outcome undisturbed(Story story) {
        return Play.of(new Script(0, story, List.of()), Build.SOUND, 1);
    }

    private Stream<Crash> crashes(Story story) {
        Wire.Sent sent = expected(story).sent();
        if (EVERYTHING) {
            return IntStream.rangeClosed(1, sent.writes())
                    .boxed()
                    .flatMap(write -> Stream.of(new Crash(story, write, false), new Crash(story, write, true)));
        }
        List<Crash> crashes = new ArrayList<>();
        boolean stored = Math.floorMod(story.name().hashCode(), 2) == 0;
        for (int write : sent.journaling()) {
            crashes.add(new Crash(story, write, stored));
            stored = !stored;
        }
        return crashes.stream();
    }

    private Play.Outcome expected(Story story) {
        return java.util.Objects.requireNonNull(undisturbed.get(story));
    }

    private List<String> differences(Crash crash) {
        Play.Outcome expected = expected(crash.story());
        Play.Outcome came = Play.of(crash.script(), Build.SOUND, 1);
        List<String> all = new ArrayList<>();
        if (came.sent().deaths() != 1) {
            all.add("died " + came.sent().deaths() + " times");
        }
        came.violations().forEach(violation -> all.add(violation.toString()));
        all.addAll(came.report().differences());
        if (!came.phases().equals(expected.phases())) {
            all.add("ended as " + came.phases() + " instead of " + expected.phases());
        }
        if (!came.deeds().equals(expected.deeds())) {
            all.add("did " + came.deeds() + " instead of " + expected.deeds());
        }
        return all.stream().map(difference -> crash + ": " + difference).toList();
    }
}

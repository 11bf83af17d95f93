package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The supervisor dies at a write: before it has reached the server, and after it was stored but before the answer came. Every
 * append to a journal is one, and so are the creation of a run and every effect: between an effect and the append of its outcome
 * lies the death after the one and before the other.
 */
class CrashSweepTest {

    /** Every how-many-th write is tried; with the profile {@code faults} every one. */
    private static final int STRIDE = Integer.getInteger("coxswain.stride", 29);

    /** Which scenarios; with the profile {@code faults} all. */
    private static final String STORIES = System.getProperty(
            "coxswain.stories",
            "redis-replica-probe-stuck/(denied|one-pod-is-disturbed-and-the-primary-stays|somebody-scales-the-operator-back)");

    private static final int TOO_MANY = 400;

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
        List<String> failures =
                crashes.parallelStream().flatMap(this::differences).limit(10).toList();
        assertThat(failures).as(String.join("\n", failures)).isEmpty();
        assertThat(crashes).hasSizeGreaterThan(named().size());
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

    /** Of different stories different writes are tried, so that a sample over all comes near every kind of write. */
    private Stream<Crash> crashes(Story story) {
        int writes = Math.min(TOO_MANY, expected(story).writes());
        int first = 1 + Math.floorMod(story.name().hashCode(), Math.max(1, Math.min(STRIDE, writes)));
        return Stream.iterate(first, write -> write <= writes, write -> write + STRIDE)
                .flatMap(write -> Stream.of(new Crash(story, write, false), new Crash(story, write, true)));
    }

    private Play.Outcome expected(Story story) {
        return java.util.Objects.requireNonNull(undisturbed.get(story));
    }

    private Stream<String> differences(Crash crash) {
        Play.Outcome expected = expected(crash.story());
        Play.Outcome came = Play.of(crash.script(), Build.SOUND, 1);
        List<String> all = new ArrayList<>();
        came.violations().forEach(violation -> all.add(violation.toString()));
        all.addAll(came.report().differences());
        if (!came.phases().equals(expected.phases())) {
            all.add("ended as " + came.phases() + " instead of " + expected.phases());
        }
        if (!came.deeds().equals(expected.deeds())) {
            all.add("did " + came.deeds() + " instead of " + expected.deeds());
        }
        return all.stream().map(difference -> crash + ": " + difference);
    }
}

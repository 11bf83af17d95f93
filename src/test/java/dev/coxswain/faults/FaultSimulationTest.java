package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many plays of the shipped scenarios, each with other faults. */
class FaultSimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultSimulationTest.class);

    private static final long SEEDS = Long.getLong("coxswain.seeds", 500);

    /** So that many can be played in pieces. */
    private static final long FIRST = Long.getLong("coxswain.firstSeed", 0);

    @Test
    void theSeedsHoldEveryFaultAndEveryStory() {
        List<Script> scripts = LongStream.range(0, SEEDS).mapToObj(Script::of).toList();
        assertThat(scripts.stream().flatMap(script -> script.faults().stream()).map(Object::getClass))
                .contains(Fault.class.getPermittedSubclasses());
        assertThat(scripts.stream().map(Script::story)).containsAll(Story.all());
    }

    @Test
    void p1ToP9HoldWhateverGoesWrong() {
        LongStream seeds = System.getProperty("coxswain.seed") == null
                ? LongStream.range(FIRST, FIRST + SEEDS)
                : LongStream.of(Long.getLong("coxswain.seed", 0));
        AtomicLong played = new AtomicLong();
        List<String> failures = seeds.boxed()
                .gather(Trial.sideBySide(seed -> Trial.of(Script.of(seed), Build.SOUND)))
                .peek(_ -> tell(played.incrementAndGet()))
                .filter(Trial::isBroken)
                .limit(5)
                .map(Trial::report)
                .toList();
        assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
    }

    /** Many take hours. */
    private static void tell(long played) {
        if (played % 1000 == 0) {
            LOG.info("{} of {} seeds are played", played, SEEDS);
        }
    }
}

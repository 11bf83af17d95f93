package dev.coxswain.app.rehearsal;

import dev.coxswain.playbook.Playbook;
import dev.coxswain.simulator.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** A scenario in the open: on a simulated cluster that listens, supervised from outside, while people look and answer. */
public final class LiveScenario implements AutoCloseable {

    private static final Duration SETTLING = Duration.ofSeconds(2);

    private final Scenario scenario;
    private final Playbook playbook;
    private final RedisStage stage;
    private final SimulatedCluster cluster;
    private final String primary;

    private LiveScenario(Scenario scenario, Playbook playbook, RedisStage stage, SimulatedCluster cluster) {
        this.scenario = scenario;
        this.playbook = playbook;
        this.stage = stage;
        this.cluster = cluster;
        this.primary = stage.primary();
    }

    /**
     * Everything is up, and nothing has happened yet.
     *
     * @param speed how many simulated seconds pass in one on the wall
     * @throws IllegalArgumentException when the scenario's parameters do not fit the playbook, or its names the world
     */
    public static LiveScenario start(Scenario scenario, Playbook playbook, int port, double speed) {
        Scenario.Stage wanted = scenario.stage();
        VirtualTime time = new VirtualTime(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        RedisStage stage =
                new RedisStage(new RedisStage.Datastore(wanted.namespace(), wanted.name(), wanted.keeper()), time);
        // definitions are served a moment after they were created
        stage.world().advance(SETTLING);
        ScenarioRunner.check(stage, wanted, stage.primary());
        Playbook asWritten = ScenarioRunner.withParams(playbook, scenario.params());
        return new LiveScenario(
                scenario, asWritten, stage, SimulatedCluster.open(time, stage.server(), stage.world(), port, speed));
    }

    public Scenario scenario() {
        return scenario;
    }

    /** With the scenario's values for its parameters. */
    public Playbook playbook() {
        return playbook;
    }

    public SimulatedCluster cluster() {
        return cluster;
    }

    /** The incident begins. */
    public void begin() {
        Scenario.Stage wanted = scenario.stage();
        undisturbed(() -> {
            ScenarioRunner.begin(stage, wanted);
            return stage;
        });
    }

    /** Lets something of the scenario happen; says what was not possible. */
    public Optional<String> happens(Scenario.Happening happening) {
        return undisturbed(() -> ScenarioRunner.happens(stage, playbook, happening));
    }

    /** What came otherwise than the scenario expects; nothing when it came as expected. */
    public List<String> differences() {
        return undisturbed(() -> ScenarioRunner.differences(stage, scenario.expect(), primary));
    }

    private <T> T undisturbed(Supplier<T> deed) {
        Lock turn = stage.server().lock();
        turn.lock();
        try {
            return deed.get();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}

package dev.coxswain.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Hold;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import dev.coxswain.run.Journal;
import dev.coxswain.run.Run;
import dev.coxswain.simulator.api.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promises that the main job keeps whatever dies, each stated by its number. */
class PromisesTest {

    private static final String REPLICA = "rfr-cart-2";

    /** Far more appends than the job has: a sweep that gets here no longer ends by itself. */
    private static final int TOO_MANY = 500;

    /** Not every append is tried, or the sweep would take minutes; set the property to 1 to try them all. */
    private static final int STRIDE = Integer.getInteger("coxswain.stride", 3);

    private final Playbook playbook = playbook();

    enum Moment {
        BEFORE_THE_APPEND,
        AFTER_THE_APPEND
    }

    /** The supervisor's death: no RuntimeException, for those are survived at the boundary of one run. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Dies at one append, and only once. */
    private static final class Mortal implements Journal {
        private final Journal memory;
        private final Fate fate;

        Mortal(Journal memory, Fate fate) {
            this.memory = memory;
            this.fate = fate;
        }

        @Override
        public Written create(KubeObject run) {
            return memory.create(run);
        }

        @Override
        public Written append(KubeObject run) {
            fate.strike(Moment.BEFORE_THE_APPEND);
            Written written = memory.append(run);
            fate.strike(Moment.AFTER_THE_APPEND);
            return written;
        }

        @Override
        public Written update(KubeObject run) {
            return memory.update(run);
        }

        @Override
        public Written delete(KubeObject run) {
            return memory.delete(run);
        }
    }

    /** When the supervisor dies, the next one takes over at once. */
    private record Reborn(Soloist supervisor) implements Cast {
        Reborn(Setting setting, UnaryOperator<Journal> memory) {
            this(new Soloist(setting, memory));
        }

        @Override
        public void act() {
            try {
                supervisor.act();
            } catch (Death death) {
                supervisor.restart();
                supervisor.act();
            }
        }
    }

    /** Knows at which append the supervisor dies. */
    private static final class Fate {
        private final int deadly;
        private final Moment moment;
        private int appends;
        private boolean struck;

        Fate(int deadly, Moment moment) {
            this.deadly = deadly;
            this.moment = moment;
        }

        void strike(Moment now) {
            if (now == Moment.BEFORE_THE_APPEND) {
                appends++;
            }
            if (!struck && now == moment && appends == deadly) {
                struck = true;
                throw new Death();
            }
        }
    }

    private static Playbook playbook() {
        Path file = Path.of("playbooks/redis-replica-probe-stuck/playbook.yaml");
        try {
            return PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                    .playbooks()
                    .getFirst();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void p1p6OperatorGivenBackAndNoEffectTwiceWhateverAppendTheSupervisorDiesAt(Moment moment) {
        int survived = 0;
        int append = 1;
        while (append < TOO_MANY && survives(append, moment)) {
            survived++;
            append += STRIDE;
        }
        assertThat(append).isLessThan(TOO_MANY);
        assertThat(survived).isGreaterThan(3);
    }

    /** False when the job was done before the append at which the supervisor would have died. */
    private boolean survives(int append, Moment moment) {
        Fate fate = new Fate(append, moment);
        RedisStage stage = new RedisStage(
                new RedisStage.Datastore("shop", "cart", new Scenario.Keeper.Spotahome(false)),
                playbook,
                setting -> new Reborn(setting, memory -> new Mortal(memory, fate)));
        List<Long> scaled = new ArrayList<>(List.of(1L));
        List<String> created = new ArrayList<>();
        stage.server().onChange(RedisStage.OPERATOR.gvk(), change -> {
            long replicas = change.object().number(-1, "spec", "replicas");
            if (change.object().ref().equals(RedisStage.OPERATOR) && scaled.getLast() != replicas) {
                scaled.add(replicas);
            }
        });
        stage.server().onChange(Gvk.of("v1", "Pod"), change -> {
            if (change.type() == Api.ChangeType.ADDED && change.object().name().startsWith("rfr-")) {
                created.add(change.object().name());
            }
        });
        String primary = stage.primary();
        stage.world().restartWithSlowLoad("shop", REPLICA, Duration.ofSeconds(230));
        stage.rehearsal().passes(Duration.ofMinutes(15));
        stage.answers("Approve");
        for (int i = 0; i < 60 && !isFinished(stage); i++) {
            stage.rehearsal().passes(Duration.ofMinutes(1));
        }
        String story = moment + " " + append + "\n" + story(stage);
        assertThat(stage.rehearsal().runs()).as(story).hasSize(1);
        assertThat(stage.rehearsal().runs().getFirst().state().phase())
                .as(story)
                .isEqualTo("Succeeded");
        assertThat(scaled).as(story).containsExactly(1L, 0L, 1L);
        assertThat(Hold.of(stage.operator())).as(story).isEmpty();
        assertThat(stage.operator().annotations()).as(story).doesNotContainKey(Hold.BY);
        assertThat(created).as(story).containsExactly(REPLICA);
        assertThat(stage.primary()).as(story).isEqualTo(primary);
        return fate.struck;
    }

    private static boolean isFinished(RedisStage stage) {
        return stage.rehearsal().runs().stream().allMatch(run -> run.state().isFinished());
    }

    private static String story(RedisStage stage) {
        StringBuilder story = new StringBuilder();
        for (Run run : stage.rehearsal().runs()) {
            run.timeline()
                    .forEach(m ->
                            story.append(m.at()).append("  ").append(m.text()).append('\n'));
        }
        return story.toString();
    }
}

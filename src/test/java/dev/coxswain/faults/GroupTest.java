package dev.coxswain.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two datastores of one declared group have a stuck replica each, and people agree to whatever is asked. */
class GroupTest {

    private static final Duration LOAD = Duration.ofSeconds(150);

    @Test
    void p2NoMemberIsTakenDownWhileAnotherDatastoreOfItsGroupHasOneDown() {
        Estate estate = bothStuck(Build.SOUND);
        assertThat(estate.violations()).isEmpty();
        assertThat(estate.runs())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(
                        run -> assertThat(run.text("status", "message")).contains("never two datastores of a group"));
    }

    @Test
    void p2AnEngineThatIsBlindForGroupsIsCaught() {
        Estate estate = bothStuck(new Build() {
            @Override
            public ClusterView view(ClusterView sound) {
                return new Groupless(sound);
            }
        });
        assertThat(estate.violations()).extracting(Play.Violation::promise).contains("P2");
    }

    private static Estate bothStuck(Build build) {
        try (Silence silence = new Silence()) {
            Estate estate = new Estate(build, List.of(), silence);
            for (String datastore : Estate.DATASTORES) {
                String replica = estate.world().replicaOf(Estate.NAMESPACE, datastore);
                estate.world().restartWithSlowLoad(Estate.NAMESPACE, replica, LOAD);
            }
            estate.passes(Duration.ofMinutes(25), new People(() -> "Approve"));
            return estate;
        }
    }

    private record Groupless(ClusterView sound) implements ClusterView {
        @Override
        public Optional<KubeObject> find(ObjectRef ref) {
            return sound.find(ref).map(Groupless::seen);
        }

        @Override
        public List<KubeObject> list(Gvk gvk) {
            return sound.list(gvk).stream().map(Groupless::seen).toList();
        }

        private static KubeObject seen(KubeObject object) {
            return object.gvk().kind().equals("RedisFailover") ? object.with(null, "metadata", "labels") : object;
        }
    }
}

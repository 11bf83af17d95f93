package dev.coxswain.action.member;

import static dev.coxswain.action.World.POD;
import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Query;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebuildMemberTest {
    private static final ObjectRef CLAIM = ObjectRef.of("v1", "PersistentVolumeClaim", "shop", "data-rfr-cart-2");
    private static final KubeObject POD_WITH_CLAIM = World.object(POD)
            .with(List.of(Map.of("persistentVolumeClaim", Map.of("claimName", CLAIM.name()))), "spec", "volumes");

    private final RebuildMember rebuild = new RebuildMember();

    @Test
    void thePodIsReadFirstBecauseTheViewMayNotKnowItsVolumes() {
        assertThat(World.withAStuckReplica().next(rebuild)).isEqualTo(new Progress.Ask(Set.of(new Query.Read(POD))));
    }

    @Test
    void theClaimIsDeletedBeforeThePod() {
        World world = World.withAStuckReplica().answers(POD_WITH_CLAIM).answers(World.object(CLAIM));
        Progress first = world.next(rebuild);
        assertThat(effect(first).target()).isEqualTo(CLAIM);
        assertThat(((Effect.Delete) effect(first)).preconditions().uid()).contains("uid-data-rfr-cart-2");
        assertThat(effect(world.did(first).next(rebuild)).target()).isEqualTo(POD);
    }

    @Test
    void aMemberWithoutAVolumeIsNotRebuilt() {
        assertThat(refusal(World.withAStuckReplica().answers(World.object(POD)).next(rebuild)))
                .contains("member.recreate");
    }

    @Test
    void thePrimarysVolumeIsNotThrownAway() {
        assertThat(refusal(World.withAStuckReplica()
                        .primary("rfr-cart-2")
                        .answers(POD_WITH_CLAIM)
                        .next(rebuild)))
                .contains("primary");
    }

    @Test
    void theAuthorHasToSayThatItIsIrreversible() {
        assertThat(rebuild.signature().invertible()).isFalse();
    }
}

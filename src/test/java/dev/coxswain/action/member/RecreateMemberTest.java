package dev.coxswain.action.member;

import static dev.coxswain.action.World.POD;
import static dev.coxswain.action.World.effect;
import static dev.coxswain.action.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Progress;
import dev.coxswain.action.World;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecreateMemberTest {
    private final RecreateMember recreate = new RecreateMember();

    @Test
    void theVeryPodThatWasSeenIsDeleted() {
        Effect.Delete delete = (Effect.Delete) effect(World.withAStuckReplica().next(recreate));
        assertThat(delete.target()).isEqualTo(POD);
        assertThat(delete.preconditions().uid()).contains("uid-rfr-cart-2");
    }

    @Test
    void p2TheSecondMemberOfADatastoreIsNeverTakenDown() {
        assertThat(refusal(World.withAStuckReplica().member("rfr-cart-1", false).next(recreate)))
                .contains("rfr-cart-1")
                .contains("never two members");
    }

    @Test
    void p2AMemberThatDoesNotExistAtAllIsDownToo() {
        assertThat(refusal(World.withAStuckReplica()
                        .lost(ObjectRef.pod("shop", "rfr-cart-1"))
                        .next(recreate)))
                .contains("only 2 of the 3 pods of rfr-cart exist");
    }

    @Test
    void thePrimaryByItsOwnWordIsNotDeletedWhateverItsLabelSays() {
        World world = World.withAStuckReplica().primary("rfr-cart-2").memberSays("rfr-cart-2", "role", "slave");
        assertThat(refusal(world.next(recreate))).contains("primary");
    }

    @Test
    void whereNobodyIsPrimaryByHisOwnWordTheLabelDecides() {
        World world = World.withAStuckReplica().primary("").memberSays("rfr-cart-2", "role", "master");
        assertThat(refusal(world.next(recreate))).contains("primary");
    }

    @Test
    void aStaleMasterLabelDoesNotProtectAReplica() {
        World world = World.withAStuckReplica().memberSays("rfr-cart-2", "role", "master");
        assertThat(world.next(recreate)).isInstanceOf(Progress.Apply.class);
    }

    @Test
    void theOnlyMemberIsNotDeleted() {
        World world = World.withAStuckReplica()
                .lost(ObjectRef.pod("shop", "rfr-cart-0"))
                .lost(ObjectRef.pod("shop", "rfr-cart-1"))
                .primary("");
        assertThat(refusal(world.next(recreate))).contains("the only redis");
    }

    @Test
    void itIsDoneWhenAPodWithAnotherUidIsThere() {
        World world = World.withAStuckReplica();
        world.did(world.next(recreate));
        assertThat(world.next(recreate)).isInstanceOf(Progress.Await.class);
        assertThat(world.lost(POD).next(recreate)).isInstanceOf(Progress.Await.class);
        world.has(World.object(POD).with("uid-new", "metadata", "uid")).member("rfr-cart-2", false);
        assertThat(world.next(recreate)).isInstanceOf(Progress.Done.class);
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsRepeatedOnlyWhileThePodStands() {
        World world = World.withAStuckReplica();
        Effect delete = effect(world.next(recreate));
        world.did(delete, new Outcome.Unknown("connection cut"));
        assertThat(world.next(recreate)).isEqualTo(new Progress.Apply(delete, Optional.empty()));
        world.has(World.object(POD).with("2026-03-01T10:00:01Z", "metadata", "deletionTimestamp"));
        assertThat(world.next(recreate)).isInstanceOf(Progress.Await.class);
    }

    @Test
    void aRefusalOfTheServerIsPassedOn() {
        World world = World.withAStuckReplica();
        world.did(effect(world.next(recreate)), new Outcome.Refused(403, "Forbidden", "may not delete pods"));
        assertThat(refusal(world.next(recreate)))
                .contains("delete Pod shop/rfr-cart-2")
                .contains("may not");
    }

    @Test
    void aPlanAssumesThatThePodComesBack() {
        World world = World.withAStuckReplica();
        world.did(world.next(recreate));
        assertThat(world.isPlanned().next(recreate)).isInstanceOf(Progress.Done.class);
    }
}

package dev.coxswain.run.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.KubeObject;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who has which lock, and what a label puts under the same one. */
class LocksTest {

    @Test
    void locksAreTakenAllAtOnceOrNotAtAllAndLentToARunOfOnesOwn() {
        Locks locks = new Locks();
        assertThat(locks.take("a/one", "", Set.of("x", "y"))).isEmpty();
        assertThat(locks.take("a/two", "", Set.of("y", "z"))).contains("a/one");
        assertThat(locks.take("a/three", "", Set.of("z"))).isEmpty();
        assertThat(locks.take("a/child", "a/one", Set.of("x", "w"))).isEmpty();
        locks.release("a/one");
        assertThat(locks.take("a/two", "", Set.of("x", "y"))).isEmpty();
        assertThat(locks.take("a/two", "", Set.of("w"))).contains("a/child");
    }

    @Test
    void p2RunsOnDatastoresOfOneGroupExcludeEachOther() {
        assertThat(Locks.GROUP).isEqualTo("coxswain.dev/group");
        KubeObject labelled = KubeObject.of(Map.of(
                "apiVersion",
                "databases.spotahome.com/v1",
                "kind",
                "RedisFailover",
                "metadata",
                Map.of("name", "cart", "namespace", "shop", "labels", Map.of(Locks.GROUP, "payments"))));
        assertThat(Locks.groups("coxswain", labelled))
                .containsExactlyInAnyOrder("group shop/payments", "group payments");
        // an author of one namespace cannot block another one by naming its group
        assertThat(Locks.groups("shop", labelled)).containsExactly("group shop/payments");
    }
}

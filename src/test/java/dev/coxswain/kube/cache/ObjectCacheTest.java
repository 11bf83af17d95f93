package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ClusterView;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {

    private static final Gvk POD = Gvk.of("v1", "Pod");

    private final ObjectCache cache = new ObjectCache();

    @BeforeEach
    void watchPods() {
        cache.expect(POD);
        cache.replace(POD, List.of(pod("a", 1), pod("b", 2)), "5");
    }

    private static KubeObject pod(String name, int version) {
        return pod("shop", name, "u-" + name, version);
    }

    private static KubeObject pod(String namespace, String name, String uid, int version) {
        return KubeObject.of(Map.of(
                "apiVersion", "v1",
                "kind", "Pod",
                "metadata",
                        Map.of(
                                "namespace",
                                namespace,
                                "name",
                                name,
                                "uid",
                                uid,
                                "resourceVersion",
                                String.valueOf(version))));
    }

    private List<String> shown() {
        return cache.get().list(POD).stream()
                .map(o -> o.name() + "@" + o.resourceVersion())
                .toList();
    }

    @Test
    void aViewOnceTakenDoesNotChange() {
        ClusterView before = cache.get();

        cache.put(pod("c", 6));
        cache.remove(pod("a", 7));

        assertThat(before.list(POD)).hasSize(2);
        assertThat(shown()).containsExactly("b@2", "c@6");
    }

    @Test
    void listsAreInOrderOfNamespaceAndNameAndKnowTheirNamespace() {
        cache.put(pod("shop-2", "a", "x", 6));
        cache.put(pod("", "z", "x", 7));
        cache.put(pod("shop", "0", "x", 8));

        assertThat(cache.get().list(POD)).extracting(KubeObject::name).containsExactly("z", "0", "a", "b", "a");
        assertThat(cache.get().list(POD, "shop")).extracting(KubeObject::name).containsExactly("0", "a", "b");
        assertThat(cache.get().list(POD, "sho")).isEmpty();
    }

    @Test
    void whatTheServerAnsweredIsSeenAtOnceAndOlderEventsDoNotUndoIt() {
        cache.observe(pod("a", 9));
        assertThat(shown()).contains("a@9");
        assertThat(cache.get().asOf(POD)).as("others may have changed too").isLessThan(9);

        cache.put(pod("a", 8));

        assertThat(shown()).containsExactly("a@9", "b@2");
        cache.put(pod("a", 9));
        cache.put(pod("a", 10));
        assertThat(shown()).containsExactly("a@10", "b@2");
    }

    @Test
    void anAnswerThatComesAfterTheDeletionWasSeenDoesNotRaiseTheDead() {
        cache.put(pod("c", 6));
        cache.remove(pod("c", 8));

        cache.observe(pod("c", 7));

        assertThat(shown()).containsExactly("a@1", "b@2");
        assertThat(cache.get().asOf(POD)).isEqualTo(8);
    }

    @Test
    void theDeletionOfAPredecessorDoesNotRemoveWhatWeCreated() {
        cache.observe(pod("shop", "a", "second", 9));

        cache.remove(pod("a", 8));

        assertThat(shown()).containsExactly("a@9", "b@2");
    }

    @Test
    void aListOlderThanOurOwnWriteKeepsTheWrite() {
        cache.observe(pod("c", 9));

        cache.replace(POD, List.of(pod("b", 2)), "7");
        assertThat(shown()).containsExactly("b@2", "c@9");

        cache.replace(POD, List.of(pod("b", 2)), "10");
        assertThat(shown()).containsExactly("b@2");
    }

    @Test
    void aServerRestoredFromABackupIsBelieved() {
        cache.put(pod("a", 900));
        cache.observe(pod("b", 1000));

        cache.replace(POD, List.of(pod("a", 3), pod("b", 4)), "6");
        cache.put(pod("a", 7));

        assertThat(shown()).containsExactly("a@7", "b@4");
    }

    @Test
    void whatWeDeletedStaysAwayWhileOlderNewsArrive() {
        cache.forget(pod("a", 1));

        cache.put(pod("a", 6));
        assertThat(shown()).containsExactly("b@2");

        cache.remove(pod("a", 7));
        cache.put(pod("shop", "a", "second", 8));
        assertThat(shown()).containsExactly("a@8", "b@2");
    }

    @Test
    void nothingIsSeenBeforeItArrives() {
        assertThat(cache.get().asOf(POD)).isLessThan(6);
        cache.reached(POD, "6");
        assertThat(cache.get().asOf(POD)).isEqualTo(6);
    }

    @Test
    void listenersHearOfEveryChangeAndSeeTheNewView() {
        List<String> heard = new ArrayList<>();
        cache.onChange(ref -> heard.add(ref.name()
                + cache.get().find(ref).map(KubeObject::resourceVersion).orElse("-")));

        cache.replace(POD, List.of(pod("a", 1), pod("c", 8)), "9");
        cache.observe(pod("a", 10));
        cache.put(pod("a", 10));

        assertThat(heard).containsExactly("b-", "c8", "a10", "a10");
    }

    @Test
    void theCacheIsSyncedWhenEveryKindHasBeenListed() {
        assertThat(cache.isSynced()).isTrue();
        Gvk node = Gvk.of("v1", "Node");
        cache.expect(node);
        assertThat(cache.isSynced()).isFalse();
        assertThat(cache.get().asOf(node)).isNegative();
        assertThat(cache.get().asOf(Gvk.of("v1", "Secret")))
                .as("what is not watched cannot lag")
                .isEqualTo(ClusterView.NEVER_LATE);
        cache.replace(node, List.of(), "");
        assertThat(cache.isSynced()).isTrue();
    }
}

package dev.coxswain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedObjectsTest {

    private static final int ROUNDS = 20_000;

    private final Random random = new Random(7);

    @Test
    void holdsWhatASortedMapHoldsWhateverIsDoneToIt() {
        SortedObjects objects = SortedObjects.EMPTY;
        TreeMap<ObjectRef, KubeObject> model = new TreeMap<>(SortedObjects.ORDER);
        for (int i = 0; i < ROUNDS; i++) {
            KubeObject object = pod(random.nextInt(7), random.nextInt(120), i);
            if (random.nextInt(3) == 0) {
                objects = objects.without(object.ref());
                model.remove(object.ref());
            } else {
                objects = objects.with(object);
                model.put(object.ref(), object);
            }
            assertThat(objects.find(object.ref()).orElse(null)).isSameAs(model.get(object.ref()));
            if (i % 500 == 0) {
                assertSame(objects, model);
            }
        }
        assertSame(objects, model);
        assertSame(SortedObjects.of(new ArrayList<>(model.values()).reversed()), model);
    }

    private static void assertSame(SortedObjects objects, SortedMap<ObjectRef, KubeObject> model) {
        assertThat(objects).containsExactlyElementsOf(model.values()).hasSize(model.size());
        for (int i = 0; i < objects.size(); i += 37) {
            assertThat(objects.get(i)).isSameAs(new ArrayList<>(model.values()).get(i));
        }
        for (int n = 0; n < 8; n++) {
            String namespace = "ns-" + n;
            assertThat(objects.in(namespace))
                    .containsExactlyElementsOf(model.values().stream()
                            .filter(o -> o.namespace().equals(namespace))
                            .toList());
        }
    }

    @Test
    void differencesOfTwoVersionsAreThoseOfTheirContents() {
        SortedObjects before = SortedObjects.EMPTY;
        for (int round = 0; round < 300; round++) {
            SortedObjects now = before;
            for (int i = random.nextInt(round < 100 ? 400 : 6); i >= 0; i--) {
                KubeObject object = pod(random.nextInt(5), random.nextInt(400), round * 1000 + i);
                now = random.nextInt(4) == 0 ? now.without(object.ref()) : now.with(object);
            }
            Differences differences = Differences.between(before, now);
            assertThat(new HashSet<>(differences.come())).isEqualTo(minus(now, before));
            assertThat(new HashSet<>(differences.gone())).isEqualTo(minus(before, now));
            assertThat(Differences.between(new ArrayList<>(before), now)).isEqualTo(differences);
            assertThat(Differences.between(now, now).isEmpty()).isTrue();
            before = now;
        }
    }

    private static Set<KubeObject> minus(List<KubeObject> some, List<KubeObject> others) {
        Set<KubeObject> left = new HashSet<>(some);
        left.removeAll(new HashSet<>(others));
        return left;
    }

    private static KubeObject pod(int namespace, int number, int version) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of(
                        "namespace",
                        "ns-" + namespace,
                        "name",
                        "pod-" + number,
                        "resourceVersion",
                        String.valueOf(version))));
    }
}

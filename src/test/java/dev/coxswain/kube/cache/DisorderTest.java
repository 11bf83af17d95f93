package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Events of a watch that come late, twice, in another order, or not at all until the next list, leave what the server has. */
class DisorderTest {

    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final int SEEDS = Integer.getInteger("coxswain.disorders", 2000);
    private static final int CHANGES = 60;
    private static final int NAMES = 5;

    /** What happened on the server: an object as it was made, or its end. */
    private record Change(KubeObject object, boolean end) {
        void reach(ObjectCache cache) {
            if (end) {
                cache.remove(object);
            } else {
                cache.put(object);
            }
        }
    }

    /** What the cache is told, and when. */
    private record Told(double at, Runnable telling, String what) {}

    /** A server's life from a seed. */
    private static final class Server {
        private final List<Change> changes = new ArrayList<>();
        private final Map<String, KubeObject> objects = new TreeMap<>();

        Server(Random random) {
            for (int version = 1; version <= CHANGES; version++) {
                String name = "pod-" + random.nextInt(NAMES);
                KubeObject before = objects.get(name);
                boolean end = before != null && random.nextInt(4) == 0;
                KubeObject after = pod(name, before == null ? "u" + version : before.uid(), version);
                changes.add(new Change(after, end));
                if (end) {
                    objects.remove(name);
                } else {
                    objects.put(name, after);
                }
            }
        }

        Collection<KubeObject> objects() {
            return objects.values();
        }
    }

    private static KubeObject pod(String name, String uid, int version) {
        return KubeObject.of(Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("namespace", "shop", "name", name, "uid", uid, "resourceVersion", "" + version)));
    }

    private static ObjectCache empty() {
        ObjectCache cache = new ObjectCache();
        cache.expect(POD);
        cache.replace(POD, List.of(), "0");
        return cache;
    }

    private static void disturb(Random random, List<Told> all, ObjectCache cache, Server server) {
        boolean ours = random.nextBoolean();
        for (int i = 0; i < CHANGES; i++) {
            Change change = server.changes.get(i);
            all.add(new Told(i + random.nextDouble() * 8, () -> change.reach(cache), change.toString()));
            while (random.nextInt(4) == 0) {
                all.add(new Told(i + random.nextDouble() * 12, () -> change.reach(cache), change + " again"));
            }
            if (ours && random.nextInt(3) == 0) {
                all.add(answered(i + random.nextDouble() * 8, cache, change, before(server, i)));
            }
        }
    }

    /** The change was ours, and the server's answer to it comes by itself. */
    private static Told answered(double at, ObjectCache cache, Change change, KubeObject before) {
        return change.end()
                ? new Told(at, () -> cache.forget(before), "we deleted " + before)
                : new Told(at, () -> cache.observe(change.object()), "we wrote " + change.object());
    }

    private static KubeObject before(Server server, int change) {
        ObjectRef ref = server.changes.get(change).object().ref();
        return server.changes.subList(0, change + 1).reversed().stream()
                .map(Change::object)
                .filter(object -> object.ref().equals(ref))
                .limit(2)
                .reduce((now, then) -> then)
                .orElseThrow();
    }

    private static void isWhatTheServerHas(int seed, ObjectCache cache, Server server, List<Told> all) {
        assertThat(cache.get().list(POD))
                .as(() -> "seed " + seed + ": "
                        + String.join("\n", all.stream().map(Told::what).toList()))
                .extracting(object -> object.uid() + object)
                .containsExactlyElementsOf(server.objects().stream()
                        .map(object -> object.uid() + object)
                        .toList());
    }

    @Test
    void eventsInAnyOrderAndAnyNumberLeaveWhatTheyWouldHaveLeftInTheirOwn() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Server server = new Server(random);
            ObjectCache orderly = empty();
            server.changes.forEach(change -> change.reach(orderly));
            isWhatTheServerHas(seed, orderly, server, List.of());

            ObjectCache cache = empty();
            List<Told> all = new ArrayList<>();
            disturb(random, all, cache, server);
            all.sort(java.util.Comparator.comparingDouble(Told::at));
            all.forEach(told -> told.telling().run());
            isWhatTheServerHas(seed, cache, server, all);
        }
    }

    @Test
    void whatWasLostIsThereAfterTheNextList() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Server server = new Server(random);
            ObjectCache cache = empty();
            List<Told> all = new ArrayList<>();
            disturb(random, all, cache, server);
            Collections.shuffle(all, random);
            all.removeIf(_ -> random.nextInt(3) == 0);
            all.forEach(told -> told.telling().run());
            cache.replace(POD, server.objects(), "" + CHANGES);
            isWhatTheServerHas(seed, cache, server, all);
        }
    }
}

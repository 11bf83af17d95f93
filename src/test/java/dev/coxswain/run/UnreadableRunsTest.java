package dev.coxswain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.journal.RunJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** P8: what a run's journal says when somebody, or something, has spoilt it. */
class UnreadableRunsTest {

    private static final String WAITS =
            "- {name: wait, uses: wait, with: {until: 'object.metadata.name == \"never\"', atMost: 10m}}";
    private static final List<@Nullable Object> GARBAGE =
            java.util.Arrays.asList("garbage", 7L, true, List.of("a", 1L), Map.of("$time", "noon"), null);

    /** One run that works on {@code shop/first}. */
    private static Rig working() {
        Rig rig = new Rig(
                Rig.playbook(WAITS),
                Rig.playbook("rival", "approval: {mode: Never}", WAITS)
                        .replace("== 'rival'", "!= '' && has(object.metadata.labels.rivalled)"));
        rig.starts("job", "shop", "first");
        rig.passes(5);
        return rig;
    }

    private static KubeObject run(Rig rig) {
        return rig.server.list(RunJson.GVK).getFirst();
    }

    private static void spoil(Rig rig, Object value, String... path) {
        rig.server.updateStatus(run(rig).with(value, path), Rig.PERSON);
    }

    @Test
    void p8ANewLeaderMeetsAnUnreadableJournalAndKeepsTheLocksOfAll() {
        Rig rig = working();
        spoil(rig, "no JSON at all", "status", "variables");
        rig.restart();
        rig.edit(
                dev.coxswain.cluster.ObjectRef.of("v1", "ConfigMap", "shop", "first"),
                "yes",
                "metadata",
                "labels",
                "rivalled");
        rig.passes(10);
        Map<String, String> phases = new java.util.TreeMap<>();
        rig.server
                .list(RunJson.GVK)
                .forEach(r -> phases.put(r.text("spec", "firing", "playbook"), r.text("status", "phase")));
        assertThat(phases).as("the rival waits").containsOnly(Map.entry("job", "Running"), Map.entry("rival", ""));
    }

    @Test
    void p8OneUnreadableJournalDelaysNoOther() {
        Rig rig = working();
        spoil(rig, List.of(Map.of("name", "wait", "phase", "HALFWAY")), "status", "steps");
        rig.restart();
        rig.starts("job", "shop", "second");
        rig.passes(3);
        assertThat(rig.server.list(RunJson.GVK))
                .extracting(r -> r.text("spec", "firing", "target", "name") + " " + r.text("status", "phase"))
                .containsExactlyInAnyOrder("first Running", "second Running");
    }

    private static List<KubeObject> events(Rig rig) {
        return rig.server.list(Gvk.of("v1", "Event")).stream()
                .filter(event -> event.text("reason").equals("Unreadable"))
                .toList();
    }

    @Test
    void p8AnEventOnTheRunTellsOnceForEachReasonThatItCannotBeRead() {
        Rig rig = working();
        KubeObject sound = run(rig);
        AtomicInteger posts = new AtomicInteger();
        rig.wire = new Rig.Wire() {
            @Override
            public Optional<ApiResponse> instead(ApiRequest request) {
                if (request.path().endsWith("/events")) {
                    posts.incrementAndGet();
                }
                return Optional.empty();
            }
        };
        spoil(rig, "no JSON at all", "status", "variables");
        rig.passes(120);
        assertThat(posts).as("it is looked at again and again").hasValue(1);
        rig.restart();
        rig.passes(120);
        assertThat(events(rig)).singleElement().satisfies(event -> {
            assertThat(event.text("involvedObject", "kind")).isEqualTo("PlaybookRun");
            assertThat(event.text("involvedObject", "name")).isEqualTo(sound.name());
            assertThat(event.text("involvedObject", "uid")).isEqualTo(sound.uid());
            assertThat(event.text("type")).isEqualTo("Warning");
            assertThat(event.text("message"))
                    .contains("keeps its locks", "status.variables", "take its finalizer " + RunJson.FINALIZER);
        });
        spoil(rig, Objects.requireNonNull(sound.get("status")), "status");
        spoil(rig, List.of(Map.of("name", "wait", "phase", "HALFWAY")), "status", "steps");
        rig.passes(60);
        assertThat(events(rig))
                .hasSize(2)
                .anyMatch(event -> event.text("message").contains("status.steps"));
        spoil(rig, Objects.requireNonNull(sound.get("status")), "status");
        rig.passes(2);
        assertThat(events(rig)).as("it goes on").hasSize(2);
        assertThat(RunJson.read(run(rig)).state().phase()).isEqualTo("Running");
    }

    /** Whatever stands in whatever field: the run is read, or it is told which object and which field it is. */
    @Test
    void whatCannotBeReadIsToldByObjectAndField() {
        KubeObject sound = run(working());
        List<List<String>> paths = new ArrayList<>();
        paths(sound.get("status"), List.of("status"), paths);
        paths(sound.get("spec", "firing"), List.of("spec", "firing"), paths);
        assertThat(paths).hasSizeGreaterThan(20);
        int refused = 0;
        for (List<String> path : paths) {
            for (Object value : GARBAGE) {
                refused += complaint(sound, path, value).isPresent() ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(30);
        assertThatThrownBy(() -> RunJson.read(sound.with("not JSON", "status", "variables")))
                .hasMessageStartingWith(
                        "PlaybookRun " + sound.namespace() + "/" + sound.name() + ": status.variables: ");
    }

    private static Optional<String> complaint(KubeObject sound, List<String> path, @Nullable Object value) {
        KubeObject spoilt = KubeObject.of(Json.asMap(replaced(sound.tree(), path, value)));
        try {
            RunJson.read(spoilt);
            return Optional.empty();
        } catch (IllegalArgumentException told) {
            assertThat(told)
                    .hasMessageStartingWith(sound.ref() + ": "
                            + String.join(".", path.subList(0, path.getFirst().equals("spec") ? 2 : 1)));
            return Optional.of(String.valueOf(told.getMessage()));
        }
    }

    private static void paths(@Nullable Object value, List<String> here, List<List<String>> all) {
        all.add(here);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> paths(item, plus(here, String.valueOf(key)), all));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                paths(list.get(i), plus(here, String.valueOf(i)), all);
            }
        }
    }

    private static List<String> plus(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }

    private static @Nullable Object replaced(@Nullable Object tree, List<String> path, @Nullable Object value) {
        if (path.isEmpty()) {
            return value;
        }
        Object copy = Json.mutableCopy(tree);
        List<String> rest = path.subList(1, path.size());
        if (copy instanceof List<?>) {
            List<@Nullable Object> list = new ArrayList<>(Json.asList(copy));
            int index = Integer.parseInt(path.getFirst());
            list.set(index, replaced(list.get(index), rest, value));
            return list;
        }
        Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>(Json.asMap(copy));
        map.put(path.getFirst(), replaced(map.get(path.getFirst()), rest, value));
        return map;
    }
}

package dev.coxswain.simulator.world;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.Tree;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The least of an API server that the controllers need, so that they are tested without the whole of it. */
final class MemoryApi implements Api {

    private final InstantSource clock;
    private final Map<Gvk, Map<ObjectRef, KubeObject>> objects = new HashMap<>();
    private final Map<Gvk, List<Consumer<Change>>> listeners = new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private long version;

    MemoryApi(InstantSource clock) {
        this.clock = clock;
    }

    List<Change> history() {
        return history;
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return Optional.ofNullable(of(ref.gvk()).get(ref));
    }

    private Map<ObjectRef, KubeObject> of(Gvk gvk) {
        return objects.computeIfAbsent(
                gvk,
                g -> new TreeMap<>(Comparator.comparing(ObjectRef::namespace).thenComparing(ObjectRef::name)));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return List.copyOf(of(gvk).values());
    }

    @Override
    public List<KubeObject> list(Gvk gvk, String namespace) {
        return list(gvk).stream().filter(o -> o.namespace().equals(namespace)).toList();
    }

    @Override
    public KubeObject create(KubeObject object, Actor actor) {
        if (find(object.ref()).isPresent()) {
            throw refusal(409, "AlreadyExists", object.ref() + " exists");
        }
        version++;
        KubeObject born = object.with("uid-" + version, "metadata", "uid")
                .with(now(), "metadata", "creationTimestamp")
                .with(1L, "metadata", "generation")
                .with(String.valueOf(version), "metadata", "resourceVersion");
        return store(ChangeType.ADDED, born);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private KubeObject store(ChangeType type, KubeObject object) {
        of(object.gvk()).put(object.ref(), object);
        tell(type, object);
        return object;
    }

    private void tell(ChangeType type, KubeObject object) {
        history.add(new Change(type, object));
        List.copyOf(listeners.getOrDefault(object.gvk(), List.of())).forEach(l -> l.accept(new Change(type, object)));
    }

    @Override
    public KubeObject update(KubeObject object, Actor actor) {
        KubeObject before = require(object.ref());
        KubeObject after = object.with(before.get("status"), "status");
        if (!String.valueOf(before.get("spec")).equals(String.valueOf(after.get("spec")))) {
            after = after.with(before.number(1, "metadata", "generation") + 1, "metadata", "generation");
        }
        return write(before, after);
    }

    @Override
    public KubeObject updateStatus(KubeObject object, Actor actor) {
        KubeObject before = require(object.ref());
        return write(before, before.with(object.get("status"), "status"));
    }

    private KubeObject write(KubeObject before, KubeObject after) {
        if (before.equals(after)) {
            return before;
        }
        version++;
        return store(ChangeType.MODIFIED, after.with(String.valueOf(version), "metadata", "resourceVersion"));
    }

    private KubeObject require(ObjectRef ref) {
        return find(ref).orElseThrow(() -> refusal(404, "NotFound", ref + " not found"));
    }

    @Override
    public void delete(ObjectRef ref, Preconditions preconditions, Actor actor) {
        KubeObject object = require(ref);
        boolean runs = ref.gvk().kind().equals("Pod")
                && !object.text("spec", "nodeName").isEmpty();
        if (!runs) {
            remove(ref, preconditions, actor);
        } else if (!object.isBeingDeleted()) {
            long grace = object.number(30, "spec", "terminationGracePeriodSeconds");
            write(
                    object,
                    object.with(now(), "metadata", "deletionTimestamp")
                            .with(grace, "metadata", "deletionGracePeriodSeconds"));
        }
    }

    @Override
    public void remove(ObjectRef ref, Preconditions preconditions, Actor actor) {
        KubeObject object = require(ref);
        if (preconditions.uid().filter(uid -> !uid.equals(object.uid())).isPresent()) {
            throw refusal(409, "Conflict", "another object");
        }
        of(ref.gvk()).remove(ref);
        tell(ChangeType.DELETED, object);
    }

    @Override
    public void onChange(Gvk gvk, Consumer<Change> listener) {
        listeners.computeIfAbsent(gvk, g -> new ArrayList<>()).add(listener);
    }

    private static ApiException refusal(int code, String reason, String message) {
        Map<String, @Nullable Object> status = Tree.of("reason", reason, "message", message, "code", (long) code);
        return new ApiException(code, status);
    }
}

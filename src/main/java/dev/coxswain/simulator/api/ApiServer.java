package dev.coxswain.simulator.api;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.registry.Birth;
import dev.coxswain.simulator.api.registry.Cleanup;
import dev.coxswain.simulator.api.registry.DeleteOptions;
import dev.coxswain.simulator.api.registry.Objects;
import dev.coxswain.simulator.api.registry.Store;
import dev.coxswain.simulator.api.registry.Write;
import dev.coxswain.simulator.api.rest.Rest;
import dev.coxswain.simulator.api.rest.Watches;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The API server: what is stored, and everything that may be asked about it.
 *
 * <p>Everything happens under one lock, which whoever drives the simulated world takes too, so that no request ever sees the
 * world in the middle of a change.
 */
public final class ApiServer implements Api {

    private final ReentrantLock lock = new ReentrantLock();
    private final Store store;
    private final Kinds kinds = new Kinds();
    private final List<Admission> admissions = new ArrayList<>();
    private final Map<ObjectRef, Idle> idle = new HashMap<>();
    private final InstantSource clock;
    private final Objects objects;
    private final Rest rest;
    private final Watches watches;
    private Authorizer authorizer = Authorizer.EVERYTHING;
    private Authenticator authenticator = Authenticator.NOBODY_ASKED;
    private ReviewHandler reviews = ReviewHandler.UNANSWERED;
    private Later later = (delay, action) -> action.run();
    private boolean paced;
    private ContainerRuntime runtime = ContainerRuntime.NOTHING_RUNS;

    /** @param random where names and uids come from */
    public ApiServer(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.store = new Store(clock);
        this.objects = new Objects(
                store, kinds, new Birth(clock, random), request -> admissions.forEach(each -> each.admit(request)));
        this.watches = new Watches(store, kinds);
        this.rest = new Rest(store, kinds, objects, this::authorizer, this::reviews);
        new Cleanup(store, kinds, objects, this::later, () -> paced);
        for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
            create(
                    KubeObject.of(Refusals.object(
                            "apiVersion", "v1", "kind", "Namespace", "metadata", Refusals.object("name", namespace))),
                    new Actor("system:apiserver", "kube-apiserver"));
        }
    }

    /** Held by every request and by whoever moves the world on. */
    public ReentrantLock lock() {
        return lock;
    }

    public InstantSource clock() {
        return clock;
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public ContainerRuntime runtime() {
        return runtime;
    }

    @Override
    public void letLater(Later later) {
        this.later = later;
        this.paced = true;
    }

    private void later(Duration delay, Runnable action) {
        later.after(
                delay,
                () -> locked(() -> {
                    action.run();
                    store.tell();
                    return true;
                }));
    }

    private ReviewHandler reviews() {
        return reviews;
    }

    public void setAuthenticator(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    public void setAuthorizer(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    public void setReviewHandler(ReviewHandler handler) {
        this.reviews = handler;
    }

    public void setRuntime(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    /** Asked in the order in which they were added; the first refusal counts. */
    public void addAdmission(Admission admission) {
        admissions.add(admission);
    }

    /** Every verb but watch and exec. Refusals come back as Status answers, never as exceptions. */
    public ApiResponse handle(ApiRequest request, Identity user) {
        return handle(request, user, List.of());
    }

    /** @param duplicates paths of fields that stood twice in the text of the body */
    public ApiResponse handle(ApiRequest request, Identity user, List<String> duplicates) {
        return locked(() -> {
            try {
                return rest.answer(request, user, duplicates);
            } catch (ApiException refusal) {
                return refusal.response();
            }
        });
    }

    /**
     * Opens a watch. The sink is given one event after another, {@code {"type": …, "object": …}}, while the lock is held.
     *
     * @throws ApiException when the watch is refused
     */
    public Watch watch(ApiRequest request, Identity user, Consumer<Map<String, @Nullable Object>> sink) {
        return locked(() -> watches.open(rest.authorized(request, user, "watch"), request.query(), sink));
    }

    /** Lets a watcher know how far it has come. */
    public void bookmark(Watch watch) {
        locked(() -> {
            watch.bookmark();
            return true;
        });
    }

    /**
     * Runs a program in a container.
     *
     * @throws ApiException when the user may not, or nothing runs there
     */
    public ExecResult exec(ObjectRef pod, String container, List<String> command, byte[] stdin, Identity user) {
        return locked(() -> {
            ApiRequest request = new ApiRequest(
                    "POST",
                    "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/exec",
                    Map.of(),
                    "",
                    null);
            rest.authorized(request, user, "create");
            return runtime.exec(pod, containerOf(pod, container), command, stdin);
        });
    }

    /** What a container has printed. @throws ApiException when the user may not read it, or there is no such pod */
    public String log(ObjectRef pod, String container, ContainerRuntime.LogOptions options, Identity user) {
        return locked(() -> {
            String path = "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/log";
            rest.authorized(ApiRequest.get(path, Map.of()), user, "get");
            return runtime.log(pod, containerOf(pod, container), options);
        });
    }

    private String containerOf(ObjectRef pod, String container) {
        KubeObject object = find(pod).orElseThrow(() -> Refusals.notFound("", "pods", pod.name()));
        List<String> names = object.list("spec", "containers").stream()
                .map(each -> Json.asText(Json.at(each, "name")))
                .toList();
        if (!container.isEmpty() && !names.contains(container)) {
            throw Refusals.badRequest("container " + container + " is not valid for pod " + pod.name());
        }
        return container.isEmpty() ? names.getFirst() : container;
    }

    /** Makes every version that is not the newest too old to watch from, as a compaction does. */
    public void forgetHistory() {
        locked(() -> {
            store.forgetHistory();
            return true;
        });
    }

    /** Which kind of object a path is about. */
    public Optional<Kind> kindAt(String path) {
        return locked(() -> rest.kindAt(path));
    }

    /** @throws ApiException when the user may not read what is at this path, which is not one of objects */
    public void requirePath(String path, Identity user) {
        locked(() -> {
            rest.requirePath(ApiRequest.get(path, Map.of()), user);
            return true;
        });
    }

    /** All that is served below {@code /api} or {@code /apis}, in one document. */
    public ApiResponse aggregatedDiscovery(String path, Identity user) {
        return locked(() -> rest.aggregatedDiscovery(ApiRequest.get(path, Map.of()), user));
    }

    /** The kinds that are served now, in a stable order. */
    public Collection<Kind> kinds() {
        return locked(kinds::all);
    }

    @Override
    public Optional<KubeObject> find(ObjectRef ref) {
        return locked(() -> kinds.find(ref.gvk())
                .flatMap(kind -> store.find(kind.storage(), ref.namespace(), ref.name())
                        .map(object -> Versions.as(kind, object))));
    }

    @Override
    public List<KubeObject> list(Gvk gvk) {
        return list(gvk, "");
    }

    @Override
    public List<KubeObject> list(Gvk gvk, String namespace) {
        return locked(() -> kinds.find(gvk).stream()
                .flatMap(kind -> store.list(kind.storage(), namespace).stream().map(each -> Versions.as(kind, each)))
                .toList());
    }

    @Override
    public KubeObject create(KubeObject object, Actor actor) {
        return write(
                () -> objects.create(kinds.get(object.gvk()), object.namespace(), object.tree(), Write.by(actor, "")));
    }

    @Override
    public KubeObject update(KubeObject object, Actor actor) {
        return write(() -> {
            Kind kind = kinds.get(object.gvk());
            Optional<KubeObject> before = store.find(kind.storage(), object.namespace(), object.name());
            Idle known = idle.get(object.ref());
            if (known != null && before.isPresent() && known.isSame(before.get(), object)) {
                return before.get();
            }
            KubeObject after = objects.update(kind, object.ref(), object.tree(), Write.by(actor, ""));
            if (before.isPresent()
                    && after.resourceVersion().equals(before.get().resourceVersion())) {
                idle.put(object.ref(), new Idle(before.get(), object));
            }
            return after;
        });
    }

    /** Operators write the same again and again; what changed nothing changes nothing the next time. */
    private record Idle(KubeObject stored, KubeObject written) {
        boolean isSame(KubeObject storedNow, KubeObject writtenNow) {
            return stored.resourceVersion().equals(storedNow.resourceVersion())
                    && stored.uid().equals(storedNow.uid())
                    && written.tree().equals(writtenNow.tree());
        }
    }

    @Override
    public KubeObject updateStatus(KubeObject object, Actor actor) {
        return write(
                () -> objects.update(kinds.get(object.gvk()), object.ref(), object.tree(), Write.by(actor, "status")));
    }

    @Override
    public KubeObject bind(ObjectRef pod, String node, Actor actor) {
        return write(() -> objects.bind(kinds.get(pod.gvk()), pod, node, Write.by(actor, "")));
    }

    @Override
    public void delete(ObjectRef ref, Preconditions preconditions, Actor actor) {
        DeleteOptions options = DeleteOptions.NONE.with(preconditions);
        write(() -> objects.delete(kinds.get(ref.gvk()), ref, options, Write.by(actor, "")));
    }

    @Override
    public void remove(ObjectRef ref, Preconditions preconditions, Actor actor) {
        DeleteOptions options = DeleteOptions.NONE.with(preconditions).withGrace(0);
        write(() -> objects.delete(kinds.get(ref.gvk()), ref, options, Write.by(actor, "")));
    }

    @Override
    public void onChange(Gvk gvk, Consumer<Change> listener) {
        store.onEvent(event -> kinds.find(gvk)
                .filter(kind -> kind.storage().equals(event.storage()))
                .ifPresent(kind -> listener.accept(new Change(event.type(), Versions.as(kind, event.object())))));
    }

    private KubeObject write(Supplier<KubeObject> change) {
        return locked(() -> {
            KubeObject written = change.get();
            store.tell();
            return written;
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}

package dev.coxswain.simulator.api;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The API server from within, as the controllers use it: the same checks, defaults and resource versions as over HTTP, with
 * all rights and without a wire.
 *
 * <p>Every writing method throws {@link ApiException} when the server refuses.
 */
public interface Api {

    Optional<KubeObject> find(ObjectRef ref);

    /** In order of namespace and name. */
    List<KubeObject> list(Gvk gvk);

    List<KubeObject> list(Gvk gvk, String namespace);

    KubeObject create(KubeObject object, Actor actor);

    /** Replaces the object; a resource version in it is a precondition. */
    KubeObject update(KubeObject object, Actor actor);

    /** Replaces the status alone. */
    KubeObject updateStatus(KubeObject object, Actor actor);

    /** Gives a pod a node, as the scheduler does. */
    KubeObject bind(ObjectRef pod, String node, Actor actor);

    void delete(ObjectRef ref, Preconditions preconditions, Actor actor);

    /** Deletes without waiting for grace or for the kubelet, as the kubelet itself does at the end of a pod. */
    void remove(ObjectRef ref, Preconditions preconditions, Actor actor);

    /** Calls back after each change of an object of this kind, on the thread that made the change. */
    void onChange(Gvk gvk, Consumer<Change> listener);

    /** Lets what a real cluster does a moment later happen later; until this is called it happens at once. */
    void letLater(Later later);

    /** When something is done. */
    @FunctionalInterface
    interface Later {

        void after(Duration delay, Runnable action);
    }

    /**
     * Who writes.
     *
     * @param user as the authenticator names it: {@code system:serviceaccount:ns:name}
     * @param fieldManager under which name managedFields are kept
     */
    record Actor(String user, String fieldManager) {}

    enum ChangeType {
        ADDED,
        MODIFIED,
        DELETED
    }

    record Change(ChangeType type, KubeObject object) {}
}

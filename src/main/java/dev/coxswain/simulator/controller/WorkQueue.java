package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.ApiException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keys that wait for a reconciler, each at most once; a refused key comes again after a second. */
final class WorkQueue {

    private static final Duration REACTION = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Agenda agenda;
    private final Reconciler reconciler;
    private final Set<ObjectRef> waiting = ConcurrentHashMap.newKeySet();

    WorkQueue(Agenda agenda, Reconciler reconciler) {
        this.agenda = agenda;
        this.reconciler = reconciler;
    }

    void add(ObjectRef ref) {
        addAfter(REACTION, ref);
    }

    private void addAfter(Duration delay, ObjectRef ref) {
        if (waiting.add(ref)) {
            agenda.after(delay, () -> work(ref));
        }
    }

    private void work(ObjectRef ref) {
        waiting.remove(ref);
        try {
            reconciler.reconcile(ref);
        } catch (ApiException refused) {
            addAfter(RETRY, ref);
        }
    }
}

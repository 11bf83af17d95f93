package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes Events away an hour after they were last written, as the API server does unless it is told otherwise. */
final class EventExpiry {

    private static final Gvk EVENT = Gvk.of("v1", "Event");
    private static final Duration KEPT = Duration.ofHours(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(5);
    private static final Api.Actor ACTOR = new Api.Actor("system:apiserver", "kube-apiserver");

    private final Api api;
    private final Agenda agenda;
    /** The oldest first. */
    private final Map<ObjectRef, Instant> writtenAt = new LinkedHashMap<>();

    EventExpiry(Api api, Agenda agenda) {
        this.api = api;
        this.agenda = agenda;
    }

    void start() {
        api.onChange(EVENT, this::learn);
        agenda.after(SWEEP_EVERY, this::sweep);
    }

    private void learn(Api.Change change) {
        ObjectRef ref = change.object().ref();
        writtenAt.remove(ref);
        if (change.type() != Api.ChangeType.DELETED) {
            writtenAt.put(ref, agenda.instant());
        }
    }

    private void sweep() {
        Instant oldest = agenda.instant().minus(KEPT);
        List<ObjectRef> expired = writtenAt.entrySet().stream()
                .takeWhile(entry -> entry.getValue().isBefore(oldest))
                .map(Map.Entry::getKey)
                .toList();
        expired.forEach(ref -> api.remove(ref, Preconditions.NONE, ACTOR));
        agenda.after(SWEEP_EVERY, this::sweep);
    }
}

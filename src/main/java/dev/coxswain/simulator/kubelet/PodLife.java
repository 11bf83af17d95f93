package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.Agenda;
import dev.coxswain.simulator.controller.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pod on its node, from its admission to its removal: sandbox, init containers, containers, the end. */
final class PodLife {

    private static final Duration SANDBOX = Duration.ofMillis(400);
    private static final Duration START = Duration.ofMillis(100);
    private static final Duration CLEANUP = Duration.ofMillis(800);

    private final KubeObject pod;
    private final Api api;
    private final Agenda agenda;
    private final EventLog events;
    private final Programs programs;
    private final EventLog.Reporter reporter;
    private final String ip;
    private final List<RunningContainer> containers = new ArrayList<>();
    private final List<RunningContainer> initContainers = new ArrayList<>();
    private final PodStatus status;
    private boolean stopping;
    private boolean cleaned;

    PodLife(KubeObject pod, String ip, Api api, Agenda agenda, EventLog events, Programs programs) {
        this.pod = pod;
        this.ip = ip;
        this.api = api;
        this.agenda = agenda;
        this.events = events;
        this.programs = programs;
        this.reporter = new EventLog.Reporter("kubelet", pod.text("spec", "nodeName"));
        pod.list("spec", "initContainers").forEach(c -> initContainers.add(container(c)));
        pod.list("spec", "containers").forEach(c -> containers.add(container(c)));
        this.status = new PodStatus(pod, api, agenda, reporter.actor());
    }

    private RunningContainer container(@Nullable Object spec) {
        return new RunningContainer(Json.asMap(spec), this, agenda);
    }

    void admit() {
        changed();
        containers.forEach(RunningContainer::startProbing);
        agenda.after(SANDBOX, () -> {
            status.sandboxReady(ip);
            changed();
            agenda.after(START, this::startNextInit);
        });
    }

    private void startNextInit() {
        if (stopping) {
            return;
        }
        Optional<RunningContainer> next =
                initContainers.stream().filter(c -> !c.isFinished()).findFirst();
        if (next.isPresent()) {
            next.get().start();
        } else {
            containers.forEach(RunningContainer::start);
        }
    }

    String name() {
        return pod.name();
    }

    /** As the kubelet writes it into messages. */
    String fullName() {
        return "%s_%s(%s)".formatted(pod.name(), pod.namespace(), pod.uid());
    }

    String uid() {
        return pod.uid();
    }

    boolean isStopping() {
        return stopping;
    }

    Duration grace() {
        return Duration.ofSeconds(pod.number(30, "spec", "terminationGracePeriodSeconds"));
    }

    /** Whether containers that end are started again; an init container that ended well is not. */
    boolean restarts() {
        boolean initialising = initContainers.stream().anyMatch(c -> !c.isFinished());
        return !initialising && !List.of("Never", "OnFailure").contains(pod.text("spec", "restartPolicy"));
    }

    ContainerScript program(Map<String, @Nullable Object> container) {
        return programs.program(pod, container);
    }

    ContainerLife life(Map<String, @Nullable Object> container, List<String> log, ContainerLife.Exit exit) {
        Map<String, String> environment = new Environment(api).of(pod, ip, container);
        return new ContainerLife(agenda, pod, ip, environment, log, exit);
    }

    void said(RunningContainer about, String type, String reason, String message) {
        String list = initContainers.contains(about) ? "spec.initContainers{" : "spec.containers{";
        events.write(reporter, pod, list + about.name() + "}", type, reason, message);
    }

    void changed() {
        status.write(containers, initContainers);
    }

    void containerFinished() {
        if (!stopping) {
            boolean initialised = initContainers.stream().allMatch(RunningContainer::isFinished);
            if (initialised && containers.stream().noneMatch(RunningContainer::isFinished)) {
                containers.forEach(RunningContainer::start);
            } else if (!initialised) {
                startNextInit();
            }
            changed();
        } else if (!cleaned && containers.stream().allMatch(RunningContainer::isFinished)) {
            cleaned = true;
            changed();
            agenda.after(CLEANUP, this::remove);
        }
    }

    private void remove() {
        try {
            api.remove(pod.ref(), Preconditions.sameObject(pod), reporter.actor());
        } catch (ApiException gone) {
            if (gone.code() != 404 && gone.code() != 409) {
                throw gone;
            }
        }
    }

    /** The pod was deleted: ends its containers within the grace period, then removes it. */
    void stop(KubeObject deleted) {
        if (!stopping) {
            stopping = true;
            changed();
            long seconds = deleted.number(grace().toSeconds(), "metadata", "deletionGracePeriodSeconds");
            List.copyOf(containers).forEach(c -> c.stopForGood(Duration.ofSeconds(seconds)));
        }
    }

    /** The pod's object is gone: so are its processes. */
    void kill() {
        stopping = true;
        cleaned = true;
        initContainers.forEach(RunningContainer::kill);
        containers.forEach(RunningContainer::kill);
    }

    Optional<RunningContainer> container(String name) {
        return containers.stream()
                .filter(c -> name.isEmpty() || c.name().equals(name))
                .findFirst()
                .or(() -> initContainers.stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst());
    }
}

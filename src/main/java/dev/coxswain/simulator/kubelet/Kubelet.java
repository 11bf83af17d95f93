package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ContainerRuntime;
import dev.coxswain.simulator.controller.Agenda;
import dev.coxswain.simulator.controller.EventLog;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kubelets of all nodes: runs every pod that is bound to one, and the programs that people run in them. */
public final class Kubelet implements ContainerRuntime {

    private final Api api;
    private final Agenda agenda;
    private final EventLog events;
    private final Programs programs;
    private final Map<String, PodLife> byUid = new HashMap<>();
    private int addresses;

    public Kubelet(Api api, Agenda agenda, EventLog events, Programs programs) {
        this.api = api;
        this.agenda = agenda;
        this.events = events;
        this.programs = programs;
    }

    public void start() {
        api.onChange(Kinds.POD, change -> agenda.after(Duration.ofMillis(20), () -> sync(change.object())));
        api.list(Kinds.POD).forEach(this::sync);
    }

    private void sync(KubeObject seen) {
        Optional<KubeObject> pod = api.find(seen.ref()).filter(p -> p.uid().equals(seen.uid()));
        PodLife life = byUid.get(seen.uid());
        if (pod.isEmpty()) {
            if (life != null) {
                byUid.remove(seen.uid());
                life.kill();
            }
        } else if (life == null) {
            admit(pod.get());
        } else if (pod.get().isBeingDeleted()) {
            life.stop(pod.get());
        }
    }

    private void admit(KubeObject pod) {
        String node = pod.text("spec", "nodeName");
        if (node.isEmpty()
                || pod.isBeingDeleted()
                || api.find(new ObjectRef(Kinds.NODE, "", node)).isEmpty()) {
            return;
        }
        addresses++;
        String ip = "10.88.%d.%d".formatted(addresses / 250, addresses % 250 + 2);
        PodLife life = new PodLife(pod, ip, api, agenda, events, programs);
        byUid.put(pod.uid(), life);
        life.admit();
    }

    private Optional<RunningContainer> container(ObjectRef pod, String container) {
        return api.find(pod)
                .flatMap(p -> Optional.ofNullable(byUid.get(p.uid())))
                .flatMap(life -> life.container(container));
    }

    @Override
    public ExecResult exec(ObjectRef pod, String container, List<String> command, byte[] stdin) {
        return agenda.meanwhile(() -> container(pod, container)
                .filter(RunningContainer::isRunning)
                .map(c -> c.script()
                        .exec(command, new String(stdin, StandardCharsets.UTF_8))
                        .result())
                .orElseThrow(() -> refusal(500, "InternalError", "container not found (\"" + container + "\")")));
    }

    @Override
    public String log(ObjectRef pod, String container, LogOptions options) {
        List<String> lines = agenda.meanwhile(() -> container(pod, container)
                .map(c -> {
                    if (options.previous() && !c.hasLivedBefore()) {
                        throw refusal(
                                400,
                                "BadRequest",
                                "previous terminated container \"%s\" in pod \"%s\" not found"
                                        .formatted(container, pod.name()));
                    }
                    return c.log(options.previous());
                })
                .orElseThrow(() -> refusal(
                        400,
                        "BadRequest",
                        "container \"%s\" in pod \"%s\" is waiting to start: ContainerCreating"
                                .formatted(container, pod.name()))));
        int from = options.tailLines().map(n -> Math.max(0, lines.size() - n)).orElse(0);
        StringBuilder text = new StringBuilder();
        lines.subList(from, lines.size()).forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static ApiException refusal(int code, String reason, String message) {
        return new ApiException(
                code,
                Tree.of(
                        "kind",
                        "Status",
                        "apiVersion",
                        "v1",
                        "metadata",
                        Map.of(),
                        "status",
                        "Failure",
                        "message",
                        message,
                        "reason",
                        reason,
                        "code",
                        (long) code));
    }
}

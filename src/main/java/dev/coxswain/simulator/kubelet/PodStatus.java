package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.controller.Agenda;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the API server how a pod is, whenever that changed. */
final class PodStatus {

    private final KubeObject pod;
    private final Api api;
    private final Agenda agenda;
    private final Api.Actor actor;
    private final String startTime;
    private String ip = "";
    private Map<String, @Nullable Object> written = Map.of();

    PodStatus(KubeObject pod, Api api, Agenda agenda, Api.Actor actor) {
        this.pod = pod;
        this.api = api;
        this.agenda = agenda;
        this.actor = actor;
        this.startTime = agenda.timestamp();
    }

    void sandboxReady(String podIp) {
        ip = podIp;
    }

    void write(List<RunningContainer> containers, List<RunningContainer> initContainers) {
        Optional<KubeObject> found = api.find(pod.ref()).filter(p -> p.uid().equals(pod.uid()));
        if (found.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> status = status(found.get(), containers, initContainers);
        if (status.equals(written)) {
            return;
        }
        written = status;
        try {
            api.updateStatus(found.get().with(status, "status"), actor);
        } catch (ApiException gone) {
            if (gone.code() != 404 && gone.code() != 409) {
                throw gone;
            }
        }
    }

    private Map<String, @Nullable Object> status(
            KubeObject now, List<RunningContainer> containers, List<RunningContainer> initContainers) {
        boolean initialised = initContainers.stream().allMatch(c -> c.isFinished() && c.exitCode() == 0);
        List<String> unready = containers.stream()
                .filter(c -> !c.isReady())
                .map(RunningContainer::name)
                .toList();
        String phase = phase(containers);
        boolean isOver = List.of("Succeeded", "Failed").contains(phase);
        String ended = phase.equals("Succeeded") ? "PodCompleted" : isOver ? "PodFailed" : "";
        boolean ready = unready.isEmpty() && !isOver;
        List<Object> conditions = new ArrayList<>();
        conditions.add(condition(now, "PodReadyToStartContainers", !ip.isEmpty() && !isOver, "", List.of()));
        conditions.add(condition(
                now, "Initialized", initialised || isOver, phase.equals("Succeeded") ? ended : "", List.of()));
        conditions.add(condition(now, "Ready", ready, ended, unready));
        conditions.add(condition(now, "ContainersReady", ready, ended, unready));
        conditions.add(condition(now, "PodScheduled", true, "", List.of()));
        String hostIp = hostIp();
        boolean everRan = Stream.concat(containers.stream(), initContainers.stream())
                .anyMatch(c -> !c.startedAt().equals(java.time.Instant.MIN));
        return Tree.of(
                "observedGeneration",
                now.number(1, "metadata", "generation"),
                "phase",
                phase,
                "conditions",
                conditions,
                "hostIP",
                hostIp,
                "hostIPs",
                List.of(Map.of("ip", hostIp)),
                "podIP",
                everRan ? ip : null,
                "podIPs",
                everRan ? List.of(Map.of("ip", ip)) : null,
                "startTime",
                startTime,
                "initContainerStatuses",
                initContainers.isEmpty() ? null : statuses(initContainers),
                "containerStatuses",
                statuses(containers),
                "qosClass",
                now.text("status", "qosClass"),
                "resources",
                Map.of());
    }

    private static List<Object> statuses(List<RunningContainer> containers) {
        return new ArrayList<>(containers.stream().map(RunningContainer::status).toList());
    }

    private static String phase(List<RunningContainer> containers) {
        if (containers.stream().allMatch(RunningContainer::isFinished)) {
            boolean failed = containers.stream().anyMatch(c -> c.exitCode() > 0);
            return failed ? "Failed" : "Succeeded";
        }
        boolean everStarted = containers.stream().noneMatch(c -> c.startedAt().equals(java.time.Instant.MIN));
        return everStarted ? "Running" : "Pending";
    }

    /** That of the node, where it tells one. */
    private String hostIp() {
        String node = pod.text("spec", "nodeName");
        return api.find(new ObjectRef(Kinds.NODE, "", node)).stream()
                .flatMap(each -> each.list("status", "addresses").stream())
                .filter(each -> "InternalIP".equals(Json.at(each, "type")))
                .map(each -> Json.asText(Json.at(each, "address")))
                .findFirst()
                .orElseGet(() -> "192.0.2." + (1 + Math.floorMod(node.hashCode(), 250)));
    }

    /** @param reason beside that containers are not ready */
    private Map<String, @Nullable Object> condition(
            KubeObject now, String type, boolean holds, String reason, List<String> unready) {
        String value = holds ? "True" : "False";
        String since = now.list("status", "conditions").stream()
                .map(Json::asMap)
                .filter(c -> type.equals(c.get("type")) && value.equals(c.get("status")))
                .map(c -> Json.asText(c.get("lastTransitionTime")))
                .findFirst()
                .orElse(agenda.timestamp());
        return Tree.of(
                "type",
                type,
                "observedGeneration",
                now.number(1, "metadata", "generation"),
                "status",
                value,
                "lastTransitionTime",
                since,
                "reason",
                !reason.isEmpty() ? reason : unready.isEmpty() ? null : "ContainersNotReady",
                "message",
                !reason.isEmpty() || unready.isEmpty()
                        ? null
                        : "containers with unready status: [" + String.join(" ", unready) + "]");
    }
}

package dev.coxswain.simulator.world;

import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.Agenda;
import dev.coxswain.simulator.controller.Controllers;
import dev.coxswain.simulator.controller.EventLog;
import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.kubelet.Kubelet;
import dev.coxswain.simulator.kubelet.Programs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/** A cluster: an API server, its controllers, nodes and kubelets, on one virtual clock. */
public final class World {

    static final Api.Actor ADMIN = new Api.Actor("kubernetes-admin", "kubectl");

    private final VirtualTime time;
    private final Api api;
    private final Kubelet kubelet;

    /** @param turn held while anything happens, so that requests from other threads wait */
    public World(VirtualTime time, Api api, Lock turn, Programs programs) {
        this.time = time;
        this.api = api;
        Agenda agenda = new Agenda(time, turn);
        api.letLater(agenda::after);
        EventLog events = new EventLog(api, agenda);
        Controllers.start(api, agenda, events);
        this.kubelet = new Kubelet(api, agenda, events, programs);
        kubelet.start();
    }

    public VirtualTime time() {
        return time;
    }

    public Api api() {
        return api;
    }

    public Kubelet kubelet() {
        return kubelet;
    }

    public void advance(Duration by) {
        time.advance(by);
    }

    public void addNode(String name) {
        Map<String, Object> ready = Map.of(
                "type", "Ready",
                "status", "True",
                "reason", "KubeletReady",
                "message", "kubelet is posting ready status",
                "lastTransitionTime", time.instant().toString(),
                "lastHeartbeatTime", time.instant().toString());
        Map<String, String> amounts = Map.of("cpu", "8", "memory", "32Gi", "pods", "110");
        var status = Tree.of(
                "capacity",
                amounts,
                "allocatable",
                amounts,
                "conditions",
                List.of(ready),
                "addresses",
                List.of(
                        Map.of("type", "InternalIP", "address", "192.0.2.2"),
                        Map.of("type", "Hostname", "address", name)),
                "nodeInfo",
                Map.of("kubeletVersion", "v1.36.0"));
        var node = api.create(
                Tree.object(
                        "v1",
                        "Node",
                        Tree.of("name", name, "labels", Map.of("kubernetes.io/hostname", name)),
                        "spec",
                        Map.of(),
                        "status",
                        status),
                ADMIN);
        api.updateStatus(node.with(status, "status"), ADMIN);
    }

    public void addNamespace(String name) {
        api.create(Tree.object("v1", "Namespace", Map.of("name", name)), ADMIN);
    }
}

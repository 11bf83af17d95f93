package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Labels;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the addresses behind each Service that has a selector, as Endpoints and as one EndpointSlice. */
final class EndpointsController implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:endpoint-controller", "kube-controller-manager");

    private final Api api;

    EndpointsController(Api api) {
        this.api = api;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject service = api.find(ref).orElse(null);
        Map<String, @Nullable Object> selector = service == null ? Map.of() : service.map("spec", "selector");
        if (service == null || selector.isEmpty()) {
            return;
        }
        List<KubeObject> pods = api.list(Kinds.POD, service.namespace()).stream()
                .filter(p -> Labels.equal(selector, p.labels())
                        && !p.text("status", "podIP").isEmpty())
                .filter(Pods::isActive)
                .toList();
        write(endpoints(service, pods), "subsets");
        write(slice(service, pods), "endpoints");
    }

    private void write(KubeObject wanted, String content) {
        Optional<KubeObject> before = api.find(wanted.ref());
        if (before.isEmpty()) {
            api.create(wanted, ACTOR);
        } else if (!Json.asList(wanted.get(content)).equals(before.get().list(content))) {
            api.update(before.get().with(wanted.get(content), content), ACTOR);
        }
    }

    private static KubeObject endpoints(KubeObject service, List<KubeObject> pods) {
        List<Object> ready = new ArrayList<>();
        List<Object> waiting = new ArrayList<>();
        for (KubeObject pod : pods) {
            (Pods.isReady(pod) ? ready : waiting)
                    .add(Tree.of(
                            "ip", pod.text("status", "podIP"),
                            "nodeName", pod.text("spec", "nodeName"),
                            "targetRef", target(pod)));
        }
        Map<String, @Nullable Object> subset = Tree.of(
                "addresses", ready.isEmpty() ? null : ready,
                "notReadyAddresses", waiting.isEmpty() ? null : waiting,
                "ports", ports(service));
        return Tree.object(
                "v1",
                "Endpoints",
                Tree.of(
                        "name",
                        service.name(),
                        "namespace",
                        service.namespace(),
                        "labels",
                        service.get("metadata", "labels")),
                "subsets",
                pods.isEmpty() ? List.of() : List.of(subset));
    }

    private static KubeObject slice(KubeObject service, List<KubeObject> pods) {
        List<Object> endpoints = new ArrayList<>();
        for (KubeObject pod : pods) {
            boolean ready = Pods.isReady(pod);
            endpoints.add(Tree.of(
                    "addresses", List.of(pod.text("status", "podIP")),
                    "conditions", Tree.of("ready", ready, "serving", ready, "terminating", false),
                    "targetRef", target(pod),
                    "nodeName", pod.text("spec", "nodeName")));
        }
        return Tree.object(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                Tree.of(
                        "name", service.name() + "-" + Tree.word(service.uid(), 5),
                        "namespace", service.namespace(),
                        "labels", Map.of("kubernetes.io/service-name", service.name()),
                        "ownerReferences", List.of(Owner.reference(service))),
                "addressType",
                "IPv4",
                "endpoints",
                endpoints,
                "ports",
                ports(service));
    }

    private static List<Object> ports(KubeObject service) {
        List<Object> ports = new ArrayList<>();
        for (Object port : service.list("spec", "ports")) {
            Map<String, @Nullable Object> p = Json.asMap(port);
            Object target = p.get("targetPort") instanceof Number number ? number : p.get("port");
            ports.add(Tree.of("name", Json.asText(p.get("name")), "port", target, "protocol", "TCP"));
        }
        return ports;
    }

    private static Map<String, @Nullable Object> target(KubeObject pod) {
        return Tree.of("kind", "Pod", "namespace", pod.namespace(), "name", pod.name(), "uid", pod.uid());
    }
}

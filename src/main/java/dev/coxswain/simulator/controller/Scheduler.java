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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives each pod the node that runs the fewest pods of the same owner, then the fewest pods, then the first by name. */
final class Scheduler implements Reconciler {

    private static final Api.Actor ACTOR = new Api.Actor("system:kube-scheduler", "kube-scheduler");
    private static final EventLog.Reporter REPORTER = new EventLog.Reporter("default-scheduler", "");

    private final Api api;
    private final Agenda agenda;
    private final EventLog events;

    Scheduler(Api api, Agenda agenda, EventLog events) {
        this.api = api;
        this.agenda = agenda;
        this.events = events;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject pod = api.find(ref).orElse(null);
        if (pod == null || pod.isBeingDeleted() || !pod.text("spec", "nodeName").isEmpty() || Pods.isOver(pod)) {
            return;
        }
        List<KubeObject> nodes = api.list(Kinds.NODE);
        Optional<KubeObject> chosen =
                claimsAreBound(pod) ? nodes.stream().filter(n -> fits(pod, n)).min(byCrowd(pod)) : Optional.empty();
        if (chosen.isEmpty()) {
            refuse(pod, nodes.size());
            return;
        }
        api.bind(pod.ref(), chosen.get().name(), ACTOR);
        events.action(
                REPORTER,
                pod,
                "Binding",
                "Scheduled",
                "Successfully assigned %s/%s to %s"
                        .formatted(pod.namespace(), pod.name(), chosen.get().name()));
    }

    private boolean claimsAreBound(KubeObject pod) {
        return pod.list("spec", "volumes").stream()
                .map(v -> Json.asText(Json.at(v, "persistentVolumeClaim", "claimName")))
                .filter(name -> !name.isEmpty())
                .allMatch(name -> api.find(new ObjectRef(Kinds.CLAIM, pod.namespace(), name))
                        .filter(c -> c.text("status", "phase").equals("Bound"))
                        .isPresent());
    }

    private static boolean fits(KubeObject pod, KubeObject node) {
        boolean tainted = node.list("spec", "taints").stream()
                .filter(t -> !"PreferNoSchedule".equals(Json.asText(Json.at(t, "effect"))))
                .anyMatch(t -> pod.list("spec", "tolerations").stream().noneMatch(each -> tolerates(each, t)));
        return !Boolean.TRUE.equals(node.get("spec", "unschedulable"))
                && !tainted
                && Pods.condition(node, "Ready")
                && Labels.equal(pod.map("spec", "nodeSelector"), node.labels());
    }

    private static boolean tolerates(@Nullable Object toleration, @Nullable Object taint) {
        String key = Json.asText(Json.at(toleration, "key"));
        String effect = Json.asText(Json.at(toleration, "effect"));
        boolean exists = "Exists".equals(Json.at(toleration, "operator"));
        boolean sameValue = Json.asText(Json.at(toleration, "value")).equals(Json.asText(Json.at(taint, "value")));
        return (effect.isEmpty() || effect.equals(Json.at(taint, "effect")))
                && ((key.isEmpty() && exists) || (key.equals(Json.at(taint, "key")) && (exists || sameValue)));
    }

    private Comparator<KubeObject> byCrowd(KubeObject pod) {
        List<KubeObject> pods = api.list(Kinds.POD);
        Optional<ObjectRef> owner = Owner.of(pod);
        return Comparator.<KubeObject>comparingLong(n -> pods.stream()
                        .filter(p ->
                                isOn(p, n) && owner.isPresent() && Owner.of(p).equals(owner))
                        .count())
                .thenComparingLong(n -> pods.stream().filter(p -> isOn(p, n)).count())
                .thenComparing(KubeObject::name);
    }

    private static boolean isOn(KubeObject pod, KubeObject node) {
        return pod.text("spec", "nodeName").equals(node.name()) && Pods.isActive(pod);
    }

    private void refuse(KubeObject pod, int nodes) {
        if (!pod.list("status", "conditions").isEmpty()) {
            return;
        }
        String message = "0/%d nodes are available.".formatted(nodes);
        Map<String, @Nullable Object> condition = Tree.of(
                "type", "PodScheduled",
                "status", "False",
                "lastTransitionTime", agenda.timestamp(),
                "reason", "Unschedulable",
                "message", message);
        KubeObject refused = pod.with("Pending", "status", "phase").with(List.of(condition), "status", "conditions");
        api.updateStatus(refused, ACTOR);
        events.warning(REPORTER, pod, "FailedScheduling", message);
    }
}

package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.BuiltInKinds;
import dev.coxswain.simulator.api.registry.DeleteOptions;
import dev.coxswain.simulator.api.registry.Objects;
import dev.coxswain.simulator.api.registry.Store;
import dev.coxswain.simulator.api.registry.Write;
import java.util.List;
import java.util.Map;

/** Deletes a pod if its disruption budget can spare it; says 429 and which budget cannot otherwise. */
public final class Evictions {

    private static final Gvk BUDGET = Gvk.of("policy/v1", "PodDisruptionBudget");
    private static final String TOO_MANY = "Cannot evict pod as it would violate the pod's disruption budget.";

    private final Store store;
    private final Objects objects;

    public Evictions(Store store, Objects objects) {
        this.store = store;
        this.objects = objects;
    }

    public ApiResponse evict(Target target, ApiRequest request, Write write) {
        if (!request.method().equals("POST")) {
            throw Refusals.methodNotAllowed();
        }
        String name = Json.asText(Json.at(request.body(), "metadata", "name"));
        if (!name.isEmpty() && !name.equals(target.name())) {
            throw Refusals.badRequest("name in URL does not match name in Eviction object");
        }
        KubeObject pod = objects.get(target.kind(), target.ref());
        List<KubeObject> budgets = store.list("poddisruptionbudgets.policy", pod.namespace()).stream()
                .filter(budget -> Selector.matches(budget.get("spec", "selector"), pod.labels()))
                .toList();
        boolean ended = List.of("Succeeded", "Failed").contains(pod.text("status", "phase"));
        boolean free =
                ended || pod.isBeingDeleted() || pod.text("status", "phase").equals("Pending");
        if (budgets.size() > 1 && !free) {
            throw Refusals.internal(
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                            + " support.");
        }
        if (!free && !budgets.isEmpty()) {
            spend(budgets.getFirst(), pod, write);
        }
        DeleteOptions options = DeleteOptions.of(Json.at(request.body(), "deleteOptions"), request.query());
        objects.delete(target.kind(), target.ref(), options, write.on(""));
        return new ApiResponse(201, Map.of(), Subresources.success());
    }

    private void spend(KubeObject budget, KubeObject pod, Write write) {
        long observed = budget.number(0, "status", "observedGeneration");
        if (observed < budget.number(0, "metadata", "generation")) {
            throw Refusals.tooManyRequests(
                    TOO_MANY,
                    List.of(new Cause(
                            "DisruptionBudget",
                            "The disruption budget " + budget.name() + " is still being processed by the server.",
                            "")),
                    10);
        }
        long allowed = budget.number(0, "status", "disruptionsAllowed");
        boolean sick = !isReady(pod);
        boolean mayGoSick = sick
                && (budget.text("spec", "unhealthyPodEvictionPolicy").equals("AlwaysAllow")
                        || (budget.number(0, "status", "currentHealthy") >= budget.number(0, "status", "desiredHealthy")
                                && budget.number(0, "status", "desiredHealthy") > 0));
        if (mayGoSick) {
            return;
        }
        if (allowed <= 0) {
            String why = "The disruption budget " + budget.name() + " needs "
                    + budget.number(0, "status", "desiredHealthy") + " healthy pods and has "
                    + budget.number(0, "status", "currentHealthy") + " currently";
            throw Refusals.tooManyRequests(TOO_MANY, List.of(new Cause("DisruptionBudget", why, "")), 0);
        }
        KubeObject spent = budget.with(allowed - 1, "status", "disruptionsAllowed")
                .with(objects.time(), "status", "disruptedPods", pod.name());
        ObjectRef ref = new ObjectRef(BUDGET, budget.namespace(), budget.name());
        BuiltInKinds.all().stream()
                .filter(kind -> kind.gvk().equals(BUDGET))
                .forEach(kind -> objects.update(kind, ref, spent.tree(), write.on("status")));
    }

    private static boolean isReady(KubeObject pod) {
        return pod.list("status", "conditions").stream()
                .anyMatch(each -> "Ready".equals(Json.at(each, "type")) && "True".equals(Json.at(each, "status")));
    }
}

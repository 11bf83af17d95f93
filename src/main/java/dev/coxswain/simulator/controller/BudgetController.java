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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts how many disruptions a PodDisruptionBudget still allows. */
final class BudgetController implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:disruption-controller", "kube-controller-manager");

    private final Api api;
    private final Agenda agenda;

    BudgetController(Api api, Agenda agenda) {
        this.api = api;
        this.agenda = agenda;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject budget = api.find(ref).orElse(null);
        if (budget == null || budget.isBeingDeleted()) {
            return;
        }
        List<KubeObject> pods = api.list(Kinds.POD, budget.namespace()).stream()
                .filter(p -> !Pods.isOver(p) && Labels.selects(budget.map("spec", "selector"), p.labels()))
                .toList();
        Map<String, @Nullable Object> disrupted = new LinkedHashMap<>(budget.map("status", "disruptedPods"));
        disrupted
                .keySet()
                .removeIf(name -> pods.stream().noneMatch(p -> p.name().equals(name) && !p.isBeingDeleted()));
        long expected = budget.get("spec", "minAvailable") instanceof Long ? pods.size() : expected(pods);
        long desired = desired(budget, expected);
        long healthy = pods.stream()
                .filter(p -> Pods.isReady(p) && !p.isBeingDeleted() && !disrupted.containsKey(p.name()))
                .count();
        long allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        Map<String, @Nullable Object> status = Tree.of(
                "observedGeneration", budget.number(1, "metadata", "generation"),
                "disruptedPods", disrupted.isEmpty() ? null : disrupted,
                "disruptionsAllowed", allowed,
                "currentHealthy", healthy,
                "desiredHealthy", desired,
                "expectedPods", expected,
                "conditions", List.of(condition(budget, allowed > 0)));
        if (!status.equals(budget.get("status"))) {
            api.updateStatus(budget.with(status, "status"), ACTOR);
        }
    }

    /** The replicas of the controllers of the pods: missing pods count as unhealthy ones. */
    private long expected(List<KubeObject> pods) {
        return pods.stream()
                .map(Owner::of)
                .flatMap(Optional::stream)
                .map(this::topmost)
                .filter(Objects::nonNull)
                .distinct()
                .mapToLong(owner -> api.find(owner)
                        .map(o -> o.number(1, "spec", "replicas"))
                        .orElse(0L))
                .sum();
    }

    private ObjectRef topmost(ObjectRef owner) {
        return api.find(owner)
                .flatMap(Owner::of)
                .filter(o -> o.gvk().group().equals("apps"))
                .orElse(owner);
    }

    private static long desired(KubeObject budget, long expected) {
        Object minimum = budget.get("spec", "minAvailable");
        if (minimum != null) {
            return amount(minimum, expected);
        }
        Object maximum = budget.get("spec", "maxUnavailable");
        return maximum == null ? expected : Math.max(0, expected - amount(maximum, expected));
    }

    private static long amount(Object value, long of) {
        String text = Json.asText(value);
        return text.endsWith("%")
                ? (long) Math.ceil(Double.parseDouble(text.substring(0, text.length() - 1)) * of / 100)
                : Long.parseLong(text);
    }

    private Map<String, @Nullable Object> condition(KubeObject budget, boolean allowed) {
        String value = allowed ? "True" : "False";
        Optional<String> since = budget.list("status", "conditions").stream()
                .map(Json::asMap)
                .filter(c -> value.equals(c.get("status")))
                .map(c -> Json.asText(c.get("lastTransitionTime")))
                .findFirst();
        return Tree.of(
                "type",
                "DisruptionAllowed",
                "status",
                value,
                "observedGeneration",
                budget.number(1, "metadata", "generation"),
                "lastTransitionTime",
                since.orElse(agenda.timestamp()),
                "reason",
                allowed ? "SufficientPods" : "InsufficientPods",
                "message",
                "");
    }
}

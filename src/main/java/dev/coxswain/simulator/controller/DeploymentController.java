package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves the pods of a Deployment from the ReplicaSets of older templates to that of the newest, within surge and budget. */
final class DeploymentController implements Reconciler {

    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:deployment-controller", "kube-controller-manager");
    private static final EventLog.Reporter REPORTER = new EventLog.Reporter("deployment-controller", "");

    private final Api api;
    private final Agenda agenda;
    private final EventLog events;

    DeploymentController(Api api, Agenda agenda, EventLog events) {
        this.api = api;
        this.agenda = agenda;
        this.events = events;
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject deployment = api.find(ref).orElse(null);
        if (deployment == null || deployment.isBeingDeleted()) {
            return;
        }
        List<KubeObject> sets = setsOf(deployment);
        KubeObject newest = sets.stream()
                .filter(s -> template(s).equals(template(deployment)))
                .findFirst()
                .orElseGet(() -> create(deployment, sets));
        List<KubeObject> older =
                sets.stream().filter(s -> !s.uid().equals(newest.uid())).toList();
        scale(deployment, newest, older);
        writeStatus(deployment, Stream.concat(older.stream(), Stream.of(newest)).toList(), newest);
    }

    private List<KubeObject> setsOf(KubeObject deployment) {
        return api.list(Kinds.REPLICA_SET, deployment.namespace()).stream()
                .filter(s -> Owner.controls(deployment, s))
                .toList();
    }

    private static Map<String, @Nullable Object> template(KubeObject object) {
        Map<String, @Nullable Object> template = Json.mutableMap(object.map("spec", "template"));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Json.asMap(template.get("metadata")));
        Map<String, @Nullable Object> labels = new LinkedHashMap<>(Json.asMap(metadata.get("labels")));
        labels.remove(HASH);
        metadata.put("labels", labels);
        template.put("metadata", metadata);
        return template;
    }

    private KubeObject create(KubeObject deployment, List<KubeObject> sets) {
        Map<String, @Nullable Object> template = template(deployment);
        String hash = Tree.hash(template);
        Map<String, Object> mark = Map.of(HASH, hash);
        Map<String, @Nullable Object> metadata = Json.asMap(template.get("metadata"));
        Map<String, @Nullable Object> labels = Tree.merged(Json.asMap(metadata.get("labels")), mark);
        Map<String, @Nullable Object> selector = Tree.merged(
                deployment.map("spec", "selector"),
                Map.of("matchLabels", Tree.merged(deployment.map("spec", "selector", "matchLabels"), mark)));
        template.put("metadata", Tree.merged(metadata, Map.of("labels", labels)));
        KubeObject set = Tree.object(
                "apps/v1",
                "ReplicaSet",
                Tree.of(
                        "name", deployment.name() + "-" + hash,
                        "namespace", deployment.namespace(),
                        "labels", labels,
                        "annotations", Map.of(REVISION, String.valueOf(sets.size() + 1)),
                        "ownerReferences", List.of(Owner.reference(deployment))),
                "spec",
                Tree.of("replicas", 0L, "selector", selector, "template", template));
        return api.create(set, ACTOR);
    }

    private void scale(KubeObject deployment, KubeObject newest, List<KubeObject> older) {
        long wanted = deployment.number(1, "spec", "replicas");
        boolean recreate = deployment.text("spec", "strategy", "type").equals("Recreate");
        long surge = recreate ? 0 : share(deployment, "maxSurge", wanted, true);
        long mayMiss = recreate ? wanted : share(deployment, "maxUnavailable", wanted, false);
        long have = replicas(newest);
        long old = older.stream().mapToLong(DeploymentController::replicas).sum();
        long room = Math.max(0, wanted + surge - have - old);
        scaleTo(deployment, newest, have > wanted || old == 0 ? wanted : Math.min(wanted, have + room));
        long available = available(newest)
                + older.stream().mapToLong(DeploymentController::available).sum();
        long spare = wanted == 0 ? old : available - (wanted - mayMiss);
        for (KubeObject set : older) {
            long broken = Math.max(0, replicas(set) - available(set));
            long drop = Math.min(replicas(set), broken + Math.max(0, spare));
            spare -= Math.max(0, drop - broken);
            scaleTo(deployment, set, replicas(set) - drop);
        }
    }

    private static long share(KubeObject deployment, String field, long of, boolean up) {
        Object value = deployment.get("spec", "strategy", "rollingUpdate", field);
        String text = value == null ? "25%" : Json.asText(value);
        if (!text.endsWith("%")) {
            return Long.parseLong(text);
        }
        double share = Double.parseDouble(text.substring(0, text.length() - 1)) * of / 100;
        return (long) (up ? Math.ceil(share) : Math.floor(share));
    }

    private static long replicas(KubeObject set) {
        return set.number(0, "spec", "replicas");
    }

    private static long available(KubeObject set) {
        return set.number(0, "status", "availableReplicas");
    }

    private void scaleTo(KubeObject deployment, KubeObject set, long replicas) {
        long before = replicas(set);
        if (before == replicas) {
            return;
        }
        api.update(set.with(replicas, "spec", "replicas"), ACTOR);
        events.normal(
                REPORTER,
                deployment,
                "ScalingReplicaSet",
                "Scaled %s replica set %s from %d to %d"
                        .formatted(before < replicas ? "up" : "down", set.name(), before, replicas));
    }

    /** @param sets as they were before this look changed them: what was ordered has not happened yet */
    private void writeStatus(KubeObject deployment, List<KubeObject> sets, KubeObject newest) {
        KubeObject now = api.find(deployment.ref()).orElse(deployment);
        long ready = sum(sets, "readyReplicas");
        long total = sum(sets, "replicas");
        long updated = newest.number(0, "status", "replicas");
        long ordered = sets.stream().mapToLong(DeploymentController::replicas).sum();
        long wanted = now.number(1, "spec", "replicas");
        Map<String, @Nullable Object> status = Tree.of(
                "observedGeneration", now.number(1, "metadata", "generation"),
                "replicas", unlessZero(total),
                "updatedReplicas", unlessZero(updated),
                "readyReplicas", unlessZero(ready),
                "availableReplicas", unlessZero(ready),
                "unavailableReplicas", unlessZero(Math.max(0, ordered - ready)),
                "terminatingReplicas", sum(sets, "terminatingReplicas"));
        DeploymentConditions conditions =
                new DeploymentConditions(now.list("status", "conditions"), agenda.timestamp());
        conditions.available(ready >= wanted - share(now, "maxUnavailable", wanted, false));
        conditions.progressing(
                newest.name(), updated == wanted && total == wanted && ready == wanted, total == updated);
        status.put("conditions", conditions.list());
        KubeObject told = withRevision(now, newest);
        if (!status.equals(told.get("status"))) {
            api.updateStatus(told.with(status, "status"), ACTOR);
        }
    }

    /** The Deployment carries the revision of its newest ReplicaSet. */
    private KubeObject withRevision(KubeObject deployment, KubeObject newest) {
        String revision = newest.text("metadata", "annotations", REVISION);
        return revision.equals(deployment.text("metadata", "annotations", REVISION))
                ? deployment
                : api.update(deployment.with(revision, "metadata", "annotations", REVISION), ACTOR);
    }

    private static long sum(List<KubeObject> sets, String field) {
        return sets.stream().mapToLong(s -> s.number(0, "status", field)).sum();
    }

    private static @Nullable Object unlessZero(long number) {
        return number == 0 ? null : (Object) number;
    }
}

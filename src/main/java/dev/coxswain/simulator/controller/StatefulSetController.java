package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the pods of a StatefulSet.
 *
 * <p>Each look does this: (1) name the revision of the template; (2) create missing pods in order, each with its claims,
 * stopping at the first that is not ready unless the policy is Parallel; (3) remove pods beyond the replicas from the top;
 * (4) with RollingUpdate, replace one outdated pod from the top down to the partition when all others are well; (5) count.
 * With OnDelete nobody is replaced, but a pod that is created anew follows the newest template.
 */
final class StatefulSetController implements Reconciler {

    static final String REVISION = "controller-revision-hash";
    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:statefulset-controller", "kube-controller-manager");
    private static final EventLog.Reporter REPORTER = new EventLog.Reporter("statefulset-controller", "");

    private final Api api;
    private final EventLog events;
    private final Revisions revisions;

    StatefulSetController(Api api, EventLog events) {
        this.api = api;
        this.events = events;
        this.revisions = new Revisions(api, ACTOR);
    }

    private record Names(String current, String update) {}

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject set = api.find(ref).orElse(null);
        if (set == null || set.isBeingDeleted()) {
            return;
        }
        String update = revisions.current(set);
        String current = set.text("status", "currentRevision");
        Names names = new Names(current.isEmpty() ? update : current, update);
        if (createMissing(set, names) && removeSurplus(set)) {
            rollOne(set, names);
        }
        writeStatus(set, names);
    }

    private List<KubeObject> pods(KubeObject set) {
        return api.list(Kinds.POD, set.namespace()).stream()
                .filter(p -> Owner.controls(set, p))
                .sorted(java.util.Comparator.comparingInt(StatefulSetController::ordinal))
                .toList();
    }

    private static int ordinal(KubeObject pod) {
        return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
    }

    private static boolean isParallel(KubeObject set) {
        return set.text("spec", "podManagementPolicy").equals("Parallel");
    }

    /** Whether the set may go on to other things. */
    private boolean createMissing(KubeObject set, Names names) {
        long replicas = set.number(1, "spec", "replicas");
        for (int i = 0; i < replicas; i++) {
            Optional<KubeObject> pod = api.find(ObjectRef.pod(set.namespace(), set.name() + "-" + i));
            if (pod.isEmpty()) {
                create(set, i, names);
            } else if (Pods.isOver(pod.get()) && !pod.get().isBeingDeleted()) {
                api.delete(pod.get().ref(), Preconditions.sameObject(pod.get()), ACTOR);
            }
            boolean well = pod.filter(StatefulSetController::isWell).isPresent();
            if (!well && !isParallel(set)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWell(KubeObject pod) {
        return Pods.isReady(pod) && !pod.isBeingDeleted();
    }

    private void create(KubeObject set, int ordinal, Names names) {
        String name = set.name() + "-" + ordinal;
        String revision = usesCurrent(set, ordinal) ? names.current() : names.update();
        Map<String, @Nullable Object> template = revisions.template(set, revision);
        Map<String, @Nullable Object> labels = Tree.merged(
                Json.asMap(Json.at(template, "metadata", "labels")),
                Map.of(
                        REVISION,
                        revision,
                        "statefulset.kubernetes.io/pod-name",
                        name,
                        "apps.kubernetes.io/pod-index",
                        String.valueOf(ordinal)));
        Map<String, @Nullable Object> spec = new java.util.LinkedHashMap<>(Json.asMap(template.get("spec")));
        spec.put("hostname", name);
        spec.put("subdomain", set.text("spec", "serviceName"));
        List<@Nullable Object> volumes = new java.util.ArrayList<>();
        for (Object claim : set.list("spec", "volumeClaimTemplates")) {
            volumes.add(claim(set, Json.asMap(claim), name));
        }
        volumes.addAll(Json.asList(spec.get("volumes")));
        if (!volumes.isEmpty()) {
            spec.put("volumes", volumes);
        }
        Map<String, @Nullable Object> metadata = Tree.of(
                "name",
                name,
                "generateName",
                set.name() + "-",
                "labels",
                labels,
                "annotations",
                Json.at(template, "metadata", "annotations"));
        api.create(KubeObject.of(Pods.fromTemplate(set, metadata, spec)), ACTOR);
        events.normal(
                REPORTER,
                set,
                "SuccessfulCreate",
                "create Pod %s in StatefulSet %s successful".formatted(name, set.name()));
    }

    private static boolean usesCurrent(KubeObject set, int ordinal) {
        return isRolling(set) && ordinal < set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
    }

    private static boolean isRolling(KubeObject set) {
        return !set.text("spec", "updateStrategy", "type").equals("OnDelete");
    }

    private Map<String, @Nullable Object> claim(
            KubeObject set, Map<String, @Nullable Object> template, String podName) {
        String volume = Json.asText(Json.at(template, "metadata", "name"));
        String name = volume + "-" + podName;
        if (api.find(new ObjectRef(Kinds.CLAIM, set.namespace(), name)).isEmpty()) {
            Map<String, @Nullable Object> metadata =
                    new java.util.LinkedHashMap<>(Json.asMap(template.get("metadata")));
            metadata.put("name", name);
            metadata.put("namespace", set.namespace());
            metadata.put(
                    "labels",
                    Tree.merged(Json.asMap(metadata.get("labels")), set.map("spec", "selector", "matchLabels")));
            metadata.remove("creationTimestamp");
            api.create(
                    Tree.object("v1", "PersistentVolumeClaim", metadata, "spec", Json.asMap(template.get("spec"))),
                    ACTOR);
        }
        return Tree.of("name", volume, "persistentVolumeClaim", Tree.of("claimName", name));
    }

    /** Whether nothing is surplus. */
    private boolean removeSurplus(KubeObject set) {
        long replicas = set.number(1, "spec", "replicas");
        List<KubeObject> surplus =
                pods(set).stream().filter(p -> ordinal(p) >= replicas).toList().reversed();
        for (KubeObject pod : surplus) {
            if (!pod.isBeingDeleted()) {
                delete(set, pod);
            }
            if (!isParallel(set)) {
                break;
            }
        }
        return surplus.isEmpty();
    }

    private void delete(KubeObject set, KubeObject pod) {
        api.delete(pod.ref(), Preconditions.sameObject(pod), ACTOR);
        events.normal(
                REPORTER,
                set,
                "SuccessfulDelete",
                "delete Pod %s in StatefulSet %s successful".formatted(pod.name(), set.name()));
    }

    private void rollOne(KubeObject set, Names names) {
        if (!isRolling(set)) {
            return;
        }
        long partition = set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
        for (KubeObject pod : pods(set).reversed()) {
            if (ordinal(pod) < partition) {
                return;
            }
            if (!pod.isBeingDeleted() && !names.update().equals(pod.labels().get(REVISION))) {
                delete(set, pod);
                return;
            }
            if (!isWell(pod)) {
                return;
            }
        }
    }

    private void writeStatus(KubeObject set, Names names) {
        List<KubeObject> pods = pods(set);
        long ready = pods.stream().filter(Pods::isReady).count();
        long current = onRevision(pods, names.current());
        long updated = onRevision(pods, names.update());
        boolean rolled = isRolling(set) && updated == pods.size() && ready == pods.size() && !pods.isEmpty();
        Map<String, @Nullable Object> status = Tree.of(
                "observedGeneration",
                set.number(1, "metadata", "generation"),
                "replicas",
                (long) pods.size(),
                "readyReplicas",
                ready == 0 ? null : (Object) ready,
                "currentReplicas",
                current == 0 && !rolled ? null : (Object) (rolled ? updated : current),
                "updatedReplicas",
                updated == 0 ? null : (Object) updated,
                "currentRevision",
                rolled ? names.update() : names.current(),
                "updateRevision",
                names.update(),
                "collisionCount",
                0L,
                "availableReplicas",
                ready);
        if (!status.equals(set.get("status"))) {
            api.updateStatus(set.with(status, "status"), ACTOR);
        }
    }

    private static long onRevision(List<KubeObject> pods, String revision) {
        return pods.stream()
                .filter(p -> !p.isBeingDeleted() && revision.equals(p.labels().get(REVISION)))
                .count();
    }
}

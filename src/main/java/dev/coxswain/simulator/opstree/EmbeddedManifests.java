package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that the Opstree operator generates from the part {@code sentinel} of a RedisReplication. They are barer than those
 * of a RedisSentinel: no probe, no volume, no annotation and no budget, and but one Service.
 */
final class EmbeddedManifests {

    static final long PORT = 26379;

    private final KubeObject instance;
    private final Map<String, @Nullable Object> labels;

    EmbeddedManifests(KubeObject instance) {
        this.instance = instance;
        this.labels = ReplicationManifests.labels(instance, name(instance), "sentinel");
    }

    /** Of the StatefulSet. */
    static String name(KubeObject instance) {
        return instance.name() + "-s";
    }

    static String service(KubeObject instance) {
        return name(instance) + "-hl";
    }

    /** How many there shall be; none where the resource says nothing. */
    static long size(KubeObject instance) {
        return instance.number(0, "spec", "sentinel", "size");
    }

    /** Always a majority, whatever the resource says of a quorum. */
    static long quorum(KubeObject instance) {
        return size(instance) / 2 + 1;
    }

    KubeObject service() {
        Map<String, @Nullable Object> port =
                Tree.of("name", "sentinel", "port", PORT, "targetPort", PORT, "protocol", "TCP");
        return Tree.object(
                "v1",
                "Service",
                metadata(service(instance)),
                "spec",
                Tree.of("clusterIP", "None", "selector", labels, "ports", List.of(port)));
    }

    KubeObject statefulSet() {
        Map<String, @Nullable Object> podSpec = Tree.of(
                "containers",
                List.of(container()),
                "securityContext",
                setting("podSecurityContext"),
                "terminationGracePeriodSeconds",
                setting("terminationGracePeriodSeconds"));
        Map<String, @Nullable Object> template = Tree.of("metadata", Tree.of("labels", labels), "spec", podSpec);
        return Tree.object(
                "apps/v1",
                "StatefulSet",
                metadata(name(instance)),
                "spec",
                Tree.of(
                        "replicas", size(instance),
                        "serviceName", service(instance),
                        "selector", Tree.of("matchLabels", labels),
                        "template", template));
    }

    private Map<String, @Nullable Object> metadata(String objectName) {
        return Tree.of(
                "name",
                objectName,
                "namespace",
                instance.namespace(),
                "labels",
                labels,
                "ownerReferences",
                List.of(Owner.reference(instance)));
    }

    private Map<String, @Nullable Object> container() {
        return Tree.of(
                "name", "sentinel",
                "image", instance.text("spec", "sentinel", "image"),
                "ports", List.of(Tree.of("name", "sentinel", "containerPort", PORT, "protocol", "TCP")),
                "env", List.of(Tree.of("name", "QUORUM", "value", String.valueOf(quorum(instance)))),
                "resources", setting("resources"));
    }

    private @Nullable Object setting(String field) {
        return instance.get("spec", "sentinel", field);
    }
}

package dev.coxswain.cluster.patch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which lists of the built-in kinds a strategic merge patch merges, and by which key.
 *
 * <p>Keyed by the field's name and that of the field it stands in, which is unambiguous among the kinds we know: pod templates
 * nest at different depths, but a container list always stands in a {@code spec}. Taken from {@code x-kubernetes-patch-*} in the
 * OpenAPI documents of Kubernetes 1.36.
 */
final class MergeKeys {

    private static final Map<String, String> KEYS = table();

    private MergeKeys() {}

    /** The merge key of a list; the empty string for a list of scalars that is merged as a set; absent when it is replaced. */
    static Optional<String> of(String parent, String field) {
        return Optional.ofNullable(KEYS.get(parent + "/" + field));
    }

    private static Map<String, String> table() {
        Map<String, String> keys = new HashMap<>();
        keys.put("metadata/finalizers", "");
        keys.put("metadata/ownerReferences", "uid");
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            keys.put("spec/" + list, "name");
            keys.put(list + "/env", "name");
            keys.put(list + "/ports", "containerPort");
            keys.put(list + "/volumeDevices", "devicePath");
            keys.put(list + "/volumeMounts", "mountPath");
        }
        for (String list : List.of(
                "imagePullSecrets",
                "resourceClaims",
                "schedulingGates",
                "volumes",
                "matchConditions",
                "variables",
                "drivers")) {
            keys.put("spec/" + list, "name");
        }
        keys.put("spec/hostAliases", "ip");
        keys.put("spec/topologySpreadConstraints", "topologyKey");
        keys.put("spec/ports", "port");
        keys.put("spec/podCIDRs", "");
        keys.put("status/conditions", "type");
        keys.put("status/addresses", "type");
        keys.put("status/podIPs", "ip");
        keys.put("status/hostIPs", "ip");
        keys.put("status/resourceClaimStatuses", "name");
        keys.put("/secrets", "name");
        keys.put("/webhooks", "name");
        keys.put("webhooks/matchConditions", "name");
        return Map.copyOf(keys);
    }
}

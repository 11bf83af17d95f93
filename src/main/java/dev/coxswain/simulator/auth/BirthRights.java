package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.List;

/** The ClusterRoles and bindings that every cluster is born with, as far as people rely on them. */
public final class BirthRights {

    private BirthRights() {}

    /** In the order of the file; each may be stored as it is. */
    public static List<KubeObject> objects() {
        return Manifests.read(BirthRights.class, "birth-rights.yaml").stream()
                .map(document -> KubeObject.of(Json.asMap(document)))
                .toList();
    }
}

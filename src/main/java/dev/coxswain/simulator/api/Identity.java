package dev.coxswain.simulator.api;

import java.util.List;
import java.util.Map;

/**
 * Whom a request comes from, as the authenticator found.
 *
 * @param extra what else the authenticator knows, such as the pod of a service account's token
 */
public record Identity(String user, String uid, List<String> groups, Map<String, List<String>> extra) {

    /** May do everything: the simulated world itself, and kubectl without credentials. */
    public static final Identity ADMIN = of("kubernetes-admin", "system:masters", "system:authenticated");

    public Identity {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    public static Identity of(String user, String... groups) {
        return new Identity(user, "", List.of(groups), Map.of());
    }
}

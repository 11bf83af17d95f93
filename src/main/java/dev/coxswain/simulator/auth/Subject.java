package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Identity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom a binding speaks of. */
record Subject(String kind, String name, String namespace) {

    static Subject of(Map<String, @Nullable Object> json) {
        return new Subject(
                Json.asText(json.get("kind")), Json.asText(json.get("name")), Json.asText(json.get("namespace")));
    }

    /** @param bindingNamespace where a service account without a namespace lives; empty for a ClusterRoleBinding */
    boolean isOneOf(Identity user, String bindingNamespace) {
        String home = namespace.isEmpty() ? bindingNamespace : namespace;
        return switch (kind) {
            case "User" -> user.user().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" -> !home.isEmpty() && user.user().equals(Identities.serviceAccountName(home, name));
            default -> false;
        };
    }

    String describe() {
        return "%s \"%s\"".formatted(kind, namespace.isEmpty() ? name : name + "/" + namespace);
    }
}

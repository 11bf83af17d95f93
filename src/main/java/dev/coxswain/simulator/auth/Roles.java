package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the rules behind a binding, aggregated ones included. */
final class Roles {

    private static final Gvk CLUSTER_ROLE = new Gvk(Rbac.GROUP, "v1", "ClusterRole");
    private static final Gvk ROLE = new Gvk(Rbac.GROUP, "v1", "Role");

    private final Stored stored;
    private final List<KubeObject> born;

    Roles(Stored stored, List<KubeObject> born) {
        this.stored = stored;
        this.born = List.copyOf(born);
    }

    /** Empty when the role does not exist. */
    Optional<List<PolicyRule>> rulesOf(KubeObject binding) {
        String name = binding.text("roleRef", "name");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return switch (binding.text("roleRef", "kind")) {
            case "ClusterRole" -> clusterRole(name).map(role -> rules(role, new HashSet<>()));
            case "Role" ->
                stored.find(new ObjectRef(ROLE, binding.namespace(), name)).map(role -> own(role));
            default -> Optional.empty();
        };
    }

    private Optional<KubeObject> clusterRole(String name) {
        ObjectRef ref = new ObjectRef(CLUSTER_ROLE, "", name);
        return stored.find(ref)
                .or(() -> born.stream().filter(role -> role.ref().equals(ref)).findFirst());
    }

    private List<PolicyRule> rules(KubeObject role, Set<String> seen) {
        if (!seen.add(role.name())) {
            return List.of();
        }
        List<LabelSelector> selectors = role.list("aggregationRule", "clusterRoleSelectors").stream()
                .map(LabelSelector::of)
                .toList();
        if (selectors.isEmpty()) {
            return own(role);
        }
        return Stream.concat(stored.list(CLUSTER_ROLE).stream(), born.stream())
                .filter(other -> other.gvk().equals(CLUSTER_ROLE))
                .filter(other -> selectors.stream().anyMatch(selector -> selector.matches(other.labels())))
                .flatMap(other -> rules(other, seen).stream())
                .distinct()
                .toList();
    }

    private static List<PolicyRule> own(KubeObject role) {
        return Json.asList(role.get("rules")).stream().map(PolicyRule::of).toList();
    }
}

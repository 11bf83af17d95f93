package dev.coxswain.simulator.api.discovery;

import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import java.util.Comparator;
import java.util.List;

/** The API groups that are served, in the order in which a real server lists them: built-in ones by rank, custom ones by name. */
final class Groups {

    private static final List<String> RANKS = List.of(
            "apps",
            "events.k8s.io",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "storage.k8s.io",
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "scheduling.k8s.io",
            "coordination.k8s.io",
            "node.k8s.io",
            "discovery.k8s.io");

    private final Kinds kinds;

    Groups(Kinds kinds) {
        this.kinds = kinds;
    }

    /** Without the core group. */
    List<String> names() {
        return kinds.all().stream()
                .map(Kind::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(Groups::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int rank(String group) {
        int rank = RANKS.indexOf(group);
        return rank < 0 ? RANKS.size() : rank;
    }

    /** The preferred one first. */
    List<String> versions(String group) {
        return kinds.all().stream()
                .filter(kind -> kind.group().equals(group))
                .map(kind -> kind.gvk().version())
                .distinct()
                .sorted(new VersionOrder())
                .toList();
    }

    List<Kind> kinds(String group, String version) {
        return kinds.all().stream()
                .filter(kind ->
                        kind.group().equals(group) && kind.gvk().version().equals(version))
                .sorted(Comparator.comparing(Kind::plural))
                .toList();
    }
}

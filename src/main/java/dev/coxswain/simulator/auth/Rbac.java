package dev.coxswain.simulator.auth;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Authorizer;
import dev.coxswain.simulator.api.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides by Roles, ClusterRoles and their bindings.
 *
 * <ol>
 *   <li>Members of {@code system:masters} may do everything.
 *   <li>ClusterRoleBindings that name the user, a group of the user or the user's service account grant the rules of their
 *       role everywhere and at the cluster scope.
 *   <li>RoleBindings do so in their own namespace, with a Role of that namespace or a ClusterRole.
 *   <li>Nothing else allows anything; a binding whose role is missing grants nothing and is named in the refusal.
 * </ol>
 */
public final class Rbac implements Authorizer {

    static final String GROUP = "rbac.authorization.k8s.io";
    private static final Gvk CLUSTER_ROLE_BINDING = new Gvk(GROUP, "v1", "ClusterRoleBinding");
    private static final Gvk ROLE_BINDING = new Gvk(GROUP, "v1", "RoleBinding");
    private static final String MASTERS = "system:masters";

    private final Stored stored;
    private final Roles roles;
    private final List<KubeObject> born;

    public Rbac(Stored stored) {
        this.stored = stored;
        this.born = BirthRights.objects();
        this.roles = new Roles(stored, born);
    }

    /** A binding that speaks of the user, and through which subject it does. */
    private record Grant(KubeObject binding, Subject subject) {

        String describe() {
            String name = binding.name() + (binding.namespace().isEmpty() ? "" : "/" + binding.namespace());
            return "%s \"%s\" of %s \"%s\" to %s"
                    .formatted(
                            binding.gvk().kind(),
                            name,
                            binding.text("roleRef", "kind"),
                            binding.text("roleRef", "name"),
                            subject.describe());
        }
    }

    @Override
    public Decision authorize(Attributes wanted) {
        Identity user = wanted.user();
        if (user.groups().contains(MASTERS)) {
            return new Decision(true, "");
        }
        List<String> missing = new ArrayList<>();
        for (Grant grant : grants(user, wanted.namespace())) {
            Optional<List<PolicyRule>> rules = roles.rulesOf(grant.binding());
            if (rules.isEmpty()) {
                missing.add(missingRole(grant.binding()));
            } else if (rules.get().stream().anyMatch(rule -> rule.allows(wanted))) {
                return new Decision(true, "RBAC: allowed by " + grant.describe());
            }
        }
        return new Decision(false, missing.isEmpty() ? "" : "RBAC: " + aggregate(missing));
    }

    /** All rules that hold for a user in a namespace, each once, in the order of the bindings. */
    List<PolicyRule> rules(Identity user, String namespace) {
        if (user.groups().contains(MASTERS)) {
            List<String> all = List.of("*");
            return List.of(
                    new PolicyRule(all, all, all, List.of(), List.of()),
                    new PolicyRule(all, List.of(), List.of(), List.of(), all));
        }
        return grants(user, namespace).stream()
                .flatMap(grant -> roles.rulesOf(grant.binding()).stream())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private List<Grant> grants(Identity user, String namespace) {
        Stream<KubeObject> clusterWide = Stream.concat(born.stream(), stored.list(CLUSTER_ROLE_BINDING).stream())
                .filter(object -> object.gvk().equals(CLUSTER_ROLE_BINDING));
        Stream<KubeObject> inNamespace = namespace.isEmpty()
                ? Stream.of()
                : stored.list(ROLE_BINDING).stream()
                        .filter(binding -> binding.namespace().equals(namespace));
        return Stream.concat(clusterWide, inNamespace)
                .flatMap(binding -> grant(binding, user).stream())
                .toList();
    }

    private static Optional<Grant> grant(KubeObject binding, Identity user) {
        return binding.list("subjects").stream()
                .map(Json::asMap)
                .map(Subject::of)
                .filter(subject -> subject.isOneOf(user, binding.namespace()))
                .findFirst()
                .map(subject -> new Grant(binding, subject));
    }

    private static String missingRole(KubeObject binding) {
        return "%s.%s \"%s\" not found"
                .formatted(
                        binding.text("roleRef", "kind").toLowerCase(java.util.Locale.ROOT),
                        GROUP,
                        binding.text("roleRef", "name"));
    }

    private static String aggregate(List<String> complaints) {
        List<String> distinct = complaints.stream().distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : "[" + String.join(", ", distinct) + "]";
    }
}

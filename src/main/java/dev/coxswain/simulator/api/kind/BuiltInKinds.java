package dev.coxswain.simulator.api.kind;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.simulator.api.kind.Kind.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of built-in kinds. */
public final class BuiltInKinds {

    private static final String TABLE = """
        v1|Namespace|namespaces|cluster|ns||status,label-names
        v1|Node|nodes|cluster|no||status
        v1|Pod|pods|namespaced|po|all|status,generation,returns-deleted
        v1|PodTemplate|podtemplates|namespaced|||generation,returns-deleted
        v1|ConfigMap|configmaps|namespaced|cm||
        v1|Secret|secrets|namespaced|||
        v1|Service|services|namespaced|svc|all|status,returns-deleted,label-names
        v1|Endpoints|endpoints|namespaced|ep||
        v1|Event|events|namespaced|ev||
        v1|PersistentVolume|persistentvolumes|cluster|pv||status,returns-deleted
        v1|PersistentVolumeClaim|persistentvolumeclaims|namespaced|pvc||status,returns-deleted
        v1|ServiceAccount|serviceaccounts|namespaced|sa||returns-deleted
        v1|ReplicationController|replicationcontrollers|namespaced|rc|all|status,scale,generation
        v1|ResourceQuota|resourcequotas|namespaced|quota||status,returns-deleted
        v1|LimitRange|limitranges|namespaced|limits||
        apps/v1|Deployment|deployments|namespaced|deploy|all|status,scale,generation
        apps/v1|ReplicaSet|replicasets|namespaced|rs|all|status,scale,generation
        apps/v1|StatefulSet|statefulsets|namespaced|sts|all|status,scale,generation
        apps/v1|DaemonSet|daemonsets|namespaced|ds|all|status,generation
        apps/v1|ControllerRevision|controllerrevisions|namespaced|||
        batch/v1|Job|jobs|namespaced||all|status,generation
        batch/v1|CronJob|cronjobs|namespaced|cj|all|status,generation
        policy/v1|PodDisruptionBudget|poddisruptionbudgets|namespaced|pdb||status,generation
        coordination.k8s.io/v1|Lease|leases|namespaced|||
        discovery.k8s.io/v1|EndpointSlice|endpointslices|namespaced|||generation
        events.k8s.io/v1|Event|events|namespaced|ev||
        rbac.authorization.k8s.io/v1|Role|roles|namespaced|||free-names
        rbac.authorization.k8s.io/v1|RoleBinding|rolebindings|namespaced|||free-names
        rbac.authorization.k8s.io/v1|ClusterRole|clusterroles|cluster|||free-names
        rbac.authorization.k8s.io/v1|ClusterRoleBinding|clusterrolebindings|cluster|||free-names
        apiextensions.k8s.io/v1|CustomResourceDefinition|customresourcedefinitions|cluster|crd,crds|api-extensions|status,generation
        admissionregistration.k8s.io/v1|ValidatingAdmissionPolicy|validatingadmissionpolicies|cluster||api-extensions|status,generation
        admissionregistration.k8s.io/v1|ValidatingAdmissionPolicyBinding|validatingadmissionpolicybindings|cluster||api-extensions|generation
        admissionregistration.k8s.io/v1|ValidatingWebhookConfiguration|validatingwebhookconfigurations|cluster||api-extensions|generation
        admissionregistration.k8s.io/v1|MutatingWebhookConfiguration|mutatingwebhookconfigurations|cluster||api-extensions|generation
        networking.k8s.io/v1|NetworkPolicy|networkpolicies|namespaced|netpol||generation
        scheduling.k8s.io/v1|PriorityClass|priorityclasses|cluster|pc||generation
        storage.k8s.io/v1|StorageClass|storageclasses|cluster|sc||
        authentication.k8s.io/v1|TokenReview|tokenreviews|cluster|||review
        authentication.k8s.io/v1|SelfSubjectReview|selfsubjectreviews|cluster|||review
        authorization.k8s.io/v1|SubjectAccessReview|subjectaccessreviews|cluster|||review
        authorization.k8s.io/v1|SelfSubjectAccessReview|selfsubjectaccessreviews|cluster|||review
        authorization.k8s.io/v1|SelfSubjectRulesReview|selfsubjectrulesreviews|cluster|||review
        authorization.k8s.io/v1|LocalSubjectAccessReview|localsubjectaccessreviews|namespaced|||review
        """;

    private BuiltInKinds() {}

    public static List<Kind> all() {
        return TABLE.lines().map(BuiltInKinds::parse).toList();
    }

    private static Kind parse(String line) {
        String[] column = line.strip().split("\\|", -1);
        Gvk gvk = Gvk.of(column[0], column[1]);
        String plural = column[2];
        return new Kind(
                gvk,
                plural,
                gvk.kind().toLowerCase(Locale.ROOT),
                column[3].equals("namespaced"),
                words(column[4]),
                words(column[5]),
                words(column[6]).stream()
                        .map(word -> Trait.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .toList(),
                plural.equals("events") ? "events" : gvk.group().isEmpty() ? plural : plural + "." + gvk.group(),
                Optional.empty());
    }

    private static List<String> words(String list) {
        return list.isEmpty() ? List.of() : Arrays.asList(list.split(","));
    }
}

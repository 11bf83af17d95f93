package dev.coxswain.fleet;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who else has a hand in a workload: whose field manager set its replicas last, and whose declaration it follows. Whoever keeps
 * it by a declaration scales it back, however often it is held.
 */
public final class Custodian {

    /** As we name ourselves to the server. */
    private static final String OURSELVES = "coxswain";

    private Custodian() {}

    /** The view keeps no managed fields, so the whole object has to be read. */
    public static Query.Read question(KubeObject workload) {
        return new Query.Read(workload.ref());
    }

    /**
     * In words: {@code kubectl-edit (field manager of spec.replicas); it belongs to the Argo CD application redis}.
     *
     * @param answers where the whole object stands, if it could be read
     */
    public static String whoScaled(KubeObject workload, Map<Query, Answer> answers) {
        KubeObject whole = answers.get(question(workload)) instanceof Answer.Found(Optional<KubeObject> found)
                ? found.orElse(workload)
                : workload;
        String manager = manager(whole)
                .map(name -> name + " (field manager of spec.replicas)")
                .orElse("somebody else, whom no managed field names");
        return manager + owner(whole).map(o -> "; it belongs to " + o).orElse("");
    }

    private static Optional<String> manager(KubeObject workload) {
        return workload.list("metadata", "managedFields").stream()
                .map(Json::asMap)
                .filter(entry -> !OURSELVES.equals(entry.get("manager")))
                .filter(entry ->
                        Json.asMap(Json.at(entry, "fieldsV1", "f:spec")).containsKey("f:replicas"))
                .max(Comparator.comparing(entry -> Json.asText(entry.get("time"))))
                .map(Custodian::named);
    }

    private static String named(Map<String, @Nullable Object> entry) {
        String subresource = Json.asText(entry.get("subresource"));
        return Json.asText(entry.get("manager")) + (subresource.isEmpty() ? "" : " through /" + subresource);
    }

    /** Whose declaration the workload follows, if labels, annotations or owners tell. */
    public static Optional<String> owner(KubeObject workload) {
        List<String> owners = new ArrayList<>();
        Map<String, String> labels = workload.labels();
        Map<String, String> annotations = workload.annotations();
        argo(labels, annotations).ifPresent(owners::add);
        flux(labels, "kustomize.toolkit.fluxcd.io", "Flux Kustomization").ifPresent(owners::add);
        flux(labels, "helm.toolkit.fluxcd.io", "Flux HelmRelease").ifPresent(owners::add);
        if (labels.containsKey("olm.owner")) {
            owners.add("OLM's " + labels.getOrDefault("olm.owner.kind", "ClusterServiceVersion") + " "
                    + labels.get("olm.owner"));
        } else {
            workload.controller()
                    .map(owner -> Json.asText(owner.get("kind")) + " " + Json.asText(owner.get("name")))
                    .ifPresent(owners::add);
        }
        return owners.isEmpty() ? Optional.empty() : Optional.of("the " + String.join(" and the ", owners));
    }

    private static Optional<String> argo(Map<String, String> labels, Map<String, String> annotations) {
        String tracking = annotations.getOrDefault("argocd.argoproj.io/tracking-id", "");
        String name =
                tracking.isEmpty() ? labels.getOrDefault("argocd.argoproj.io/instance", "") : tracking.split(":", 2)[0];
        return name.isEmpty() ? Optional.empty() : Optional.of("Argo CD application " + name);
    }

    private static Optional<String> flux(Map<String, String> labels, String prefix, String kind) {
        return Optional.ofNullable(labels.get(prefix + "/name"))
                .map(name -> kind + " " + labels.getOrDefault(prefix + "/namespace", "") + "/" + name);
    }
}

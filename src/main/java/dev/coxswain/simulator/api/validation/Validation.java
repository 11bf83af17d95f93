package dev.coxswain.simulator.api.validation;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.rest.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mistakes in built-in kinds that a playbook or an operator is likely to make; not all that the real server finds. */
public final class Validation {

    private Validation() {}

    public static List<Cause> faults(
            Kind kind, Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old) {
        List<Cause> faults = new ArrayList<>();
        switch (kind.name()) {
            case "Deployment", "ReplicaSet", "StatefulSet" -> workload(object, old, faults);
            case "Pod" -> pod(object, old, faults);
            case "Lease" -> lease(object.get("spec"), faults);
            case "Job" ->
                old.filter(before -> !Objects.equals(template(before), template(object)))
                        .ifPresent(before -> faults.add(new Cause(
                                "FieldValueInvalid",
                                "Invalid value: " + Json.print(template(object)) + ": field is immutable",
                                "spec.template")));
            case "PodDisruptionBudget" -> {
                if (Json.at(object, "spec", "minAvailable") != null
                        && Json.at(object, "spec", "maxUnavailable") != null) {
                    faults.add(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: minAvailable and maxUnavailable cannot be both set",
                            "spec"));
                }
            }
            default -> {}
        }
        return faults;
    }

    private static @Nullable Object template(Map<String, @Nullable Object> job) {
        return Json.at(job, "spec", "template");
    }

    private static void lease(@Nullable Object spec, List<Cause> faults) {
        long seconds = Json.asLong(Json.at(spec, "leaseDurationSeconds"), 1);
        if (seconds <= 0) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + seconds + ": must be greater than 0",
                    "spec.leaseDurationSeconds"));
        }
        long transitions = Json.asLong(Json.at(spec, "leaseTransitions"), 0);
        if (transitions < 0) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + transitions + ": must be greater than or equal to 0",
                    "spec.leaseTransitions"));
        }
    }

    private static void workload(
            Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old, List<Cause> faults) {
        Object spec = object.get("spec");
        if (Json.asLong(Json.at(spec, "replicas"), 0) < 0) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + Json.at(spec, "replicas") + ": must be greater than or equal to 0",
                    "spec.replicas"));
        }
        if (Json.at(spec, "selector") == null) {
            faults.add(new Cause("FieldValueRequired", "Required value", "spec.selector"));
        } else if (!Selector.matches(
                Json.at(spec, "selector"), labels(Json.at(spec, "template", "metadata", "labels")))) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: " + Json.print(Json.at(spec, "template", "metadata", "labels"))
                            + ": `selector` does not match template `labels`",
                    "spec.template.metadata.labels"));
        }
        if (Json.asList(Json.at(spec, "template", "spec", "containers")).isEmpty()) {
            faults.add(new Cause("FieldValueRequired", "Required value", "spec.template.spec.containers"));
        }
        old.filter(before -> !Objects.equals(Json.at(before, "spec", "selector"), Json.at(spec, "selector")))
                .ifPresent(before -> faults.add(new Cause(
                        "FieldValueInvalid",
                        "Invalid value: " + Json.print(Json.at(spec, "selector")) + ": field is immutable",
                        "spec.selector")));
    }

    private static void pod(
            Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old, List<Cause> faults) {
        if (Json.asList(Json.at(object, "spec", "containers")).isEmpty()) {
            faults.add(new Cause("FieldValueRequired", "Required value", "spec.containers"));
        }
        if (old.isPresent() && !fixed(object).equals(fixed(old.orElseThrow()))) {
            faults.add(new Cause(
                    "FieldValueForbidden",
                    "Forbidden: pod updates may not change fields other than"
                            + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
                            + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
                            + " be set to 1 if it was previously negative)",
                    "spec"));
        }
    }

    /** What of a pod's spec may never change. */
    private static Map<String, @Nullable Object> fixed(Map<String, @Nullable Object> pod) {
        Map<String, @Nullable Object> spec = Json.mutableMap(Json.asMap(pod.get("spec")));
        for (String field : List.of("tolerations", "activeDeadlineSeconds", "nodeName", "ephemeralContainers")) {
            spec.remove(field);
        }
        for (String list : List.of("containers", "initContainers")) {
            Json.asList(spec.get(list)).forEach(container -> {
                Json.asMap(container).remove("image");
                Json.asMap(container).remove("resources");
            });
        }
        return spec;
    }

    private static Map<String, String> labels(@Nullable Object labels) {
        Map<String, String> texts = new LinkedHashMap<>();
        Json.asMap(labels).forEach((key, value) -> texts.put(key, Json.asText(value)));
        return texts;
    }
}

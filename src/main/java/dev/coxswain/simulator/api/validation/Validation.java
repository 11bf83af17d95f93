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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The mistakes in built-in kinds that a playbook or an operator is likely to make; not all that the real server finds. */
public final class Validation {

    private Validation() {}

    public static List<Cause> faults(
            Kind kind, Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old) {
        List<Cause> faults = new ArrayList<>();
        switch (kind.name()) {
            case "Deployment", "ReplicaSet" -> {
                workload(object, faults);
                sameSelector(object, old, faults);
            }
            case "StatefulSet" -> {
                workload(object, faults);
                statefulSet(object, old, faults);
            }
            case "CustomResourceDefinition" -> faults.addAll(DefinitionFaults.of(object));
            case "Event" -> event(object, faults);
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

    private static void event(Map<String, @Nullable Object> event, List<Cause> faults) {
        String about = Json.asText(Json.at(event, "involvedObject", "namespace"));
        String home = Json.asText(Json.at(event, "metadata", "namespace"));
        if (!about.isEmpty() && !about.equals(home)) {
            faults.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: \"" + about + "\": does not match event.namespace",
                    "involvedObject.namespace"));
        }
    }

    private static void sameSelector(
            Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old, List<Cause> faults) {
        Object selector = Json.at(object, "spec", "selector");
        old.filter(before -> !Objects.equals(Json.at(before, "spec", "selector"), selector))
                .ifPresent(before -> faults.add(new Cause(
                        "FieldValueInvalid",
                        "Invalid value: " + Json.print(selector) + ": field is immutable",
                        "spec.selector")));
    }

    private static void statefulSet(
            Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old, List<Cause> faults) {
        if (old.isPresent() && !settled(object).equals(settled(old.orElseThrow()))) {
            faults.add(new Cause(
                    "FieldValueForbidden",
                    "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden",
                    "spec"));
        }
    }

    /** What of a StatefulSet's spec may never change. */
    private static Map<String, @Nullable Object> settled(Map<String, @Nullable Object> set) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(Json.asMap(set.get("spec")));
        List.of(
                        "replicas",
                        "ordinals",
                        "template",
                        "updateStrategy",
                        "revisionHistoryLimit",
                        "persistentVolumeClaimRetentionPolicy",
                        "minReadySeconds")
                .forEach(spec::remove);
        return spec;
    }

    private static void containers(@Nullable Object spec, String path, List<Cause> faults) {
        List<@Nullable Object> containers = Json.asList(Json.at(spec, "containers"));
        if (containers.isEmpty()) {
            faults.add(new Cause("FieldValueRequired", "Required value", path + ".containers"));
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            String name = Json.asText(Json.at(containers.get(i), "name"));
            if (names.contains(name)) {
                faults.add(new Cause(
                        "FieldValueDuplicate",
                        "Duplicate value: \"" + name + "\"",
                        path + ".containers[" + i + "].name"));
            }
            names.add(name);
        }
    }

    private static void workload(Map<String, @Nullable Object> object, List<Cause> faults) {
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
        containers(Json.at(spec, "template", "spec"), "spec.template.spec", faults);
    }

    private static void pod(
            Map<String, @Nullable Object> object, Optional<Map<String, @Nullable Object>> old, List<Cause> faults) {
        containers(object.get("spec"), "spec", faults);
        if (old.isPresent() && !fixed(object, old.orElseThrow()).equals(fixed(old.orElseThrow(), old.orElseThrow()))) {
            faults.add(new Cause(
                    "FieldValueForbidden",
                    "Forbidden: pod updates may not change fields other than"
                            + " `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations`"
                            + " (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
                            + " be set to 1 if it was previously negative)\n"
                            + difference(old.orElseThrow(), object),
                    "spec"));
        }
    }

    /** The fields that differ, one below the other. */
    private static String difference(Map<String, @Nullable Object> old, Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> before = fixed(old, old);
        Map<String, @Nullable Object> after = fixed(object, old);
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        fields.removeIf(field -> Objects.equals(before.get(field), after.get(field)));
        StringBuilder text = new StringBuilder("  core.PodSpec{\n");
        fields.forEach(field -> text.append("- \t")
                .append(field)
                .append(": ")
                .append(Json.print(before.get(field)))
                .append(",\n+ \t")
                .append(field)
                .append(": ")
                .append(Json.print(after.get(field)))
                .append(",\n"));
        return text.append("  }\n").toString();
    }

    /** What of a pod's spec may not change, once it is as it was before: a node is given once. */
    private static Map<String, @Nullable Object> fixed(
            Map<String, @Nullable Object> pod, Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> spec = Json.mutableMap(Json.asMap(pod.get("spec")));
        for (String field : List.of("tolerations", "activeDeadlineSeconds", "ephemeralContainers")) {
            spec.remove(field);
        }
        if (Json.asText(Json.at(before, "spec", "nodeName")).isEmpty()) {
            spec.remove("nodeName");
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

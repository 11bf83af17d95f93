package dev.coxswain.fleet.recognition;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.fleet.Answers;
import dev.coxswain.fleet.Conditions;
import dev.coxswain.fleet.Moments;
import dev.coxswain.fleet.profile.Component;
import dev.coxswain.fleet.profile.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What expressions read as {@code member}: the pod, the container that counts, and what the member itself answered. */
final class MemberValues {

    private MemberValues() {}

    static Map<String, @Nullable Object> of(KubeObject pod, Component component, String container) {
        ContainerState state = ContainerState.of(pod, container);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", pod.name());
        values.put("namespace", pod.namespace());
        values.put("uid", pod.uid());
        values.put("component", component.name());
        values.put(
                "role",
                component
                        .roleLabel()
                        .map(label -> labels(pod).getOrDefault(label, ""))
                        .orElse(""));
        placeOf(pod, values);
        healthOf(pod, state, values);
        values.put("container", container);
        values.put("image", state.image());
        values.put("limits", state.limits());
        values.put("requests", state.requests());
        values.put("labels", labels(pod));
        values.put("annotations", pod.annotations());
        values.put("revision", revision(pod));
        values.put("claims", claims(pod));
        values.put("pod", pod.tree());
        return values;
    }

    private static void placeOf(KubeObject pod, Map<String, @Nullable Object> values) {
        values.put("node", pod.text("spec", "nodeName"));
        values.put("ip", pod.text("status", "podIP"));
        values.put("phase", pod.text("status", "phase"));
        values.put("deleting", pod.isBeingDeleted());
        Moments.of(pod.get("metadata", "creationTimestamp")).ifPresent(at -> values.put("createdAt", at));
    }

    private static void healthOf(KubeObject pod, ContainerState state, Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> ready = Conditions.ofType(pod, "Ready");
        values.put("ready", "True".equals(ready.get("status")));
        Moments.of(ready.get("lastTransitionTime")).ifPresent(at -> values.put("readyChangedAt", at));
        values.put("restarts", state.restarts());
        values.put("running", state.isRunning());
        values.put("waiting", state.waiting());
        values.put("lastExit", state.lastExit());
        state.startedAt().ifPresent(at -> values.put("startedAt", at));
    }

    /** The claim that the profile names; otherwise the first that the pod mounts; empty without one. */
    static String volume(KubeObject pod, Optional<String> wanted) {
        List<Object> claims = claims(pod);
        return wanted.filter(claims::contains).orElse(claims.isEmpty() ? "" : Json.asText(claims.getFirst()));
    }

    /** What {@code member.says} and the like read, given the answers to the component's questions. */
    static Map<String, @Nullable Object> answers(KubeObject pod, Component component, String container, Looks looks) {
        Map<String, @Nullable Object> says = new LinkedHashMap<>();
        List<String> silence = new ArrayList<>();
        if (!ContainerState.of(pod, container).isRunning()) {
            silence.add("container " + container + " is not running");
        }
        for (Question question : component.questions()) {
            switch (looks.said(new Answers.Key(pod.uid(), question.name())).orElse(null)) {
                case Answers.Said.Value(Object value) -> says.put(question.name(), value);
                case Answers.Said.Silent(String why) -> silence.add(question.name() + ": " + why);
                case null -> {}
            }
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("says", Collections.unmodifiableMap(says));
        values.put("silent", !silence.isEmpty());
        values.put("silence", String.join("; ", silence));
        return values;
    }

    private static Map<String, String> labels(KubeObject pod) {
        return pod.labels();
    }

    private static String revision(KubeObject pod) {
        Map<String, String> labels = pod.labels();
        return Objects.requireNonNull(
                labels.getOrDefault("controller-revision-hash", labels.getOrDefault("pod-template-hash", "")));
    }

    private static List<Object> claims(KubeObject pod) {
        return pod.list("spec", "volumes").stream()
                .map(volume -> Json.asText(Json.at(volume, "persistentVolumeClaim", "claimName")))
                .filter(name -> !name.isEmpty())
                .<Object>map(name -> name)
                .toList();
    }
}

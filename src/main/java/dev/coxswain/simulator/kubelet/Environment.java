package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a container, taken from its spec, Secrets, ConfigMaps and the pod itself. */
final class Environment {

    private final Api api;

    Environment(Api api) {
        this.api = api;
    }

    Map<String, String> of(KubeObject pod, String podIp, Map<String, @Nullable Object> container) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOSTNAME", pod.name());
        for (Object entry : Json.asList(container.get("env"))) {
            Map<String, @Nullable Object> variable = Json.asMap(entry);
            String value = variable.get("value") instanceof String text
                    ? text
                    : from(pod, podIp, Json.asMap(variable.get("valueFrom")));
            environment.put(Json.asText(variable.get("name")), value);
        }
        return environment;
    }

    private String from(KubeObject pod, String podIp, Map<String, @Nullable Object> source) {
        if (source.containsKey("secretKeyRef")) {
            String encoded = entry(Kinds.SECRET, pod.namespace(), Json.asMap(source.get("secretKeyRef")));
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        }
        if (source.containsKey("configMapKeyRef")) {
            return entry(Kinds.CONFIG_MAP, pod.namespace(), Json.asMap(source.get("configMapKeyRef")));
        }
        String path = Json.asText(Json.at(source, "fieldRef", "fieldPath"));
        return path.equals("status.podIP") ? podIp : Json.asText(pod.get(path.split("\\.")));
    }

    private String entry(Gvk kind, String namespace, Map<String, @Nullable Object> reference) {
        String name = Json.asText(reference.get("name"));
        if (name.isEmpty()) {
            return "";
        }
        return api.find(new ObjectRef(kind, namespace, name))
                .map(o -> Json.asText(o.map("data").get(Json.asText(reference.get("key")))))
                .orElse("");
    }
}

package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs what a container's {@code command} says, as far as {@link CommandScript} understands it, whatever the image is. */
public final class Commands implements Programs {

    @Override
    public ContainerScript program(KubeObject pod, Map<String, @Nullable Object> container) {
        List<String> words = new ArrayList<>();
        for (String part : List.of("command", "args")) {
            Json.asList(container.get(part)).forEach(word -> words.add(Json.asText(word)));
        }
        return new CommandScript(words);
    }
}

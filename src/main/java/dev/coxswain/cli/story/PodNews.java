package dev.coxswain.cli.story;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kubelet says of a pod's containers in its status. */
final class PodNews {

    private PodNews() {}

    static List<Seen> of(KubeObject before, KubeObject after) {
        List<Seen> news = new ArrayList<>();
        for (Object status : after.list("status", "containerStatuses")) {
            String container = Json.asText(Json.at(status, "name"));
            long restarts = Json.asLong(Json.at(status, "restartCount"), 0);
            if (restarts > restarts(before, container)) {
                news.add(new Seen(
                        "kubelet",
                        after.name() + ": " + container + " starts again" + ended(status) + ", restart " + restarts));
            }
        }
        if (isReady(after) && !isReady(before)) {
            news.add(new Seen("kubelet", after.name() + " is ready"));
        } else if (!isReady(after) && isReady(before)) {
            news.add(new Seen("kubelet", after.name() + " is not ready any more"));
        }
        return news;
    }

    private static long restarts(KubeObject pod, String container) {
        return pod.list("status", "containerStatuses").stream()
                .filter(status -> container.equals(Json.asText(Json.at(status, "name"))))
                .mapToLong(status -> Json.asLong(Json.at(status, "restartCount"), 0))
                .findFirst()
                .orElse(0);
    }

    private static String ended(@Nullable Object status) {
        Object last = Json.at(status, "lastState", "terminated");
        String reason = Json.asText(Json.at(last, "reason"));
        if (reason.isEmpty()) {
            return "";
        }
        return " (ended as " + reason + ", exit code " + Json.asLong(Json.at(last, "exitCode"), 0) + lived(last) + ")";
    }

    private static String lived(@Nullable Object terminated) {
        try {
            Duration life = Duration.between(
                    Instant.parse(Json.asText(Json.at(terminated, "startedAt"))),
                    Instant.parse(Json.asText(Json.at(terminated, "finishedAt"))));
            return ", after " + life.toSeconds() + " s";
        } catch (DateTimeException unknown) {
            return "";
        }
    }

    private static boolean isReady(KubeObject pod) {
        return pod.list("status", "conditions").stream()
                .anyMatch(condition -> "Ready".equals(Json.asText(Json.at(condition, "type")))
                        && "True".equals(Json.asText(Json.at(condition, "status"))));
    }
}

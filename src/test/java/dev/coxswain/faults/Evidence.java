package dev.coxswain.faults;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.run.journal.RunJson;
import dev.coxswain.simulator.VirtualTime;
import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.ApiServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What invariants may look at: the cluster as it really is, past every cache and every fault. */
record Evidence(ApiServer server, VirtualTime time, Instant start, Script script) {

    Instant now() {
        return time.instant();
    }

    Duration sinceStart() {
        return Duration.between(start, now());
    }

    Optional<KubeObject> find(ObjectRef ref) {
        return server.find(ref);
    }

    List<KubeObject> runs() {
        return server.list(RunJson.GVK);
    }

    Optional<KubeObject> run(String key) {
        int slash = key.indexOf('/');
        return slash < 1
                ? Optional.empty()
                : server.find(RunJson.ref(key.substring(0, slash), key.substring(slash + 1)));
    }

    static String key(KubeObject run) {
        return run.namespace() + "/" + run.name();
    }

    static boolean isFinished(KubeObject run) {
        return !run.text("status", "finishedAt").isEmpty();
    }

    static List<Map<String, @Nullable Object>> maps(KubeObject object, String... path) {
        return object.list(path).stream().map(Json::asMap).toList();
    }

    /** By the server's own word, and others follow it: one that has just started and was not told yet calls itself one too. */
    boolean isRedisPrimary(ObjectRef pod) {
        String script = "[ -z \"$REDIS_PASSWORD\" ] || export REDISCLI_AUTH=\"$REDIS_PASSWORD\"; exec redis-cli \"$@\"";
        try {
            String said = server.runtime()
                    .exec(pod, "", List.of("sh", "-c", script, "redis-cli", "INFO", "replication"), new byte[0])
                    .stdout();
            return said.contains("role:master") && !said.contains("connected_slaves:0");
        } catch (ApiException silent) {
            return false;
        }
    }
}

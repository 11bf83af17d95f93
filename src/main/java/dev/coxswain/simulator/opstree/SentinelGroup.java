package dev.coxswain.simulator.opstree;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.redis.RedisNetwork;
import dev.coxswain.simulator.redis.SentinelQuestions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator tells sentinels, by their addresses, about the one master that they watch. */
final class SentinelGroup {

    private final SentinelQuestions sentinels;
    private final String name;
    private final String quorum;
    private final Map<String, @Nullable Object> settings;

    /**
     * @param name that the sentinels have for the master
     * @param settings as the custom resource writes them
     */
    SentinelGroup(RedisNetwork network, String name, String quorum, Map<String, @Nullable Object> settings) {
        this.sentinels = new SentinelQuestions(network, name, 6379);
        this.name = name;
        this.quorum = quorum;
        this.settings = settings;
    }

    /** A sentinel that watches another address forgets it first. */
    void watch(String sentinel, String master) {
        Optional<String> watched = sentinels.watched(sentinel);
        if (watched.filter(master::equals).isPresent()) {
            return;
        }
        if (watched.isPresent()) {
            sentinels.remove(sentinel);
        }
        sentinels.monitor(sentinel, master, quorum);
    }

    void configure(String sentinel) {
        String downAfter = Json.asText(settings.get("downAfterMilliseconds"));
        if (!downAfter.isEmpty()) {
            sentinels.set(sentinel, "down-after-milliseconds", downAfter);
        }
    }

    /** Whether it knows of exactly so many replicas, and of so many sentinels with itself. */
    boolean knows(String sentinel, long replicas, long peers) {
        Map<String, String> info = sentinels.info(sentinel);
        return String.valueOf(replicas).equals(info.get("slaves"))
                && String.valueOf(peers).equals(info.get("sentinels"));
    }

    void reset(String sentinel) {
        sentinels.reset(sentinel, name);
    }
}

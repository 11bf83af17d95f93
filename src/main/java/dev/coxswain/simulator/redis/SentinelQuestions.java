package dev.coxswain.simulator.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operators ask of sentinels and tell them, by their addresses; a refusal or silence is an {@link Unanswered}. */
public final class SentinelQuestions {

    private final RedisNetwork network;
    private final String group;
    private final int redisPort;

    /** @param group the name that the sentinels have for the master */
    public SentinelQuestions(RedisNetwork network, String group, int redisPort) {
        this.network = network;
        this.group = group;
        this.redisPort = redisPort;
    }

    private String ask(String sentinel, String... command) {
        return network.ask(sentinel, SentinelProcess.PORT, "", List.of(command));
    }

    public boolean hasQuorum(String sentinel) {
        try {
            ask(sentinel, "SENTINEL", "CKQUORUM", group);
            return true;
        } catch (Unanswered silentOrWithout) {
            return false;
        }
    }

    /** The address of the master that it watches. */
    public String monitored(String sentinel) {
        return ask(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", group);
    }

    /** The same; empty when it watches none, which is an error reply to some questions and none to others. */
    public Optional<String> watched(String sentinel) {
        return Optional.of(monitored(sentinel)).filter(ip -> !ip.isEmpty());
    }

    public void remove(String sentinel) {
        ask(sentinel, "SENTINEL", "REMOVE", group);
    }

    public void monitor(String sentinel, String master, String quorum) {
        ask(sentinel, "SENTINEL", "MONITOR", group, master, String.valueOf(redisPort), quorum);
    }

    /** Whether the master answers or not. */
    public void failOver(String sentinel) {
        ask(sentinel, "SENTINEL", "FAILOVER", group);
    }

    /** @param which a group, or {@code *} for all */
    public void reset(String sentinel, String which) {
        ask(sentinel, "SENTINEL", "RESET", which);
    }

    public void set(String sentinel, String option, String value) {
        ask(sentinel, "SENTINEL", "SET", group, option, value);
    }

    /** The {@code key=value} pairs of the line {@code master0:}. */
    public Map<String, String> info(String sentinel) {
        Map<String, String> pairs = new HashMap<>();
        ask(sentinel, "INFO", "sentinel")
                .lines()
                .filter(line -> line.startsWith("master0:"))
                .flatMap(line -> List.of(line.substring("master0:".length()).split(",", -1)).stream())
                .forEach(
                        pair -> pairs.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return pairs;
    }
}

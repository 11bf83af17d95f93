package dev.coxswain.simulator.redis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which server listens at which address of the cluster's pod network. */
public final class RedisNetwork {

    private final Map<String, RedisServer> listening = new TreeMap<>();

    void listen(String ip, int port, RedisServer server) {
        listening.put(ip + ":" + port, server);
    }

    void close(String ip, int port) {
        listening.remove(ip + ":" + port);
    }

    Optional<RedisServer> at(String ip, int port) {
        return Optional.ofNullable(listening.get(ip + ":" + port));
    }

    /**
     * The first line of an answer.
     *
     * @throws Unanswered when nobody listens there, or the answer is an error
     */
    String ask(String ip, int port, String password, List<String> command) {
        RedisServer server = at(ip, port)
                .orElseThrow(() -> new Unanswered("dial tcp %s:%d: connect: connection refused".formatted(ip, port)));
        Reply reply = server.ask(new RedisServer.Login("", password), command);
        if (reply.error()) {
            throw new Unanswered(reply.first());
        }
        return reply.first();
    }

    public Optional<RedisProcess> redis(String ip, int port) {
        return at(ip, port).filter(RedisProcess.class::isInstance).map(RedisProcess.class::cast);
    }

    List<RedisProcess> redises() {
        return listening.values().stream()
                .filter(RedisProcess.class::isInstance)
                .map(RedisProcess.class::cast)
                .toList();
    }

    List<SentinelProcess> sentinels() {
        return listening.values().stream()
                .filter(SentinelProcess.class::isInstance)
                .map(SentinelProcess.class::cast)
                .toList();
    }
}

package dev.coxswain.simulator.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the operator asks of servers and sentinels, by their addresses; a refusal or silence aborts its pass. */
final class RedisQuestions {

    private final RedisNetwork network;
    private final String password;
    private final int port;

    RedisQuestions(RedisNetwork network, String password, int port) {
        this.network = network;
        this.password = password;
        this.port = port;
    }

    private Reply ask(String ip, int at, String... command) {
        RedisServer server = network.at(ip, at)
                .orElseThrow(() ->
                        new SpotahomePass.Aborted("dial tcp %s:%d: connect: connection refused".formatted(ip, at)));
        String login = at == port ? password : "";
        Reply reply = server.ask(new RedisServer.Login("", login), List.of(command));
        if (reply.error()) {
            throw new SpotahomePass.Aborted(reply.first());
        }
        return reply;
    }

    private String replication(String ip) {
        return ask(ip, port, "INFO", "replication").first();
    }

    boolean isMaster(String ip) {
        return replication(ip).contains("role:master");
    }

    /** Empty for a master. */
    String masterOf(String ip) {
        return replication(ip)
                .lines()
                .filter(line -> line.startsWith("master_host:"))
                .map(line -> line.substring("master_host:".length()).strip())
                .findFirst()
                .orElse("");
    }

    boolean isLinked(String ip) {
        String info = replication(ip);
        return info.contains("master_link_status:up")
                && !info.contains("master_sync_in_progress:1")
                && !info.contains("master_host:127.0.0.1");
    }

    void promote(String ip) {
        ask(ip, port, "SLAVEOF", "NO", "ONE");
    }

    void follow(String ip, String master) {
        ask(ip, port, "SLAVEOF", master, String.valueOf(port));
    }

    boolean hasQuorum(String sentinel) {
        return network.at(sentinel, SentinelProcess.PORT)
                .map(s -> s.ask(RedisServer.Login.ANONYMOUS, List.of("SENTINEL", "CKQUORUM", "mymaster")))
                .filter(reply -> !reply.error())
                .isPresent();
    }

    String monitored(String sentinel) {
        return ask(sentinel, SentinelProcess.PORT, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster")
                .first();
    }

    void monitor(String sentinel, String master, long quorum) {
        ask(sentinel, SentinelProcess.PORT, "SENTINEL", "REMOVE", "mymaster");
        ask(
                sentinel,
                SentinelProcess.PORT,
                "SENTINEL",
                "MONITOR",
                "mymaster",
                master,
                String.valueOf(port),
                String.valueOf(quorum));
    }

    void reset(String sentinel) {
        ask(sentinel, SentinelProcess.PORT, "SENTINEL", "RESET", "*");
    }

    /** @param line as in the CR: {@code down-after-milliseconds 3000} */
    void configureSentinel(String sentinel, String line) {
        int space = line.indexOf(' ');
        if (space > 0) {
            ask(
                    sentinel,
                    SentinelProcess.PORT,
                    "SENTINEL",
                    "SET",
                    "mymaster",
                    line.substring(0, space),
                    line.substring(space + 1));
        }
    }

    /** The {@code key=value} pairs of the line {@code master0:}. */
    Map<String, String> sentinelInfo(String sentinel) {
        Map<String, String> pairs = new HashMap<>();
        String info = ask(sentinel, SentinelProcess.PORT, "INFO", "sentinel").first();
        info.lines()
                .filter(line -> line.startsWith("master0:"))
                .flatMap(line -> List.of(line.substring("master0:".length()).split(",", -1)).stream())
                .forEach(
                        pair -> pairs.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return pairs;
    }
}

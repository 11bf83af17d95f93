package dev.coxswain.simulator.redis;

import java.util.List;

/** What operators ask of Redis servers, by their addresses; a refusal or silence is an {@link Unanswered}. */
public final class RedisQuestions {

    private final RedisNetwork network;
    private final String password;
    private final int port;

    /** @param password empty for none */
    public RedisQuestions(RedisNetwork network, String password, int port) {
        this.network = network;
        this.password = password;
        this.port = port;
    }

    private String ask(String ip, String... command) {
        return network.ask(ip, port, password, List.of(command));
    }

    private String replication(String ip) {
        return ask(ip, "INFO", "replication");
    }

    public boolean isMaster(String ip) {
        return replication(ip).contains("role:master");
    }

    /** Empty for a master. */
    public String masterOf(String ip) {
        return field(ip, "master_host");
    }

    /** How many replicas are attached to it. */
    public int replicasOf(String ip) {
        return Integer.parseInt(field(ip, "connected_slaves"));
    }

    public long offset(String ip) {
        return Long.parseLong(field(ip, "master_repl_offset"));
    }

    private String field(String ip, String name) {
        return replication(ip)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    public boolean isLinked(String ip) {
        String info = replication(ip);
        return info.contains("master_link_status:up")
                && !info.contains("master_sync_in_progress:1")
                && !info.contains("master_host:127.0.0.1");
    }

    public void promote(String ip) {
        ask(ip, "SLAVEOF", "NO", "ONE");
    }

    public void follow(String ip, String master) {
        ask(ip, "SLAVEOF", master, String.valueOf(port));
    }
}

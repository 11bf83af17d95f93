package dev.coxswain.simulator.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of INFO as Redis 7.0 prints it: sections, fields in order, lines ended by CRLF. */
final class RedisInfo {

    private final RedisProcess redis;
    private final RedisNetwork network;

    RedisInfo(RedisProcess redis, RedisNetwork network) {
        this.redis = redis;
        this.network = network;
    }

    String sections(List<String> asked) {
        List<String> wanted = asked.isEmpty() || asked.contains("all") || asked.contains("default")
                ? List.of("server", "memory", "persistence", "replication", "keyspace")
                : asked.stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
        List<String> texts = new ArrayList<>();
        for (String section : wanted) {
            List<String> lines = switch (section) {
                case "server" -> server();
                case "memory" -> memory();
                case "persistence" -> persistence();
                case "replication" -> replication();
                case "keyspace" -> keyspace();
                default -> List.of();
            };
            if (!lines.isEmpty()) {
                texts.add(String.join("\r\n", lines) + "\r\n");
            }
        }
        return String.join("\r\n", texts);
    }

    private Instant now() {
        return redis.life().instant();
    }

    private List<String> server() {
        Duration up = Duration.between(redis.life().startedAt(), now());
        return List.of(
                "# Server",
                "redis_version:7.0.15",
                "redis_mode:standalone",
                "os:Linux",
                "process_id:1",
                "run_id:" + redis.runId(),
                "tcp_port:" + redis.port(),
                "uptime_in_seconds:" + up.toSeconds(),
                "uptime_in_days:" + up.toDays());
    }

    private List<String> memory() {
        return List.of(
                "# Memory",
                "used_memory:" + redis.memory(),
                "used_memory_dataset:" + redis.dataset().bytes(),
                "maxmemory:0",
                "mem_fragmentation_ratio:1.05");
    }

    private List<String> persistence() {
        boolean loading = redis.isLoading();
        List<String> lines = new ArrayList<>(List.of(
                "# Persistence",
                "loading:" + (loading ? 1 : 0),
                "async_loading:0",
                "current_cow_peak:0",
                "current_cow_size:0",
                "current_cow_size_age:0",
                "current_fork_perc:0.00",
                "current_save_keys_processed:0",
                "current_save_keys_total:0",
                "rdb_changes_since_last_save:0",
                "rdb_bgsave_in_progress:0",
                "rdb_last_save_time:" + redis.saving().last().getEpochSecond(),
                "rdb_last_bgsave_status:" + (redis.saving().failed() ? "err" : "ok"),
                "rdb_last_bgsave_time_sec:-1",
                "rdb_current_bgsave_time_sec:-1",
                "rdb_saves:0",
                "rdb_last_cow_size:0",
                "rdb_last_load_keys_expired:0",
                "rdb_last_load_keys_loaded:" + (loading ? 0 : redis.dataset().keys()),
                "aof_enabled:0",
                "aof_rewrite_in_progress:0",
                "aof_rewrite_scheduled:0",
                "aof_last_rewrite_time_sec:-1",
                "aof_current_rewrite_time_sec:-1",
                "aof_last_bgrewrite_status:ok",
                "aof_rewrites:0",
                "aof_rewrites_consecutive_failures:0",
                "aof_last_write_status:ok",
                "aof_last_cow_size:0",
                "module_fork_in_progress:0",
                "module_fork_last_cow_size:0"));
        if (loading) {
            lines.addAll(progress());
        }
        return lines;
    }

    private List<String> progress() {
        long total = redis.dataset().bytes();
        long whole = Math.max(
                1, Duration.between(redis.loadingSince(), redis.loadedAt()).toMillis());
        long done = Duration.between(redis.loadingSince(), now()).toMillis();
        double share = (double) done / whole;
        return List.of(
                "loading_start_time:" + redis.loadingSince().getEpochSecond(),
                "loading_total_bytes:" + total,
                "loading_rdb_used_mem:" + total,
                "loading_loaded_bytes:" + (long) (total * share),
                "loading_loaded_perc:" + String.format(Locale.ROOT, "%.2f", share * 100),
                "loading_eta_seconds:" + Math.max(1, (whole - done) / 1000));
    }

    /** The servers that follow this one, in order of their addresses. */
    List<RedisProcess> replicas() {
        return network.redises().stream()
                .filter(r -> r.masterHost().equals(redis.address()) && r.masterPort() == redis.port())
                .filter(r -> r.isLinkUp() || r.isSyncing())
                .toList();
    }

    private List<String> replication() {
        List<String> lines =
                new ArrayList<>(List.of("# Replication", "role:" + (redis.isMaster() ? "master" : "slave")));
        long offset = redis.offset();
        if (!redis.isMaster()) {
            lines.addAll(link(offset));
        }
        List<RedisProcess> replicas = replicas();
        lines.add("connected_slaves:" + replicas.size());
        for (int i = 0; i < replicas.size(); i++) {
            RedisProcess replica = replicas.get(i);
            lines.add("slave%d:ip=%s,port=%d,state=%s,offset=%d,lag=%d"
                    .formatted(
                            i,
                            replica.address(),
                            replica.port(),
                            replica.isLinkUp() ? "online" : "send_bulk",
                            replica.offset(),
                            replica.isLinkUp() ? 0 : 1));
        }
        String id = redis.dataset().replicationId();
        lines.addAll(List.of(
                "master_failover_state:no-failover",
                "master_replid:" + (id.isEmpty() ? redis.runId() : id),
                "master_replid2:0000000000000000000000000000000000000000",
                "master_repl_offset:" + offset,
                "second_repl_offset:-1",
                "repl_backlog_active:1",
                "repl_backlog_size:1048576",
                "repl_backlog_first_byte_offset:1",
                "repl_backlog_histlen:" + Math.min(offset, 1048576)));
        return lines;
    }

    private List<String> link(long offset) {
        List<String> lines = new ArrayList<>(List.of(
                "master_host:" + redis.masterHost(),
                "master_port:" + redis.masterPort(),
                "master_link_status:" + (redis.isLinkUp() ? "up" : "down"),
                "master_last_io_seconds_ago:" + (redis.isLinkUp() ? 0 : -1),
                "master_sync_in_progress:" + (redis.isSyncing() ? 1 : 0),
                "slave_read_repl_offset:" + offset,
                "slave_repl_offset:" + offset));
        if (!redis.isLinkUp()) {
            lines.add("master_link_down_since_seconds:"
                    + Duration.between(redis.linkDownSince(), now()).toSeconds());
        }
        lines.addAll(List.of("slave_priority:100", "slave_read_only:1", "replica_announced:1"));
        return lines;
    }

    private List<String> keyspace() {
        long keys = redis.isLoading() ? 0 : redis.dataset().keys();
        return keys == 0
                ? List.of("# Keyspace")
                : List.of("# Keyspace", "db0:keys=%d,expires=0,avg_ttl=0".formatted(keys));
    }
}

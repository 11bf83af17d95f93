package dev.coxswain.simulator.redis;

import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.kubelet.ContainerLife;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One life of a sentinel, which forgets everything with its container.
 *
 * <p>Once a second: (1) learn replicas from the master and the other sentinels that watch the same master; (2) a master that
 * does not answer for down-after-milliseconds is down to this sentinel (LOADING is an answer); (3) with a quorum and a
 * majority of the sentinels agreeing, the first of them by address promotes the replica with the highest offset and turns
 * the others to it; (4) a known replica that follows someone else is turned back after a few seconds.
 */
final class SentinelProcess implements RedisServer {

    static final int PORT = 26379;
    private static final Duration CRON = Duration.ofSeconds(1);
    private static final Duration FIX_AFTER = Duration.ofSeconds(6);

    private record Address(String ip, int port) {}

    private final ContainerLife life;
    private final RedisNetwork network;
    private String group;
    private Address master;
    private int quorum;
    private boolean watching = true;
    private long downAfterMillis = 5000;
    private final Set<Address> replicas = new LinkedHashSet<>();
    private Instant lastAnswer;
    private Instant astraySince = Instant.MAX;

    /** @param nobody the address that it watches until it is told of a master */
    SentinelProcess(ContainerLife life, RedisNetwork network, String group, String nobody, int quorum) {
        this.life = life;
        this.network = network;
        this.group = group;
        this.master = new Address(nobody, 6379);
        this.quorum = quorum;
        this.lastAnswer = life.instant();
    }

    void start() {
        network.listen(life.podIp(), PORT, this);
        life.after(CRON, this::cron);
    }

    void stop() {
        network.close(life.podIp(), PORT);
    }

    private void cron() {
        if (watching && !isWatchingNobody()) {
            watch();
        }
        life.after(CRON, this::cron);
    }

    private boolean isWatchingNobody() {
        return List.of("127.0.0.1", "0.0.0.0").contains(master.ip());
    }

    private void watch() {
        Optional<RedisProcess> process = network.redis(master.ip(), master.port());
        if (process.isPresent()) {
            lastAnswer = life.instant();
            learnFrom(process.get());
            turnBackTheAstray();
        } else if (isLeader()) {
            failOver();
        }
    }

    private void learnFrom(RedisProcess process) {
        for (RedisProcess replica : new RedisInfo(process, network).replicas()) {
            replicas.add(new Address(replica.address(), replica.port()));
        }
    }

    private void turnBackTheAstray() {
        List<RedisProcess> astray = known().stream()
                .filter(r -> !r.isLoading() && !r.masterHost().equals(master.ip()))
                .toList();
        if (astray.isEmpty()) {
            astraySince = Instant.MAX;
        } else if (astraySince.equals(Instant.MAX)) {
            astraySince = life.instant();
        } else if (!life.instant().isBefore(astraySince.plus(FIX_AFTER))) {
            life.print("* +fix-slave-config");
            astray.forEach(r -> r.follow(master.ip(), master.port()));
            astraySince = Instant.MAX;
        }
    }

    boolean watches(String ip) {
        return watching && master.ip().equals(ip);
    }

    private List<RedisProcess> known() {
        return replicas.stream()
                .map(a -> network.redis(a.ip(), a.port()))
                .flatMap(Optional::stream)
                .toList();
    }

    private boolean seesMasterDown() {
        return watching && !life.instant().isBefore(lastAnswer.plusMillis(downAfterMillis));
    }

    private List<SentinelProcess> peers() {
        if (isWatchingNobody()) {
            return List.of(this);
        }
        return network.sentinels().stream()
                .filter(s -> s.watching && s.master.equals(master))
                .toList();
    }

    private boolean isLeader() {
        List<SentinelProcess> agreeing =
                peers().stream().filter(SentinelProcess::seesMasterDown).toList();
        return seesMasterDown()
                && agreeing.size() >= quorum
                && agreeing.size() * 2 > peers().size()
                && agreeing.getFirst() == this;
    }

    private Optional<RedisProcess> candidate() {
        return known().stream()
                .filter(r -> !r.isLoading()
                        && !r.isSyncing()
                        && !r.isMaster()
                        && r.masterHost().equals(master.ip()))
                .max(Comparator.comparingLong(RedisProcess::offset)
                        .thenComparing(RedisProcess::runId, Comparator.reverseOrder()));
    }

    private void failOver() {
        Optional<RedisProcess> chosen = candidate();
        if (chosen.isEmpty()) {
            life.print("# -failover-abort-no-good-slave master " + group + " " + master.ip() + " " + master.port());
            return;
        }
        RedisProcess promoted = chosen.get();
        life.print("# +switch-master %s %s %d %s %d"
                .formatted(group, master.ip(), master.port(), promoted.address(), promoted.port()));
        Address old = master;
        List<SentinelProcess> all = peers();
        promoted.follow("", 0);
        for (RedisProcess other : known()) {
            if (other != promoted && !other.isLoading()) {
                other.follow(promoted.address(), promoted.port());
            }
        }
        all.forEach(s -> s.switchTo(new Address(promoted.address(), promoted.port()), old));
    }

    private void switchTo(Address promoted, Address old) {
        master = promoted;
        replicas.remove(promoted);
        replicas.add(old);
        lastAnswer = life.instant();
        astraySince = Instant.MAX;
    }

    @Override
    public Reply ask(Login login, List<String> command) {
        String verb = command.isEmpty() ? "" : command.getFirst().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "PING" -> Reply.of("PONG");
            case "INFO" -> Reply.of(info());
            case "SENTINEL" -> sentinel(command.subList(1, command.size()));
            case "SHUTDOWN" -> {
                life.exit(0, "Completed");
                yield Reply.of();
            }
            default -> Reply.refused("ERR unknown command '" + String.join(" ", command) + "'");
        };
    }

    private Reply sentinel(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst().toUpperCase(Locale.ROOT);
        boolean unknown = (words.size() > 1 && !List.of(group, "*").contains(words.get(1))) || !watching;
        if (unknown && !verb.equals("MONITOR") && !verb.equals("GET-MASTER-ADDR-BY-NAME")) {
            return Reply.refused("ERR No such master with that name");
        }
        return switch (verb) {
            case "GET-MASTER-ADDR-BY-NAME" ->
                unknown ? Reply.of("") : Reply.of(master.ip(), String.valueOf(master.port()));
            case "CKQUORUM" -> quorum();
            case "FAILOVER" -> forcedFailover();
            case "MASTERS", "MASTER" -> new Reply(false, describeMaster());
            case "REPLICAS", "SLAVES" -> new Reply(false, describeReplicas());
            case "SENTINELS" -> new Reply(false, describePeers());
            case "RESET" -> reset();
            case "REMOVE" -> remove();
            case "MONITOR" -> monitor(words);
            case "SET" -> set(words);
            default -> Reply.refused("ERR unknown subcommand '" + verb + "'");
        };
    }

    private Reply quorum() {
        int usable = peers().size();
        return usable >= quorum
                ? Reply.of("OK %d usable Sentinels. Quorum and failover authorization can be reached".formatted(usable))
                : Reply.refused(("NOQUORUM %d usable Sentinels. Not enough available Sentinels to reach the specified"
                                + " quorum for this master")
                        .formatted(usable));
    }

    private Reply forcedFailover() {
        if (candidate().isEmpty()) {
            return Reply.refused("NOGOODSLAVE No suitable replica to promote");
        }
        life.after(CRON, this::failOver);
        return Reply.OK;
    }

    private Reply reset() {
        replicas.clear();
        return Reply.of("1");
    }

    private Reply remove() {
        watching = false;
        replicas.clear();
        return Reply.OK;
    }

    private Reply monitor(List<String> words) {
        if (words.size() < 5) {
            return Reply.refused("ERR wrong number of arguments for 'sentinel|monitor' command");
        }
        if (words.get(2).isEmpty()) {
            return Reply.refused("ERR Invalid IP address or hostname specified");
        }
        group = words.get(1);
        master = new Address(words.get(2), Integer.parseInt(words.get(3)));
        quorum = Integer.parseInt(words.get(4));
        watching = true;
        lastAnswer = life.instant();
        replicas.clear();
        network.redis(master.ip(), master.port()).ifPresent(this::learnFrom);
        return Reply.OK;
    }

    private Reply set(List<String> words) {
        for (int i = 2; i + 1 < words.size(); i += 2) {
            switch (words.get(i)) {
                case "down-after-milliseconds" -> downAfterMillis = Long.parseLong(words.get(i + 1));
                case "quorum" -> quorum = Integer.parseInt(words.get(i + 1));
                default -> life.print("# option " + words.get(i) + " has no effect here");
            }
        }
        return Reply.OK;
    }

    private List<String> describeMaster() {
        return List.of(
                "name", group,
                "ip", master.ip(),
                "port", String.valueOf(master.port()),
                "runid",
                        network.redis(master.ip(), master.port())
                                .map(RedisProcess::runId)
                                .orElse(""),
                "flags", seesMasterDown() ? "master,s_down" : "master",
                "num-slaves", String.valueOf(replicas.size()),
                "num-other-sentinels", String.valueOf(Math.max(0, peers().size() - 1)),
                "quorum", String.valueOf(quorum),
                "down-after-milliseconds", String.valueOf(downAfterMillis));
    }

    private List<String> describeReplicas() {
        List<String> lines = new ArrayList<>();
        for (Address replica : replicas) {
            Optional<RedisProcess> process = network.redis(replica.ip(), replica.port());
            lines.addAll(List.of("name", replica.ip() + ":" + replica.port(), "ip", replica.ip()));
            lines.addAll(List.of("port", String.valueOf(replica.port())));
            lines.addAll(List.of("flags", process.isPresent() ? "slave" : "slave,s_down,disconnected"));
            lines.addAll(
                    List.of("master-host", process.map(RedisProcess::masterHost).orElse("?")));
            lines.addAll(List.of(
                    "master-link-status", process.filter(RedisProcess::isLinkUp).isPresent() ? "ok" : "err"));
        }
        return lines;
    }

    private List<String> describePeers() {
        List<String> lines = new ArrayList<>();
        for (SentinelProcess peer : peers()) {
            if (peer != this) {
                lines.addAll(List.of("name", Tree.word(peer.life.podIp(), 40), "ip", peer.life.podIp()));
                lines.addAll(List.of("port", String.valueOf(PORT), "flags", "sentinel"));
            }
        }
        return lines;
    }

    private String info() {
        String status = seesMasterDown() ? "sdown" : "ok";
        String line = "master0:name=%s,status=%s,address=%s:%d,slaves=%d,sentinels=%d"
                .formatted(group, status, master.ip(), master.port(), replicas.size(), Math.max(1, peers().size()));
        List<String> lines = new ArrayList<>(List.of(
                "# Sentinel",
                "sentinel_masters:" + (watching ? 1 : 0),
                "sentinel_tilt:0",
                "sentinel_tilt_since_seconds:-1",
                "sentinel_running_scripts:0",
                "sentinel_scripts_queue_length:0",
                "sentinel_simulate_failure_flags:0"));
        if (watching) {
            lines.add(line);
        }
        return String.join("\r\n", lines) + "\r\n";
    }
}

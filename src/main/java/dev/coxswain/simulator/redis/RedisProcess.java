package dev.coxswain.simulator.redis;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.controller.object.Tree;
import dev.coxswain.simulator.kubelet.ContainerLife;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One life of a redis-server.
 *
 * <p>It reads its dataset first. As a replica it looks for its master once a second: with a shared history the link is up at
 * once (partial resynchronisation); otherwise it takes over the master's dataset and reads that, which is the second load.
 */
public final class RedisProcess implements RedisServer {

    private static final Duration CRON = Duration.ofSeconds(1);
    private static final Duration TRANSFER = Duration.ofSeconds(2);

    /** What the server takes of memory beside the dataset. */
    private static final long OVERHEAD = 1_000_000;

    /** How far back a replica may lag and still need no full synchronisation ({@code repl-backlog-size}). */
    private static final long BACKLOG = 1 << 20;

    private final ContainerLife life;
    private final RedisNetwork network;
    private final RedisConfig config;
    private final Dataset dataset;
    private final String runId;
    private final Saving saving;
    private String masterHost = "";
    private int masterPort;
    private boolean linkUp;
    private boolean syncing;
    private Instant linkDownSince;
    private Instant loadingSince;
    private Instant loadedAt;
    private Instant counted;
    private Instant waitingSince = Instant.MAX;
    private Instant syncBegan = Instant.MIN;

    RedisProcess(ContainerLife life, RedisNetwork network, RedisConfig config, Dataset dataset) {
        this.life = life;
        this.network = network;
        this.config = config;
        this.dataset = dataset;
        this.runId = Tree.word(life.podIp() + life.startedAt(), 40);
        this.linkDownSince = life.startedAt();
        this.loadingSince = life.startedAt();
        this.loadedAt = life.startedAt().plus(loadTime());
        this.counted = life.startedAt();
        this.saving = new Saving(life, dataset, config.saveEvery());
    }

    void start() {
        masterHost = config.masterHost();
        masterPort = config.masterPort();
        if (isMaster()) {
            // whoever followed the life before cannot go on from here: this is a new history
            dataset.begin(runId);
        }
        network.listen(life.podIp(), config.port(), this);
        life.print(
                "* Ready to accept connections after loading for " + loadTime().toSeconds() + " s");
        dieOfTooLittleMemory();
        life.after(CRON, this::cron);
    }

    /** The kernel kills what takes more than its limit; reading the dataset takes it bit by bit. */
    private void dieOfTooLittleMemory() {
        long limit = life.pod().list("spec", "containers").stream()
                .findFirst()
                .map(container -> Json.asText(Json.at(container, "resources", "limits", "memory")))
                .filter(amount -> !amount.isEmpty())
                .map(Quantities::ofKubernetes)
                .orElse(0L);
        long wanted = OVERHEAD + dataset.bytes();
        if (limit > 0 && limit < wanted) {
            Duration until = loadTime().multipliedBy(limit).dividedBy(wanted);
            life.after(until, () -> life.exit(137, "OOMKilled"));
        }
    }

    private Duration loadTime() {
        return loadTime(dataset);
    }

    /** How long this server takes to read a dataset, its own or a master's; there is nothing to read in an empty one. */
    private Duration loadTime(Dataset of) {
        return of.keys() == 0
                ? Duration.ZERO
                : dataset.load().plus(config.keyLoadDelay().multipliedBy(of.keys()));
    }

    void stop() {
        network.close(life.podIp(), config.port());
    }

    private void cron() {
        replicate();
        if (!isLoading()) {
            saving.cron();
        }
        life.after(CRON, this::cron);
    }

    String address() {
        return life.podIp();
    }

    int port() {
        return config.port();
    }

    String runId() {
        return runId;
    }

    RedisConfig config() {
        return config;
    }

    Dataset dataset() {
        return dataset;
    }

    Saving saving() {
        return saving;
    }

    long memory() {
        return OVERHEAD + dataset.bytes();
    }

    ContainerLife life() {
        return life;
    }

    public boolean isMaster() {
        return masterHost.isEmpty();
    }

    public boolean hasReplicas() {
        return isMaster() && !new RedisInfo(this, network).replicas().isEmpty();
    }

    public boolean isLoading() {
        return life.instant().isBefore(loadedAt);
    }

    public boolean isLinkUp() {
        return linkUp && !isLoading();
    }

    boolean isSyncing() {
        return syncing;
    }

    String masterHost() {
        return masterHost;
    }

    int masterPort() {
        return masterPort;
    }

    Instant linkDownSince() {
        return linkDownSince;
    }

    Instant loadingSince() {
        return loadingSince;
    }

    Instant loadedAt() {
        return loadedAt;
    }

    /** How far the history goes that this server knows. */
    long offset() {
        if (isMaster() && !isLoading()) {
            Instant from = counted.isBefore(loadedAt) ? loadedAt : counted;
            long seconds = Math.max(0, Duration.between(from, life.instant()).toSeconds());
            dataset.advanceTo(dataset.offset() + seconds * dataset.writesPerSecond());
            counted = from.plusSeconds(seconds);
        } else if (isLinkUp()) {
            master().ifPresent(m -> dataset.advanceTo(m.offset()));
        }
        return dataset.offset();
    }

    Optional<RedisProcess> master() {
        return masterHost.isEmpty() || masterHost.equals("127.0.0.1") || masterHost.equals(address())
                ? Optional.empty()
                : network.redis(masterHost, masterPort);
    }

    private void replicate() {
        if (isMaster() || isLoading() || syncing || !waitingSince.equals(Instant.MAX)) {
            return;
        }
        Optional<RedisProcess> source = master().filter(m -> !m.isLoading() && (m.isMaster() || m.isLinkUp()))
                .filter(m -> m.config.password().equals(config.password()));
        if (source.isEmpty()) {
            if (linkUp) {
                linkUp = false;
                linkDownSince = life.instant();
            }
        } else if (!linkUp) {
            attach(source.get());
        } else {
            long before = dataset.offset();
            if (offset() > before) {
                saving.writtenByMaster();
            }
        }
    }

    private void attach(RedisProcess source) {
        long ahead = source.offset() - dataset.offset();
        if (dataset.sharesHistoryWith(source.dataset) && ahead <= BACKLOG) {
            linkUp = true;
            offset();
            return;
        }
        life.print("* MASTER <-> REPLICA sync started");
        Instant asked = life.instant();
        waitingSince = asked;
        life.after(FullSync.DELAY, () -> {
            if (asked.equals(waitingSince)) {
                waitingSince = Instant.MAX;
                synchronise(source);
            }
        });
    }

    private void synchronise(RedisProcess source) {
        if (!dataset.hasRoomFor(source.dataset)) {
            life.print("# Write error or short write writing to the DB dump file needed for MASTER <-> REPLICA"
                    + " synchronization: No space left on device");
            return;
        }
        FullSync sync = new FullSync(
                TRANSFER,
                loadTime(source.dataset),
                source.dataset.writesPerSecond(),
                source.config.outputBufferLimit());
        syncing = true;
        Instant began = life.instant();
        syncBegan = began;
        Optional<Duration> dropped = sync.droppedAfter();
        dropped.ifPresent(after -> life.after(after, () -> source.drop(this)));
        life.after(TRANSFER, () -> {
            if (began.equals(syncBegan)) {
                dataset.copy(source.dataset);
                loadingSince = life.instant();
                loadedAt = loadingSince.plus(loadTime());
            }
        });
        life.after(sync.whole(), () -> {
            if (began.equals(syncBegan)) {
                synchronised(dropped.isPresent());
            }
        });
    }

    /** A server that reads its dataset does not look at its connections: it learns only now that the master has cut it off. */
    private void synchronised(boolean dropped) {
        syncing = false;
        if (dropped) {
            life.print("# Connection with master lost.");
        } else {
            linkUp = true;
            offset();
        }
    }

    private void drop(RedisProcess replica) {
        life.print(
                "# Client addr=%s:%d flags=S cmd=psync scheduled to be closed ASAP for overcoming of output buffer limits."
                        .formatted(replica.address(), replica.port()));
        life.print("# Connection with replica %s:%d lost.".formatted(replica.address(), replica.port()));
    }

    /** Follows another server, or nobody. */
    void follow(String host, int port) {
        if (host.equals(masterHost) && port == masterPort) {
            return;
        }
        offset();
        counted = life.instant();
        masterHost = host;
        masterPort = port;
        linkUp = false;
        linkDownSince = life.instant();
        waitingSince = Instant.MAX;
        syncing = false;
        syncBegan = Instant.MIN;
        if (isMaster() && dataset.replicationId().isEmpty()) {
            dataset.begin(runId);
        }
        replicate();
    }

    @Override
    public Reply ask(Login login, List<String> command) {
        return new RedisCommands(this, network).answer(login, command);
    }
}

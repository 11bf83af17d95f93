package dev.coxswain.kube.cache;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.client.StopSignal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops reflectors, one virtual thread each, so that the cache holds the kinds that playbooks and profiles read. */
public final class Watches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private record Running(Reflector reflector, StopSignal stop, Thread thread) {
        void end() {
            stop.stop();
            reflector.stop();
            thread.interrupt();
        }
    }

    private final Reflector.Server server;
    private final ObjectCache cache;
    private final RandomGenerator random;
    private final Function<Gvk, Projection> projections;
    private final Map<Gvk, Running> running = new HashMap<>();

    public Watches(ApiStreams streams, RestMapper mapper, ObjectCache cache, RandomGenerator random) {
        this(streams, mapper, cache, random, gvk -> Projection.SLIM);
    }

    /** @param random used by many threads */
    public Watches(
            ApiStreams streams,
            RestMapper mapper,
            ObjectCache cache,
            RandomGenerator random,
            Function<Gvk, Projection> projections) {
        this(new Reflector.Server(streams, mapper, Deadlines.USUAL), cache, random, projections);
    }

    Watches(Reflector.Server server, ObjectCache cache, RandomGenerator random, Function<Gvk, Projection> projections) {
        this.server = server;
        this.cache = cache;
        this.random = random;
        this.projections = projections;
    }

    /** From now on these kinds are watched, and no others. */
    public synchronized void watch(Set<Gvk> kinds) {
        Set<Gvk> obsolete = new HashSet<>(running.keySet());
        obsolete.removeAll(kinds);
        obsolete.forEach(this::end);
        // all are expected before the first can be done, so that the cache does not call itself synced in between
        kinds.forEach(cache::expect);
        kinds.stream().filter(kind -> !running.containsKey(kind)).forEach(this::start);
    }

    /** From now on these kinds are watched, too; the cache counts as synced without them. */
    public synchronized void watchAlso(Set<Gvk> kinds) {
        kinds.stream().filter(kind -> !running.containsKey(kind)).forEach(kind -> {
            cache.welcome(kind);
            start(kind);
        });
    }

    private void start(Gvk kind) {
        StopSignal stop = new StopSignal();
        Reflector reflector = new Reflector(server, kind, projections.apply(kind), cache, random, stop);
        Thread thread = Thread.ofVirtual()
                .name("reflector " + kind)
                .uncaughtExceptionHandler((_, end) -> ended(kind, end))
                .start(reflector);
        running.put(kind, new Running(reflector, stop, thread));
    }

    /** The HTTP client lets an interrupt through as it is, when it is told to end while it connects. */
    private static void ended(Gvk kind, Throwable end) {
        if (!(end instanceof InterruptedException)) {
            LOG.error("{} is watched no longer", kind, end);
        }
    }

    private void end(Gvk kind) {
        Running ended = running.remove(kind);
        if (ended != null) {
            ended.end();
        }
        cache.drop(kind);
    }

    @Override
    public synchronized void close() {
        running.values().forEach(Running::end);
        running.clear();
    }
}

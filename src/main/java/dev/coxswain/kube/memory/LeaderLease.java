package dev.coxswain.kube.memory;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.Pause;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.EffectRequests;
import dev.coxswain.run.supervision.Watchman;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elects one leader among the replicas by a Lease.
 *
 * <ol>
 *   <li>Read the Lease, or create it. Note by our own clock when it changed last: other clocks are not trusted.
 *   <li>It is ours: renew. It is nobody's, or has not changed for its duration: take it, and count the transition. Both are
 *       replacements of the version that was read, so of two who try one fails.
 *   <li>Leading ends by itself when the greater part of its duration has passed since the last renewal was sent: earlier than others may
 *       take over, and without help of the thread that renews.
 * </ol>
 *
 * The library's elector is not used: it reads the wall clock, and its answer to "am I the leader" depends on its thread.
 */
public final class LeaderLease implements Runnable {

    /** What is usual. */
    static final Duration DURATION = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
    private static final RestMapper.Resource LEASES =
            new RestMapper.Resource(new Gvk("coordination.k8s.io", "v1", "Lease"), "leases", true);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Told about changes, on the thread that elects. */
    public interface Listener {

        /** @param token grows with every change of leader */
        void leading(long token);

        void following();
    }

    /** @param identity different for every process, as in the pod's name with something random */
    public record Candidate(String namespace, String lease, String identity) {}

    private record Term(Instant sentAt, long token) {}

    /**
     * @param duration others may take over after this time without a change; whole seconds
     * @param renewWithin leading ends by itself when this has passed since the last renewal
     */
    public record Timing(Duration duration, Duration renewWithin, Duration retry) {
        public static Timing of(Duration duration) {
            return new Timing(
                    duration,
                    duration.multipliedBy(2).dividedBy(3),
                    duration.multipliedBy(2).dividedBy(15));
        }
    }

    private final Transport transport;
    private final Candidate candidate;
    private final Timing timing;
    private final InstantSource clock;
    private final Pause pause;
    private final Listener listener;

    private volatile @Nullable Term term;
    private volatile String holder = "";
    private boolean told;
    private String seenVersion = "";
    private Instant seenAt = Instant.MIN;

    public LeaderLease(Transport transport, Candidate candidate, InstantSource clock, Pause pause, Listener listener) {
        this(transport, candidate, Timing.of(DURATION), clock, pause, listener);
    }

    public LeaderLease(
            Transport transport,
            Candidate candidate,
            Timing timing,
            InstantSource clock,
            Pause pause,
            Listener listener) {
        this.timing = timing;
        this.transport = transport;
        this.candidate = candidate;
        this.clock = clock;
        this.pause = pause;
        this.listener = listener;
    }

    public boolean isLeader() {
        Term current = term;
        return current != null && clock.instant().isBefore(current.sentAt.plus(timing.renewWithin()));
    }

    /** The number of this term; of two leaders the one with the greater is the true one. Zero for who never led. */
    public long fencingToken() {
        Term current = term;
        return current == null ? 0 : current.token;
    }

    /** The identity of the leader, as it was seen last; empty when there is none. */
    public String leader() {
        return holder;
    }

    /** Until the pause is over for good; the Lease is then given up, so that the next leader need not wait. */
    @Override
    public void run() {
        boolean goOn = true;
        while (goOn) {
            round();
            goOn = pause.pause(timing.retry());
        }
        release();
    }

    /** Asks for the Lease, or renews it, once. */
    void round() {
        try {
            elect();
        } catch (IOException | IllegalArgumentException e) {
            LOG.info("no word about the leader: {}", e.getMessage());
        }
        tell();
    }

    private void elect() throws IOException {
        Instant now = clock.instant();
        ApiResponse read = transport.send(ApiRequest.get(path(true), Map.of()));
        if (read.status() == 404) {
            take(now, "POST", path(false), Map.of(), 1);
            return;
        }
        if (!read.isSuccess()) {
            throw new IOException("HTTP " + read.status() + " " + read.message());
        }
        Object lease = read.body();
        notice(lease, now);
        long transitions = Json.asLong(Json.at(lease, "spec", "leaseTransitions"), 0);
        Term current = term;
        if (holder.equals(candidate.identity) && current != null) {
            take(now, "PUT", path(true), Json.asMap(lease), current.token);
        } else if (holder.isEmpty() || holder.equals(candidate.identity) || isOver(lease, now)) {
            take(now, "PUT", path(true), Json.asMap(lease), transitions + 1);
        } else {
            term = null;
        }
    }

    private void notice(@Nullable Object lease, Instant now) {
        holder = Json.asText(Json.at(lease, "spec", "holderIdentity"));
        String version = Json.asText(Json.at(lease, "metadata", "resourceVersion"));
        if (!version.equals(seenVersion)) {
            seenVersion = version;
            seenAt = now;
        }
    }

    private boolean isOver(@Nullable Object lease, Instant now) {
        long seconds = Json.asLong(
                Json.at(lease, "spec", "leaseDurationSeconds"),
                timing.duration().toSeconds());
        return now.isAfter(seenAt.plusSeconds(seconds));
    }

    private void take(Instant now, String method, String path, Map<String, @Nullable Object> lease, long token)
            throws IOException {
        boolean renewal = term != null && method.equals("PUT") && holder.equals(candidate.identity);
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(Json.asMap(lease.get("spec")));
        spec.put("holderIdentity", candidate.identity);
        spec.put("leaseDurationSeconds", timing.duration().toSeconds());
        spec.put("renewTime", MICROS.format(now));
        spec.put("leaseTransitions", token);
        Map<String, @Nullable Object> next = new LinkedHashMap<>(lease);
        if (!renewal) {
            spec.put("acquireTime", MICROS.format(now));
            rememberFormer(lease, next);
        }
        ApiResponse written = write(method, path, next, spec);
        if (written.isSuccess()) {
            notice(written.body(), now);
            term = new Term(now, token);
        } else if (written.status() != 409) {
            throw new IOException("HTTP " + written.status() + " " + written.message());
        }
    }

    /** Whoever leads from now on wants to know how long nobody watched. */
    private static void rememberFormer(Map<String, @Nullable Object> lease, Map<String, @Nullable Object> next) {
        String renewed = Json.asText(Json.at(lease, "spec", "renewTime"));
        if (renewed.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(Json.asMap(lease.get("metadata")));
        Map<String, @Nullable Object> annotations = new LinkedHashMap<>(Json.asMap(metadata.get("annotations")));
        annotations.put(Watchman.LED_UNTIL, renewed);
        metadata.put("annotations", annotations);
        next.put("metadata", metadata);
    }

    private ApiResponse write(
            String method, String path, Map<String, @Nullable Object> lease, Map<String, @Nullable Object> spec)
            throws IOException {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(lease);
        body.put("apiVersion", "coordination.k8s.io/v1");
        body.put("kind", "Lease");
        body.putIfAbsent("metadata", Map.of("name", candidate.lease, "namespace", candidate.namespace));
        body.put("spec", spec);
        return transport.send(new ApiRequest(
                method, path, Map.of("fieldManager", EffectRequests.FIELD_MANAGER), "application/json", body));
    }

    private void tell() {
        boolean leads = isLeader();
        if (leads == told) {
            return;
        }
        told = leads;
        if (leads) {
            LOG.info("{} leads, term {}", candidate.identity, fencingToken());
            listener.leading(fencingToken());
        } else {
            LOG.info("{} leads no longer", candidate.identity);
            term = null;
            listener.following();
        }
    }

    private void release() {
        boolean led = isLeader();
        term = null;
        tell();
        if (!led) {
            return;
        }
        try {
            ApiResponse read = transport.send(ApiRequest.get(path(true), Map.of()));
            Map<String, @Nullable Object> lease = Json.asMap(read.body());
            Map<String, @Nullable Object> spec = new LinkedHashMap<>(Json.asMap(lease.get("spec")));
            if (read.isSuccess() && candidate.identity.equals(spec.get("holderIdentity"))) {
                spec.put("holderIdentity", "");
                spec.put("leaseDurationSeconds", 1L);
                write("PUT", path(true), lease, spec);
            }
        } catch (IOException e) {
            LOG.info("the lease was not given up, others wait for its end: {}", e.getMessage());
        }
    }

    private String path(boolean named) {
        String leases = LEASES.path(candidate.namespace);
        return named ? leases + "/" + candidate.lease : leases;
    }
}

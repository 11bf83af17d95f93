package dev.coxswain.kube.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import dev.coxswain.run.supervision.Watchman;
import dev.coxswain.simulator.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeaderLeaseTest {

    /** One Lease with an optimistic lock. */
    private static final class OneLease implements Transport {
        private @Nullable Map<String, @Nullable Object> lease;
        private long version;
        private boolean away;

        @Override
        public ApiResponse send(ApiRequest request) throws IOException {
            if (away) {
                throw new IOException("away");
            }
            Map<String, @Nullable Object> current = lease;
            if (request.method().equals("GET")) {
                return current == null ? new ApiResponse(404, Map.of(), null) : new ApiResponse(200, Map.of(), current);
            }
            boolean exists = current != null;
            Object sent = Json.at(request.body(), "metadata", "resourceVersion");
            if (exists == request.method().equals("POST")
                    || (exists && !String.valueOf(version).equals(sent))) {
                return new ApiResponse(409, Map.of(), Map.of("message", "conflict"));
            }
            version++;
            Map<String, @Nullable Object> stored = Json.mutableMap(Json.asMap(request.body()));
            Map<String, @Nullable Object> metadata = Json.mutableMap(Json.asMap(stored.get("metadata")));
            metadata.putAll(Map.of("name", "l", "resourceVersion", String.valueOf(version)));
            stored.put("metadata", metadata);
            lease = stored;
            return new ApiResponse(200, Map.of(), stored);
        }

        @Nullable
        Object leaseField(String... path) {
            return Json.at(lease, path);
        }

        @Override
        public ExecResult exec(Effect.Exec exec) {
            throw new AssertionError();
        }
    }

    private final VirtualTime clock = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final OneLease server = new OneLease();
    private final List<String> heard = new ArrayList<>();
    private final LeaderLease a = candidate("a");
    private final LeaderLease b = candidate("b");

    private LeaderLease candidate(String name) {
        LeaderLease.Listener listener = new LeaderLease.Listener() {
            @Override
            public void leading(long token) {
                heard.add(name + " leads " + token);
            }

            @Override
            public void following() {
                heard.add(name + " follows");
            }
        };
        return new LeaderLease(
                server, new LeaderLease.Candidate("ours", "l", name), clock, duration -> false, listener);
    }

    private void pass(Duration time, LeaderLease... present) {
        for (long i = 0; i < time.toSeconds(); i += 2) {
            clock.advance(Duration.ofSeconds(2));
            for (LeaderLease candidate : present) {
                candidate.round();
            }
        }
    }

    @Test
    void oneLeadsForAsLongAsItRenews() {
        a.round();
        b.round();
        pass(Duration.ofMinutes(2), a, b);

        assertThat(a.isLeader()).isTrue();
        assertThat(b.isLeader()).isFalse();
        assertThat(b.leader()).isEqualTo("a");
        assertThat(heard).containsExactly("a leads 1");
    }

    @Test
    void aLeaderThatFallsSilentStopsLeadingBeforeAnotherBegins() {
        a.round();
        b.round();

        pass(Duration.ofSeconds(10), b);
        assertThat(a.isLeader()).isFalse();
        assertThat(b.isLeader()).isFalse();

        pass(Duration.ofSeconds(6), b);
        assertThat(b.isLeader()).isTrue();
        assertThat(b.fencingToken()).isEqualTo(2);
    }

    @Test
    void aLeaderThatComesBackFollows() {
        a.round();
        b.round();
        pass(Duration.ofSeconds(16), b);

        a.round();

        assertThat(a.isLeader()).isFalse();
        assertThat(heard).containsExactly("a leads 1", "b leads 2", "a follows");
    }

    @Test
    void aServerThatIsAwayEndsTheTerm() {
        a.round();
        server.away = true;

        pass(Duration.ofSeconds(10), a);
        assertThat(a.isLeader()).isFalse();
        assertThat(heard).containsExactly("a leads 1", "a follows");

        server.away = false;
        a.round();
        assertThat(a.isLeader()).isTrue();
        assertThat(a.fencingToken()).isEqualTo(2);
    }

    @Test
    void whoLeavesGivesTheLeaseUpAtOnce() {
        a.run();

        b.round();

        assertThat(b.isLeader()).isTrue();
        assertThat(heard).containsExactly("a leads 1", "a follows", "b leads 2");
    }

    @Test
    void theNextLeaderLeavesWordUntilWhenTheFormerOneLed() {
        a.round();
        pass(Duration.ofSeconds(4), a);
        Object renewed = server.leaseField("spec", "renewTime");
        pass(Duration.ofSeconds(30), b);

        assertThat(b.isLeader()).isTrue();
        assertThat(server.leaseField("metadata", "annotations", Watchman.LED_UNTIL))
                .isEqualTo(renewed);
    }
}

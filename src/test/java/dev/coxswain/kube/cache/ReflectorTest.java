package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.FakeApiServer;
import dev.coxswain.kube.FakeApiServer.End;
import dev.coxswain.kube.FakeApiServer.Reply;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.ApiStreams.ApiStream;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.kube.client.Pause;
import dev.coxswain.kube.client.RestMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReflectorTest {

    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final Reply GONE = Reply.of(410, "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}");

    private final FakeApiServer server = new FakeApiServer();
    private final HttpTransport transport = KubeClients.fromUrl(server.url());
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final ObjectCache cache = new ObjectCache();
    private final List<Duration> pauses = new ArrayList<>();

    ReflectorTest() throws IOException {}

    @BeforeEach
    void serveDiscovery() {
        server.on(
                "GET /api/v1",
                Reply.of(200, "{\"resources\":[{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true}]}"));
        cache.expect(POD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Runs until it has paused so many times. */
    private void runFor(int rounds) {
        runFor(rounds, transport);
    }

    private void runFor(int rounds, ApiStreams streams) {
        Pause pause = duration -> {
            pauses.add(duration);
            return pauses.size() < rounds;
        };
        RestMapper mapper = new RestMapper(transport, clock);
        new Reflector(
                        new Reflector.Server(streams, mapper, Deadlines.USUAL),
                        POD,
                        Projection.SLIM,
                        cache,
                        new Random(1),
                        pause)
                .run();
    }

    private static String pod(String name, int version) {
        return "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"" + name + "\",\"uid\":\"u-" + name
                + "\",\"resourceVersion\":\"" + version + "\",\"managedFields\":[{\"x\":1}]}}";
    }

    private static Reply list(int version, String next, String... pods) {
        return Reply.of(
                200,
                "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + next
                        + "\"},\"items\":[" + String.join(",", pods) + "]}");
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private List<String> names() {
        return cache.get().list(POD).stream().map(KubeObject::name).toList();
    }

    private List<String> requests(int count) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(server.nextRequest().replaceAll("timeoutSeconds=\\d+", "timeoutSeconds=n"));
        }
        return seen;
    }

    @Test
    void aLongListComesInPagesAndIsWatchedFromItsVersion() throws Exception {
        server.on("LIST", list(5, "t1", pod("a", 1), pod("b", 2)))
                .on("LIST", list(5, "", pod("c", 3)))
                .on("WATCH", Reply.stream(End.CLEAN, event("ADDED", pod("d", 6)), event("DELETED", pod("a", 7))));

        runFor(1);

        assertThat(names()).containsExactly("b", "c", "d");
        assertThat(cache.isSynced()).isTrue();
        List<String> requests = requests(4);
        assertThat(requests.get(1)).isEqualTo("GET /api/v1/pods?limit=500");
        assertThat(requests.get(2)).contains("limit=500").contains("continue=t1");
        assertThat(requests.get(3)).contains("watch=true", "resourceVersion=5", "allowWatchBookmarks=true");
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void theNextPageIsAskedForWhileOneIsRead() {
        server.on("LIST", list(5, "t1", pod("a", 1)))
                .on("LIST", list(5, "", pod("b", 2)))
                .on("WATCH", Reply.stream(End.CLEAN));
        CountDownLatch nextIsAskedFor = new CountDownLatch(1);

        runFor(1, (request, patience) -> {
            ApiStream answer = transport.open(request, patience);
            if (request.query().containsKey("continue")) {
                nextIsAskedFor.countDown();
            }
            return request.query().equals(Map.of("limit", "500"))
                    ? withBody(answer, new HeldBack(answer.body(), nextIsAskedFor))
                    : answer;
        });

        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void aPageThatWasAskedForInVainIsHungUpOn() throws Exception {
        server.on("LIST", Reply.stream(End.CUT, "{\"metadata\":{\"continue\":\"t1\"},\"items\":["))
                .on("LIST", list(5, "", pod("b", 2)));
        CountDownLatch hungUp = new CountDownLatch(1);

        runFor(1, (request, patience) -> {
            ApiStream answer = transport.open(request, patience);
            return request.query().containsKey("continue")
                    ? new ApiStream(answer.status(), answer.retryAfter(), answer.body(), () -> {
                        answer.close();
                        hungUp.countDown();
                    })
                    : answer;
        });

        assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cache.isSynced()).isFalse();
    }

    @Test
    void anAnswerThatAnotherOneIsAskedForInsteadOfIsHungUpOn() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        ApiStreams streams = (request, _) -> new ApiStream(
                200,
                Duration.ZERO,
                InputStream.nullInputStream(),
                request.path().equals("/first") ? hungUp::countDown : () -> {});

        try (Ahead ahead = new Ahead(streams, Deadlines.USUAL.page())) {
            ahead.ask(ApiRequest.get("/first", Map.of()));
            ahead.ask(ApiRequest.get("/second", Map.of()));

            assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ahead.take().isSuccess()).isTrue();
        }
    }

    private static ApiStream withBody(ApiStream answer, InputStream body) {
        return new ApiStream(answer.status(), answer.retryAfter(), body, answer.connection());
    }

    /** Its last byte comes when the latch is open. */
    private static final class HeldBack extends FilterInputStream {
        private final CountDownLatch latch;
        private byte[] kept = {};

        HeldBack(InputStream in, CountDownLatch latch) {
            super(in);
            this.latch = latch;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (kept.length > 0) {
                await();
                bytes[offset] = kept[0];
                kept = new byte[0];
                return 1;
            }
            byte[] all = in.readNBytes(length);
            if (all.length == 0) {
                return -1;
            }
            kept = new byte[] {all[all.length - 1]};
            System.arraycopy(all, 0, bytes, offset, all.length - 1);
            return all.length - 1;
        }

        private void await() throws IOException {
            try {
                if (!latch.await(10, TimeUnit.SECONDS)) {
                    throw new IOException("the latch stayed shut");
                }
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    void itemsKnowTheirKindAndCarryNoManagedFields() {
        server.on("LIST", list(5, "", pod("a", 1)));
        server.on("WATCH", Reply.stream(End.CLEAN));

        runFor(1);

        KubeObject pod = cache.get().list(POD).getFirst();
        assertThat(pod.gvk()).isEqualTo(POD);
        assertThat(pod.get("metadata", "managedFields")).isNull();
        assertThat(pod)
                .isEqualTo(KubeObject.of(Map.of(
                        "apiVersion", "v1",
                        "kind", "Pod",
                        "metadata", Map.of("namespace", "shop", "name", "a", "uid", "u-a", "resourceVersion", "1"))));
    }

    @Test
    void aTokenThatExpiresInTheMiddleStartsTheListAnewAndThenInOnePiece() throws Exception {
        server.on("LIST", list(5, "t1", pod("a", 1)))
                .on("LIST", GONE)
                .on("LIST", list(8, "t2", pod("b", 6)))
                .on("LIST", GONE)
                .on("LIST", list(9, "", pod("b", 6), pod("c", 9)))
                .on("WATCH", Reply.stream(End.CLEAN));

        runFor(1);

        assertThat(names()).containsExactly("b", "c");
        assertThat(requests(7).get(5)).isEqualTo("GET /api/v1/pods");
    }

    @Test
    void aListThatBreaksOffLeavesTheOldViewUntilTheNewOneIsComplete() {
        server.on("LIST", list(5, "", pod("a", 1)))
                .on("WATCH", GONE)
                .on(
                        "LIST",
                        Reply.stream(End.CUT, "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[" + pod("b", 8)));

        runFor(2);

        assertThat(names()).containsExactly("a");
    }

    @Test
    void aWatchThatComesInSingleBytesAndIsCutInItsMiddleGoesOnFromTheLastWholeEvent() throws Exception {
        String crew = event("ADDED", pod("a", 6).replace("\"uid\"", "\"labels\":{\"crew\":\"Käpt'n ⚓\"},\"uid\""));
        List<String> pieces = new ArrayList<>();
        byte[] bytes = crew.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            pieces.add(new String(bytes, i, 1, StandardCharsets.ISO_8859_1));
        }
        pieces.add("{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"name\":\"a\"");
        server.on("LIST", list(5, ""))
                .on("WATCH", Reply.stream(End.CUT, pieces.toArray(String[]::new)))
                .on("WATCH", Reply.stream(End.CLEAN, event("MODIFIED", pod("b", 7))));

        runFor(2);

        assertThat(names()).containsExactly("a", "b");
        assertThat(cache.get().list(POD).getFirst().labels()).containsEntry("crew", "Käpt'n ⚓");
        assertThat(requests(4).getLast()).contains("resourceVersion=6");
    }

    @Test
    void aVersionThatIsTooOldListsAgainWhicheverWayTheServerSaysIt() {
        server.on("LIST", list(5, "", pod("a", 1), pod("b", 2)))
                .on("WATCH", GONE)
                .on("LIST", list(20, "", pod("b", 2)))
                .on("WATCH", Reply.stream(End.CLEAN, event("ERROR", "{\"kind\":\"Status\",\"code\":410}")))
                .on("LIST", list(30, "", pod("c", 25)))
                .on("WATCH", Reply.stream(End.CLEAN));

        runFor(3);

        assertThat(names()).containsExactly("c");
    }

    @Test
    void aBookmarkMovesTheVersionAlong() throws Exception {
        server.on("LIST", list(5, ""))
                .on("WATCH", Reply.stream(End.CLEAN, event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"900\"}}")))
                .on("WATCH", Reply.stream(End.CLEAN));

        runFor(2);

        assertThat(requests(4).getLast()).contains("resourceVersion=900");
        assertThat(cache.get().asOf(POD)).isEqualTo(900);
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItAsks() {
        server.on("LIST", new Reply(429, Map.of("Retry-After", "7"), List.of("{}"), End.CLEAN))
                .on("LIST", list(5, "", pod("a", 1)))
                .on("WATCH", Reply.stream(End.CLEAN));

        runFor(2);

        assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(7));
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aBurstOfFailuresIsMetWithGrowingWaits() {
        for (int i = 0; i < 9; i++) {
            server.on("LIST", Reply.of(503, "unavailable"));
        }
        server.on("LIST", list(5, "", pod("a", 1))).on("WATCH", Reply.stream(End.CLEAN));

        runFor(10);

        assertThat(names()).containsExactly("a");
        for (int i = 0; i < 9; i++) {
            long floor = Math.min(500L << i, 30_000);
            assertThat(pauses.get(i)).isBetween(Duration.ofMillis(floor), Duration.ofMillis(floor + floor / 2));
        }
    }

    @Test
    void brokenObjectsAreLeftOutAndEverythingElseGoesOn() {
        server.on("LIST", list(5, "", "null", "17", "{\"metadata\":{}}", "{\"metadata\":\"none\"}", pod("a", 1)))
                .on(
                        "WATCH",
                        Reply.stream(
                                End.CLEAN,
                                "not json\n",
                                "[]\n",
                                "\n",
                                event("ADDED", "{\"spec\":{}}"),
                                event("INVENTED", pod("x", 6)),
                                event("ADDED", pod("b", 7))));

        runFor(1);

        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void aKindThatIsNotServedOrForbiddenCountsAsEmpty() {
        server.on("LIST", Reply.of(403, "{\"message\":\"pods is forbidden\"}"));

        runFor(1);

        assertThat(cache.isSynced()).isTrue();
        assertThat(names()).isEmpty();
        assertThat(pauses).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void aListenerThatFailsDoesNotSilenceItsKind() {
        cache.onChange(ref -> {
            if (ref.name().equals("a")) {
                throw new IllegalStateException("mistake");
            }
        });
        server.on("LIST", list(5, "", pod("a", 1)))
                .on("LIST", list(6, "", pod("a", 1), pod("b", 6)))
                .on("WATCH", Reply.stream(End.CLEAN));

        runFor(2);

        assertThat(names()).containsExactly("a", "b");
    }
}

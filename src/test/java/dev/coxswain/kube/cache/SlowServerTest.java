package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.FakeApiServer;
import dev.coxswain.kube.FakeApiServer.End;
import dev.coxswain.kube.FakeApiServer.Reply;
import dev.coxswain.kube.client.ApiStreams.Patience;
import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers a byte now and then, or begins and says no more, costs its kind some time and nobody else any. */
@Timeout(20)
class SlowServerTest {

    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final Gvk NODE = Gvk.of("v1", "Node");
    private static final Duration NOW_AND_THEN = Duration.ofMillis(20);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeApiServer server = new FakeApiServer();
    private final HttpTransport transport = KubeClients.fromUrl(server.url());
    private final ObjectCache cache = new ObjectCache();

    SlowServerTest() throws IOException {}

    @BeforeEach
    void serveDiscovery() {
        String resource = "{\"name\":\"%s\",\"kind\":\"%s\",\"namespaced\":%s}";
        String both = resource.formatted("pods", "Pod", true) + "," + resource.formatted("nodes", "Node", false);
        for (int i = 0; i < 2; i++) {
            server.on("GET /api/v1", Reply.of(200, "{\"resources\":[" + both + "]}"));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String object(String name, int version) {
        return "{\"metadata\":{\"name\":\"%s\",\"uid\":\"u-%s\",\"resourceVersion\":\"%d\"}}"
                .formatted(name, name, version);
    }

    private static String list(String... objects) {
        return "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[" + String.join(",", objects) + "]}";
    }

    private static String event(String object) {
        return "{\"type\":\"ADDED\",\"object\":" + object + "}\n";
    }

    /** As slow as can be: it would take half a minute. */
    private static Reply drip(String text) {
        return Reply.drip(NOW_AND_THEN, (text + " ".repeat(1500)).split(""));
    }

    private static Deadlines deadlines(Patience list, Duration event, Duration silence) {
        return new Deadlines(list, list, event, silence, LONG, LONG);
    }

    private Reflector.Server asking(Deadlines deadlines) {
        return new Reflector.Server(
                transport, new RestMapper(transport, InstantSource.fixed(Instant.EPOCH)), deadlines);
    }

    /** Reads pods until it has paused so many times. */
    private void reads(Deadlines deadlines, int pauses) {
        cache.expect(POD);
        List<Duration> taken = new ArrayList<>();
        new Reflector(asking(deadlines), POD, Projection.SLIM, cache, new Random(1), pause -> {
                    taken.add(pause);
                    return taken.size() < pauses;
                })
                .run();
    }

    private List<String> requests(int count) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(server.nextRequest().replaceAll(".*(?=/)", ""));
        }
        return seen;
    }

    private List<String> names() {
        return cache.get().list(POD).stream().map(KubeObject::name).toList();
    }

    @Test
    void aListThatDripsIsGivenUpAndAskedForAgainWhileOtherKindsAreFollowed() throws Exception {
        server.on("GET /api/v1/pods", drip(list(object("a", 1))))
                .on("GET /api/v1/pods", Reply.of(200, list(object("a", 1))))
                .on("GET /api/v1/nodes", Reply.of(200, list(object("n1", 2))))
                .on("GET /api/v1/nodes", Reply.stream(End.NEVER, event(object("n2", 6))));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        cache.onChange(ref -> heard.add(ref.name() + (cache.isSynced(POD) ? " with pods" : " without pods")));
        Deadlines deadlines = deadlines(Patience.of(LONG, SOON), LONG, LONG);
        try (Watches watches = new Watches(asking(deadlines), cache, new Random(1), _ -> Projection.SLIM)) {
            watches.watch(Set.of(POD, NODE));
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                order.add(String.valueOf(heard.poll(10, TimeUnit.SECONDS)));
            }
            assertThat(order).containsExactly("n1 without pods", "n2 without pods", "a with pods");
        }
    }

    @Test
    void aListThatBeginsAndSaysNoMoreIsGivenUp() {
        server.on("LIST", Reply.stream(End.NEVER))
                .on("LIST", Reply.stream(End.NEVER, "{\"metadata\":"))
                .on("LIST", Reply.of(200, list(object("a", 1))))
                .on("WATCH", Reply.stream(End.CLEAN));

        reads(deadlines(Patience.of(SOON, LONG), LONG, LONG), 3);

        assertThat(names()).containsExactly("a");
    }

    @Test
    void aWatchThatSaysNothingAtAllIsTakenUpAgain() throws Exception {
        server.on("LIST", Reply.of(200, list()))
                .on("WATCH", Reply.stream(End.NEVER))
                .on("WATCH", Reply.stream(End.CLEAN, event(object("a", 6))));

        reads(deadlines(Patience.of(LONG, LONG), LONG, SOON), 2);

        assertThat(names()).containsExactly("a");
        assertThat(requests(4).getLast()).contains("watch=true", "resourceVersion=5");
    }

    @Test
    void anEventThatDripsIsCutAndTheWatchTakenUpAfterTheLastWholeOne() throws Exception {
        server.on("LIST", Reply.of(200, list()))
                .on("WATCH", dripAfter(event(object("a", 6)), event(object("b", 7))))
                .on("WATCH", Reply.stream(End.CLEAN, event(object("b", 7))));

        reads(deadlines(Patience.of(LONG, LONG), SOON, LONG), 2);

        assertThat(names()).containsExactly("a", "b");
        assertThat(requests(4).getLast()).contains("resourceVersion=6");
    }

    private static Reply dripAfter(String whole, String dripping) {
        List<String> pieces = new ArrayList<>(List.of(whole));
        pieces.addAll(List.of((dripping.strip() + " ".repeat(1500)).split("")));
        return Reply.drip(NOW_AND_THEN, pieces.toArray(String[]::new));
    }

    @Test
    void aWatchThatIsQuietBetweenItsEventsIsLeftInPeace() throws Exception {
        String second = event(object("b", 7));
        server.on("LIST", Reply.of(200, list()))
                // longer between two events than an event may take
                .on(
                        "WATCH",
                        new Reply(
                                200,
                                Map.of(),
                                List.of(event(object("a", 6)), second.substring(0, 9), second.substring(9)),
                                End.CLEAN,
                                SOON.dividedBy(2)));

        reads(deadlines(Patience.of(LONG, LONG), SOON, LONG), 1);

        assertThat(names()).containsExactly("a", "b");
        assertThat(requests(3).getLast()).contains("resourceVersion=5");
    }

    @Test
    void aWatchThatTheServerNeverEndsIsRenewedAfterItsTime() throws Exception {
        String[] bookmarks = new String[1500];
        Arrays.setAll(
                bookmarks,
                i -> "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + (6 + i) + "\"}}}\n");
        server.on("LIST", Reply.of(200, list()))
                .on("WATCH", Reply.drip(NOW_AND_THEN, bookmarks))
                .on("WATCH", Reply.stream(End.CLEAN, event(object("a", 9000))));
        Patience patience = Patience.of(LONG, LONG);

        reads(new Deadlines(patience, patience, LONG, LONG, Duration.ofSeconds(1), SOON), 2);

        assertThat(names()).containsExactly("a");
    }
}

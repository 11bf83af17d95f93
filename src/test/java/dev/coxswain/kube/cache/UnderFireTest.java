package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.FakeApiServer;
import dev.coxswain.kube.FakeApiServer.End;
import dev.coxswain.kube.FakeApiServer.Reply;
import dev.coxswain.kube.ScriptedTransport;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.ApiStreams.ApiStream;
import dev.coxswain.kube.client.ApiStreams.Patience;
import dev.coxswain.kube.client.KubeClients;
import dev.coxswain.kube.client.Pause;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.client.RetryAfter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter and an API server that has a bad day: nothing is lost, nothing is made up, and nothing hangs for ever. */
class UnderFireTest {

    private static final Gvk POD = Gvk.of("v1", "Pod");
    private static final int PODS = 10_000;
    private static final int PAGE = 500;

    private final FakeApiServer server = new FakeApiServer();
    private final ObjectCache cache = new ObjectCache();

    UnderFireTest() throws IOException {
        server.on(
                "GET /api/v1",
                Reply.of(200, "{\"resources\":[{\"name\":\"pods\",\"kind\":\"Pod\",\"namespaced\":true}]}"));
        cache.expect(POD);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Reads until it has paused so many times; answers how long each pause was. */
    private List<Duration> reads(ApiStreams streams, int pauses) {
        List<Duration> taken = new ArrayList<>();
        Pause pause = duration -> {
            taken.add(duration);
            return taken.size() < pauses;
        };
        RestMapper mapper = new RestMapper(KubeClients.fromUrl(server.url()), InstantSource.fixed(Instant.EPOCH));
        new Reflector(
                        new Reflector.Server(streams, mapper, Deadlines.USUAL),
                        POD,
                        Projection.SLIM,
                        cache,
                        new Random(1),
                        pause)
                .run();
        return taken;
    }

    private static String pod(int number, int version) {
        return "{\"metadata\":{\"namespace\":\"ns-%03d\",\"name\":\"pod-%05d\",\"uid\":\"u-%d\",\"resourceVersion\":\"%d\"}}"
                .formatted(number % 50, number, number, version);
    }

    /** The cluster as a paged list shows it: who exists, and since which version. */
    private static final class Pods {
        private final TreeMap<Integer, Integer> versions = new TreeMap<>();
        private int version = 1;

        Pods() {
            for (int i = 0; i < PODS; i++) {
                versions.put(i, version++);
            }
        }

        Reply page(int from, String next) {
            List<String> items = versions.tailMap(from).entrySet().stream()
                    .limit(PAGE)
                    .map(pod -> pod(pod.getKey(), pod.getValue()))
                    .toList();
            return Reply.of(
                    200,
                    "{\"metadata\":{\"resourceVersion\":\"" + version + "\",\"continue\":\"" + next + "\"},\"items\":["
                            + String.join(",", items) + "]}");
        }

        void change(Random random) {
            for (int i = 0; i < 300; i++) {
                int number = random.nextInt(PODS + 200);
                if (random.nextInt(3) == 0) {
                    versions.remove(number);
                    version++;
                } else {
                    versions.put(number, version++);
                }
            }
        }

        /** Where each page of the list begins. */
        List<Integer> starts() {
            List<Integer> all = new ArrayList<>(versions.keySet());
            List<Integer> starts = new ArrayList<>();
            for (int i = 0; i < all.size(); i += PAGE) {
                starts.add(all.get(i));
            }
            return starts;
        }
    }

    private void list(Pods pods, int pagesBeforeItExpires) {
        List<Integer> starts = pods.starts();
        for (int i = 0; i < starts.size(); i++) {
            if (i == pagesBeforeItExpires) {
                server.on("LIST", Reply.of(410, "{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}"));
                return;
            }
            server.on("LIST", pods.page(starts.get(i), i == starts.size() - 1 ? "" : "token-" + i));
        }
    }

    @Test
    void aListOfTenThousandWhoseTokenExpiresOnTheWayIsReadAnewAndHoldsExactlyWhatThereIs() {
        Random random = new Random(5);
        Pods pods = new Pods();
        list(pods, 13);
        pods.change(random);
        list(pods, Integer.MAX_VALUE);
        server.on("WATCH", Reply.stream(End.CLEAN));

        reads(KubeClients.fromUrl(server.url()), 1);

        Map<String, String> seen = new HashMap<>();
        cache.get().list(POD).forEach(pod -> seen.put(pod.name(), pod.resourceVersion()));
        Map<String, String> real = new HashMap<>();
        pods.versions.forEach((number, version) -> real.put("pod-%05d".formatted(number), String.valueOf(version)));
        assertThat(seen).isEqualTo(real);
    }

    /** A stream of a real server's shape, with an accent that takes two bytes, a bookmark, and one that nobody can decode. */
    private static String recorded() {
        return event("ADDED", pod(1, 11))
                + event("MODIFIED", pod(1, 12).replace("\"uid\"", "\"annotations\":{\"who\":\"José\"},\"uid\""))
                + event("BOOKMARK", "{\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"15\"}}")
                + "{\"type\":\"MODIFIED\",\"object\":{\"metadata\":{}}}\n"
                + event("ADDED", pod(2, 16))
                + event("DELETED", pod(1, 17))
                + event("MODIFIED", pod(2, 18));
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    /** Sends the recorded events that are newer than what is asked for; the first watch is cut after so many bytes. */
    private record CutOnce(String recorded, int cut, List<String> asked) implements ApiStreams {
        @Override
        public ApiStream open(ApiRequest request, Patience patience) {
            if (!"true".equals(request.query().get("watch"))) {
                return stream(
                        "{\"metadata\":{\"resourceVersion\":\"10\"},\"items\":[]}".getBytes(StandardCharsets.UTF_8));
            }
            String from = request.query().get("resourceVersion");
            asked.add(from);
            byte[] rest = after(Integer.parseInt(from));
            return stream(asked.size() == 1 ? Arrays.copyOf(rest, cut) : rest);
        }

        private byte[] after(int version) {
            StringBuilder rest = new StringBuilder();
            for (String line : recorded.split("\n", -1)) {
                int at = line.lastIndexOf("resourceVersion\":\"");
                int own = at < 0 ? 0 : Integer.parseInt(line.substring(at + 18, line.indexOf('"', at + 18)));
                if (own > version || (at < 0 && !line.isEmpty() && version < 16)) {
                    rest.append(line).append('\n');
                }
            }
            return rest.toString().getBytes(StandardCharsets.UTF_8);
        }

        private static ApiStream stream(byte[] bytes) {
            return new ApiStream(200, Duration.ZERO, new ByteArrayInputStream(bytes), () -> {});
        }
    }

    @Test
    void aWatchThatIsCutAtAnyByteGoesOnWithoutLossAndWithoutGhost() {
        String recorded = recorded();
        for (int cut = 0; cut <= recorded.getBytes(StandardCharsets.UTF_8).length; cut++) {
            ObjectCache fresh = new ObjectCache();
            fresh.expect(POD);
            CutOnce streams = new CutOnce(recorded, cut, new ArrayList<>());
            List<Duration> pauses = new ArrayList<>();
            RestMapper mapper = discovered();
            new Reflector(
                            new Reflector.Server(streams, mapper, Deadlines.USUAL),
                            POD,
                            Projection.SLIM,
                            fresh,
                            new Random(cut),
                            pause -> {
                                pauses.add(pause);
                                return pauses.size() < 2;
                            })
                    .run();
            assertThat(fresh.get().list(POD).stream().map(KubeObject::toString))
                    .as("cut after %d bytes, watched from %s", cut, streams.asked())
                    .containsExactly("Pod ns-002/pod-00002 @18");
        }
    }

    private static RestMapper discovered() {
        return new RestMapper(new ScriptedTransport(), InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void retryAfterIsUnderstoodInSecondsAndAsADateByTheServersOwnClockAndIsBounded() {
        assertThat(RetryAfter.of(Map.of("retry-after", " 7 "), null)).isEqualTo(Duration.ofSeconds(7));
        assertThat(RetryAfter.of(
                        Map.of(
                                "retry-after", "Wed, 21 Oct 2015 07:28:09 GMT",
                                "date", "Wed, 21 Oct 2015 07:28:00 GMT"),
                        null))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(RetryAfter.of(
                        Map.of(
                                "retry-after", "Fri, 21 Oct 2016 07:28:09 GMT",
                                "date", "Wed, 21 Oct 2015 07:28:00 GMT"),
                        null))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(RetryAfter.of(Map.of("retry-after", "Wed, 21 Oct 2015 07:28:09 GMT"), null))
                .isZero();
        assertThat(RetryAfter.of(Map.of("retry-after", "soon"), null)).isZero();
    }

    @Test
    void aBurstOfFailuresIsMetWithWaitsThatGrowAndDiffer() {
        for (int i = 0; i < 12; i++) {
            server.on("LIST", Reply.of(i % 2 == 0 ? 500 : 503, "{\"kind\":\"Status\",\"message\":\"on fire\"}"));
        }
        List<Duration> pauses = reads(KubeClients.fromUrl(server.url()), 12);

        assertThat(pauses).hasSize(12).allMatch(pause -> pause.compareTo(Duration.ofSeconds(45)) < 0);
        assertThat(pauses.get(5)).isGreaterThan(pauses.get(1).multipliedBy(4));
        assertThat(pauses.subList(8, 12).stream().distinct().count()).isGreaterThan(1);
        assertThat(cache.isSynced(POD)).isFalse();
    }

    @Test
    void anAnswerThatIsLargerThanAnyObjectIsGivenUp() {
        String block = "x".repeat(1 << 20);
        String[] pieces = new String[66];
        Arrays.fill(pieces, block);
        pieces[0] = "{\"a\":\"" + block;
        server.on("GET /api/v1/namespaces/shop/pods/a", Reply.stream(End.CLEAN, pieces));

        assertThatThrownBy(() -> KubeClients.fromUrl(server.url())
                        .send(ApiRequest.get("/api/v1/namespaces/shop/pods/a", Map.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than");
    }
}

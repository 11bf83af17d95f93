package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.kube.FakeApiServer;
import dev.coxswain.kube.FakeApiServer.End;
import dev.coxswain.kube.FakeApiServer.Reply;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTransportTest {

    private final FakeApiServer server = new FakeApiServer();
    private final HttpTransport transport = KubeClients.fromUrl(server.url());

    HttpTransportTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void jsonGoesOutAndComesBackAsItIs() throws Exception {
        server.on("POST /api/v1/things", Reply.of(201, "{\"allocatedResources\":{\"new\":[1,2.5,null]}}"));

        ApiResponse response = transport.send(new ApiRequest(
                "POST", "/api/v1/things", Map.of("fieldSelector", "a=b,c!=d&e"), "application/json", Map.of("x", 1L)));

        assertThat(response.status()).isEqualTo(201);
        assertThat(Json.print(response.body())).isEqualTo("{\"allocatedResources\":{\"new\":[1,2.5,null]}}");
        assertThat(server.nextRequest()).isEqualTo("POST /api/v1/things?fieldSelector=a%3Db%2Cc%21%3Dd%26e");
    }

    @Test
    void headersAreReadInLowerCaseAndABodyThatIsNotJsonIsNone() throws Exception {
        server.on("GET /healthz", new Reply(429, Map.of("Retry-After", "7"), List.of("slow down"), End.CLEAN));

        ApiResponse response = transport.send(ApiRequest.get("/healthz", Map.of()));

        assertThat(response.headers()).containsEntry("retry-after", "7");
        assertThat(response.body()).isNull();
    }

    @Test
    void anAnswerThatDripsOrNeverComesIsGivenUpInTime() {
        HttpTransport impatient =
                new HttpTransport(() -> new ApiClient().setBasePath(server.url()), Duration.ofMillis(200));
        server.on(
                        "GET /drips",
                        Reply.drip(
                                Duration.ofMillis(20),
                                "{\"a\":\"".concat("x".repeat(1500)).split("")))
                .on("GET /silent", Reply.stream(End.NEVER));
        for (String path : List.of("/drips", "/silent")) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> impatient.send(ApiRequest.get(path, Map.of())))
                            .isInstanceOf(IOException.class));
        }
    }

    @Test
    void whoIsImpatientWaitsLessAndIsCountedLikeEverybody() {
        List<Integer> told = new ArrayList<>();
        HttpTransport impatient =
                transport.toldTo((request, status) -> told.add(status)).impatient(Duration.ofMillis(200));
        server.on("PUT /silent", Reply.stream(End.NEVER));
        ApiRequest put = new ApiRequest("PUT", "/silent", Map.of(), "application/json", Map.of());

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> impatient.send(put)).isInstanceOf(IOException.class));

        assertThat(told).containsExactly(200);
    }

    @Test
    void aWriteWhoseConnectionBreaksIsNotSentAgain() throws Exception {
        server.on("GET /before", Reply.of(200, "{}")).on("POST /api/v1/things", Reply.stream(End.CUT));
        transport.send(ApiRequest.get("/before", Map.of()));
        ApiRequest post = new ApiRequest("POST", "/api/v1/things", Map.of(), "application/json", Map.of());

        assertThatThrownBy(() -> transport.send(post)).isInstanceOf(IOException.class);

        server.on("GET /after", Reply.of(200, "{}"));
        transport.send(ApiRequest.get("/after", Map.of()));
        assertThat(server.nextRequest()).startsWith("GET /before");
        assertThat(server.nextRequest()).startsWith("POST");
        assertThat(server.nextRequest()).startsWith("GET /after");
    }

    @Test
    void somebodyIsToldOfEveryRequestAlsoOfOneWithoutAnAnswer() throws Exception {
        server.on("GET /there", Reply.of(200, "{}"))
                .on("GET /untold", Reply.of(200, "{}"))
                .on("POST /api/v1/things", Reply.stream(End.CUT))
                .on("GET /stream", Reply.of(410, "{}"));
        List<String> told = new ArrayList<>();
        HttpTransport telling =
                transport.toldTo((request, status) -> told.add(request.method() + " " + request.path() + " " + status));

        telling.as("somebody").send(ApiRequest.get("/there", Map.of()));
        ApiRequest post = new ApiRequest("POST", "/api/v1/things", Map.of(), "application/json", Map.of());
        assertThatThrownBy(() -> telling.send(post)).isInstanceOf(IOException.class);
        Duration minute = Duration.ofMinutes(1);
        telling.open(ApiRequest.get("/stream", Map.of()), ApiStreams.Patience.of(minute, minute))
                .close();
        transport.send(ApiRequest.get("/untold", Map.of()));

        assertThat(told).containsExactly("GET /there 200", "POST /api/v1/things 0", "GET /stream 410");
    }
}

package dev.coxswain.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.simulator.api.ApiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HttpServerTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void aWatchOverHttpTellsWhatIsCreatedOverHttp() throws IOException, InterruptedException {
        ApiServer api = new ApiServer(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));
        try (HttpServer server = HttpServer.start(api, 0);
                HttpClient client = HttpClient.newHttpClient()) {
            URI base = URI.create("http://127.0.0.1:" + server.port());
            var watch = client.send(
                    HttpRequest.newBuilder(base.resolve(CONFIG_MAPS + "?watch=true&timeoutSeconds=5"))
                            .build(),
                    BodyHandlers.ofInputStream());
            String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}";
            var created = client.send(
                    HttpRequest.newBuilder(base.resolve(CONFIG_MAPS))
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            try (var lines = new BufferedReader(new InputStreamReader(watch.body(), StandardCharsets.UTF_8))) {
                assertThat(created.statusCode()).isEqualTo(201);
                assertThat(lines.readLine()).contains("\"ADDED\"").contains("\"name\":\"a\"");
            }
        }
    }
}

package dev.coxswain.simulator.spotahome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.api.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulated operator generates is what the real one was seen to generate, field by field. */
class SpotahomeManifestsTest {

    private static final Path RECORDING = Path.of(System.getProperty("coxswain.shared", "../shared"))
            .resolve("recordings/spotahome-probe-stuck-cured-through-the-cr.jsonl");

    private final ApiServer server =
            new ApiServer(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));

    @BeforeEach
    void present() {
        assumeTrue(Files.exists(RECORDING), "the recordings are not there: " + RECORDING);
    }

    private static KubeObject recorded(String kind, String name) throws IOException {
        try (Stream<String> lines = Files.lines(RECORDING)) {
            return lines.map(line -> Json.asMap(Json.asMap(Json.parse(line)).get("object")))
                    .filter(object -> kind.equals(object.get("kind"))
                            && name.equals(Json.asText(Json.at(object, "metadata", "name"))))
                    .map(KubeObject::of)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** With the defaults that the API server fills in. */
    private Map<String, ?> generated(Function<SpotahomeManifests, KubeObject> which) throws IOException {
        KubeObject object = which.apply(new SpotahomeManifests(recorded("RedisFailover", "cart")));
        server.create(
                KubeObject.of(Map.of(
                        "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", object.namespace()))),
                new Api.Actor("test", "test"));
        return server.create(object, new Api.Actor("test", "test")).map("spec");
    }

    @Test
    void theStatefulSetOfTheServers() throws IOException {
        assertThat(inOrder(generated(SpotahomeManifests::statefulSet)))
                .isEqualTo(inOrder(recorded("StatefulSet", "rfr-cart").map("spec")));
    }

    @Test
    void theDeploymentOfTheSentinels() throws IOException {
        assertThat(inOrder(generated(SpotahomeManifests::sentinelDeployment)))
                .isEqualTo(inOrder(recorded("Deployment", "rfs-cart").map("spec")));
    }

    private static String inOrder(Object value) {
        return Json.pretty(Json.sorted(value));
    }
}

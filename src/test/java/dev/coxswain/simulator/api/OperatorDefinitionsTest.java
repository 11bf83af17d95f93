package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The real operators' definitions are taken as a real server takes them, and their resources are let in or refused by them. */
class OperatorDefinitionsTest {

    private static final Path OPERATORS = Path.of(System.getProperty("coxswain.shared", "../shared"), "operators");
    private static final String FAILOVERS = "/apis/databases.spotahome.com/v1/namespaces/default/redisfailovers";

    private final ApiServer server =
            new ApiServer(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));

    @BeforeEach
    void installDefinitions() throws IOException {
        assumeTrue(Files.isDirectory(OPERATORS), "no operators at " + OPERATORS + ": set -Dcoxswain.shared");
        for (Map<String, @Nullable Object> definition : documents("spotahome/crds", "opstree/crds")) {
            ApiResponse created = post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
            assertThat(created.status()).as(created.message()).isEqualTo(201);
        }
    }

    private static List<Map<String, @Nullable Object>> documents(String... directories) throws IOException {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (String directory : directories) {
            try (Stream<Path> files = Files.list(OPERATORS.resolve(directory))) {
                for (Path file : files.sorted().toList()) {
                    for (Object document :
                            new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
                        if (document instanceof Map<?, ?> map) {
                            all.add(Json.mutableMap(Json.asMap(Json.copy(map))));
                        }
                    }
                }
            }
        }
        return all;
    }

    private ApiResponse post(String path, Object body) {
        return server.handle(new ApiRequest("POST", path, Map.of(), "application/json", body), Identity.ADMIN);
    }

    private ApiResponse failover(Consumer<Map<String, @Nullable Object>> change) throws IOException {
        Map<String, @Nullable Object> basic = documents("spotahome/samples").getFirst();
        change.accept(basic);
        return post(FAILOVERS, basic);
    }

    private static Map<String, @Nullable Object> redis(Map<String, @Nullable Object> failover) {
        return Json.asMap(Json.at(failover, "spec", "redis"));
    }

    @Test
    void theSamplesOfTheOperatorsAreLetInWithAllThatTheySay() throws IOException {
        for (Map<String, @Nullable Object> sample : documents("spotahome/samples", "opstree/samples")) {
            String version = Json.asText(sample.get("apiVersion"));
            String plural = server.kinds().stream()
                    .filter(kind -> kind.gvk().apiVersion().equals(version)
                            && kind.name().equals(sample.get("kind")))
                    .findFirst()
                    .orElseThrow()
                    .plural();
            ApiResponse created = post("/apis/" + version + "/namespaces/default/" + plural, sample);
            assertThat(created.status()).as("%s: %s", plural, created.message()).isEqualTo(201);
            assertThat(lost(sample.get("spec"), Json.at(created.body(), "spec"), "spec"))
                    .isEmpty();
        }
    }

    /** What was said and is not there. */
    private static List<String> lost(@Nullable Object said, @Nullable Object kept, String path) {
        if (said instanceof Map<?, ?> map) {
            List<String> all = new ArrayList<>();
            map.forEach((key, value) -> all.addAll(lost(value, Json.at(kept, String.valueOf(key)), path + "." + key)));
            return all;
        }
        return said == null || said.equals(kept) ? List.of() : List.of(path + ": " + said + " became " + kept);
    }

    @Test
    void whatTheSchemaHasADefaultForIsFilledIn() throws IOException {
        Map<String, @Nullable Object> replication = documents("opstree/samples").getFirst();
        assertThat(Json.asMap(Json.at(replication, "spec", "redisExporter"))).doesNotContainKey("port");
        ApiResponse created =
                post("/apis/redis.redis.opstreelabs.in/v1beta2/namespaces/default/redisreplications", replication);
        assertThat(Json.at(created.body(), "spec", "redisExporter", "port")).isEqualTo(9121L);
    }

    @Test
    void whatTheSchemaDoesNotKnowIsPrunedWithAWarning() throws IOException {
        ApiResponse created = failover(each -> redis(each).put("nonsense", 1L));
        assertThat(created.status()).isEqualTo(201);
        assertThat(Json.asMap(Json.at(created.body(), "spec", "redis"))).doesNotContainKey("nonsense");
        assertThat(created.headers().get("warning")).contains("unknown field \\\"spec.redis.nonsense\\\"");
    }

    @Test
    void aNullThatMayNotBeIsTakenForNothing() throws IOException {
        ApiResponse created = failover(each -> redis(each).put("replicas", null));
        assertThat(created.status()).isEqualTo(201);
        assertThat(Json.asMap(Json.at(created.body(), "spec", "redis"))).doesNotContainKey("replicas");
    }

    @Test
    void aWrongTypeIsRefusedInTheServersWords() throws IOException {
        assertThat(failover(each -> redis(each).put("replicas", "three")).message())
                .isEqualTo("RedisFailover.databases.spotahome.com \"redisfailover\" is invalid: spec.redis.replicas:"
                        + " Invalid value: \"string\": spec.redis.replicas in body must be of type integer:"
                        + " \"string\"");
        assertThat(failover(each -> redis(each).put("tolerations", Map.of("a", 1L)))
                        .message())
                .endsWith("spec.redis.tolerations: Invalid value: \"object\": spec.redis.tolerations in body must be of"
                        + " type array: \"object\"");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThat(failover(each -> each.remove("spec")).message())
                .isEqualTo("RedisFailover.databases.spotahome.com \"redisfailover\" is invalid: spec: Required value");
        assertThat(failover(each -> redis(each).put("extraContainers", List.of(Map.of("image", "x"))))
                        .message())
                .endsWith("is invalid: spec.redis.extraContainers[0].name: Required value");
    }

    @Test
    void aQuantityThatIsNoneIsRefusedByItsPattern() throws IOException {
        Map<String, Object> storage = Map.of(
                "persistentVolumeClaim",
                Map.of("spec", Map.of("resources", Map.of("requests", Map.of("storage", "lots")))));
        assertThat(failover(each -> redis(each).put("storage", storage)).message())
                .contains("spec.redis.storage.persistentVolumeClaim.spec.resources.requests.storage: Invalid value:"
                        + " \"lots\": spec.redis.storage.persistentVolumeClaim.spec.resources.requests.storage in"
                        + " body should match '^");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        assertThat(failover(each -> {
                            redis(each).put("replicas", "three");
                            redis(each).put("tolerations", 5L);
                        })
                        .message())
                .contains("is invalid: [spec.redis.replicas: ", ", spec.redis.tolerations: Invalid value: \"integer\"");
    }
}

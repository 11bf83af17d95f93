package dev.coxswain.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.api.RecordedServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the simulated cluster promises on the wire, over HTTPS and with a client certificate. */
@Timeout(60)
class WholeServerTest {

    private static final String MAPS = "/api/v1/namespaces/rec/configmaps";

    private @Nullable SimulatedServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = new SimulatedServer();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Answer send(String method, String path, Map<String, String> headers, String body, boolean anonymous)
            throws IOException, InterruptedException {
        byte[] bytes = body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8);
        return java.util.Objects.requireNonNull(server).send(method, path, headers, bytes, anonymous);
    }

    private Answer get(String path, String accept) throws IOException, InterruptedException {
        return send("GET", path, Map.of("Accept", accept), "", false);
    }

    private Answer post(String path, String type, String body) throws IOException, InterruptedException {
        return send("POST", path, Map.of("Content-Type", type), body, false);
    }

    private static @Nullable Object at(Answer answer, String... path) {
        return Json.at(Json.parse(answer.body()), path);
    }

    @Test
    void whatCannotBeAnsweredOrReadIsRefusedByItsType() throws IOException, InterruptedException {
        assertThat(get(MAPS, "text/csv").status()).isEqualTo(406);
        assertThat(post(MAPS, "text/plain", "{}").status()).isEqualTo(415);
        assertThat(at(post(MAPS, "application/json", "{\"a\": "), "message"))
                .isEqualTo("the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind;"
                        + " json parse error: unexpected end of JSON input ({\"a\": )");
    }

    @Test
    void aFieldThatStandsTwiceIsAnErrorOrAWarning() throws IOException, InterruptedException {
        String twice = "{\"metadata\": {\"name\": \"t\"}, \"data\": {\"a\": \"1\", \"a\": \"2\"}}";
        assertThat(at(post(MAPS + "?fieldValidation=Strict", "application/json", twice), "message"))
                .isEqualTo("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
                        + " duplicate field \"data.a\"");
        assertThat(post(MAPS, "application/json", twice).headers().get("warning"))
                .contains("data.a");
    }

    @Test
    void nobodyMayLookAroundAndThoseWithoutRightsMayNotEither() throws IOException, InterruptedException {
        assertThat(send("GET", MAPS, Map.of(), "", true).status()).isEqualTo(403);
        assertThat(send("GET", "/version", Map.of(), "", true).status()).isEqualTo(200);
        assertThat(send("GET", "/apis", Map.of(), "", true).status()).isEqualTo(403);
        assertThat(send("GET", MAPS, Map.of("Authorization", "Bearer nobody's"), "", false)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void everythingServedIsToldInOneDocumentOrInMany() throws IOException, InterruptedException {
        Answer all = get("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(all.headers().get("content-type")).endsWith("as=APIGroupDiscoveryList");
        List<@Nullable Object> groups = Json.asList(at(all, "items"));
        assertThat(groups)
                .extracting(each -> Json.at(each, "metadata", "name"))
                .startsWith("apps")
                .contains("rec.example.com");
        Answer one = get("/apis/rec.example.com/v1", "application/json");
        assertThat(Json.asList(at(one, "resources")))
                .extracting(each -> Json.at(each, "name"))
                .containsExactly("boats", "boats/status", "boats/scale");
    }

    @Test
    void anObjectIsShownAsATableOrByItsMetadataAlone() throws IOException, InterruptedException {
        post(MAPS, "application/json", "{\"metadata\": {\"name\": \"t\"}, \"data\": {\"a\": \"1\"}}");
        Answer table = get(MAPS + "/t", "application/json;as=Table;v=v1;g=meta.k8s.io");
        assertThat(at(table, "kind")).isEqualTo("Table");
        assertThat(Json.at(Json.asList(at(table, "rows")).getFirst(), "cells")).isEqualTo(List.of("t", 1L, "0s"));
        Answer partial = get(MAPS + "/t", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        assertThat(at(partial, "kind")).isEqualTo("PartialObjectMetadata");
        assertThat(at(partial, "data")).isNull();
        assertThat(new String(get(MAPS + "/t", "application/yaml").body(), StandardCharsets.UTF_8))
                .contains("kind: ConfigMap\n");
    }

    @Test
    void aCustomObjectIsHeldAgainstItsSchemaAndItsRules() throws IOException, InterruptedException {
        String boats = "/apis/rec.example.com/v1/namespaces/rec/boats";
        String boat =
                "{\"apiVersion\":\"rec.example.com/v1\",\"kind\":\"Boat\",\"metadata\":{\"name\":\"b\"},\"spec\":{\"oars\":%s}}";
        assertThat(at(post(boats, "application/json", boat.formatted("3")), "message"))
                .isEqualTo("Boat.rec.example.com \"b\" is invalid: spec: Invalid value: oars come in pairs");
        Answer created = post(boats, "application/json", boat.formatted("4"));
        assertThat(at(created, "spec", "colour")).isEqualTo("white");
    }

    @Test
    void aSelectorThatIsCutOffIsDescribed() throws IOException, InterruptedException {
        assertThat(at(get(MAPS + "?labelSelector=t%20in%20(", "application/json"), "message"))
                .isEqualTo("unable to parse requirement: found '', expected: ',', ')' or identifier");
    }

    @Test
    void whoAmIIsTheNameInTheCertificate() throws IOException, InterruptedException {
        Answer answer = post("/apis/authentication.k8s.io/v1/selfsubjectreviews", "application/json", "{}");
        assertThat(at(answer, "status", "userInfo", "username")).isEqualTo("kubernetes-admin");
    }
}

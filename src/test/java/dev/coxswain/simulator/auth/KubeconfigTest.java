package dev.coxswain.simulator.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class KubeconfigTest {

    private final Authority authority = Authority.founded(Instant.parse("2026-01-01T00:00:00Z"), new SecureRandom());
    private final Kubeconfig config = new Kubeconfig(
            "demo",
            "https://127.0.0.1:6443",
            Optional.of(authority.certificatePem()),
            "shop",
            List.of(
                    new Kubeconfig.Person.WithToken("ann", "ann-token"),
                    new Kubeconfig.Person.WithCertificate("bob", authority.client("bob", List.of("oncall")))));

    @Test
    void eachPersonHasAContextAndTheFirstIsCurrent() {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromReader(new StringReader(config.yaml()));
        assertThat(Json.at(yaml, "current-context")).isEqualTo("ann@demo");
        assertThat(Json.asList(Json.at(yaml, "contexts")))
                .extracting(context -> Json.at(context, "name"), context -> Json.at(context, "context"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ann@demo", Map.of("cluster", "demo", "user", "ann", "namespace", "shop")),
                        org.assertj.core.groups.Tuple.tuple(
                                "bob@demo", Map.of("cluster", "demo", "user", "bob", "namespace", "shop")));
        Object ann = Json.asList(Json.at(yaml, "users")).getFirst();
        assertThat(Json.at(ann, "user", "token")).isEqualTo("ann-token");
        Object bob = Json.asList(Json.at(yaml, "users")).getLast();
        byte[] key = Base64.getDecoder().decode(Json.asText(Json.at(bob, "user", "client-key-data")));
        assertThat(new String(key, StandardCharsets.US_ASCII)).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    void theFileIsReplacedAndReadableByItsOwnerAlone(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("deep/kubeconfig");
        config.write(file);
        config.write(file);
        assertThat(file).hasContent(config.yaml());
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (var left = Files.list(directory.resolve("deep"))) {
            assertThat(left).containsExactly(file);
        }
    }
}

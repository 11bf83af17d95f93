package dev.coxswain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedactionTest {

    private static final String VALUE = "hunter2-and-a-half";

    @Test
    void aPatchIsMaskedByWhereItPointsAlsoAsText() {
        Object patch = Json.parse("""
                {"body": "[{\\"op\\":\\"replace\\",\\"path\\":\\"/metadata/annotations/a~1password\\",\\"value\\":\\"x1\\"},\
                {\\"op\\":\\"test\\",\\"path\\":\\"/spec/containers/0/env/1/value\\",\\"value\\":\\"x1\\"},\
                {\\"op\\":\\"replace\\",\\"path\\":\\"/spec/replicas\\",\\"value\\":3}]", "env": "{\\"plain\\": 1}"}""");
        Map<String, @Nullable Object> masked = Redaction.document(Json.asMap(patch));
        assertThat(Json.asText(masked.get("body"))).doesNotContain("x1").contains("\"value\":3", Secrets.MASK);
        assertThat(masked).containsEntry("env", "{\"plain\": 1}");
    }

    @Test
    void namesOfCredentialsAreKnownAndNamesOfReferencesToThemAreNot() {
        assertThat(List.of(
                        "password",
                        "REDIS_PASSWORD",
                        "adminPasswd",
                        "token",
                        "AUTH_TOKEN",
                        "apiKey",
                        "API_KEY",
                        "SSH_KEY"))
                .allMatch(Redaction::isCredential);
        assertThat(List.of(
                        "secretName",
                        "secretKeyRef",
                        "passwordKey",
                        "tokenPath",
                        "key",
                        "topologyKey",
                        "keyspace",
                        "passwordFile"))
                .noneMatch(Redaction::isCredential);
    }

    @Test
    void anEnvironmentVariableIsJudgedByItsName() {
        assertThat(Redaction.value("spec.containers[redis].env[REDIS_PASSWORD].value", VALUE))
                .isEqualTo(Secrets.MASK);
        assertThat(Redaction.value("spec.containers[redis].env[MODE].value", "cluster"))
                .isEqualTo("cluster");
        assertThat(Redaction.value("spec.env", List.of(Map.of("name", "DB_TOKEN", "value", VALUE))))
                .isEqualTo(List.of(Map.of("name", "DB_TOKEN", "value", Secrets.MASK)));
    }

    @Test
    void argumentsAfterAnOptionForACredentialAreHidden() {
        assertThat(Redaction.value("args", List.of("redis-server", "--requirepass", VALUE, "--port", "6379")))
                .isEqualTo(List.of("redis-server", "--requirepass", Secrets.MASK, "--port", "6379"));
        assertThat(Redaction.value("args", List.of("--password=" + VALUE)))
                .isEqualTo(List.of("--password=" + Secrets.MASK));
        assertThat(Redaction.command(List.of("redis-cli", "-a", VALUE, "PING")))
                .isEqualTo("redis-cli -a (secret) PING");
    }

    @Test
    void anAddressKeepsItsUserAndLosesItsPassword() {
        assertThat(Redaction.text("cannot reach postgres://app:" + VALUE + "@db:5432/shop now"))
                .isEqualTo("cannot reach postgres://app:(secret)@db:5432/shop now");
        assertThat(Redaction.text("redis://:" + VALUE + "@cache")).isEqualTo("redis://:(secret)@cache");
    }

    @Test
    void whatAProgramPrintsLosesItsCredentials() {
        for (String said : List.of(
                "PGPASSWORD=" + VALUE,
                "export API_KEY='" + VALUE + "'",
                "{\"token\": \"" + VALUE + "\"}",
                "password: " + VALUE,
                "requirepass\n" + VALUE + "\n",
                "masterauth " + VALUE,
                "redis-cli --pass " + VALUE + " INFO")) {
            assertThat(Redaction.text(said)).contains(Secrets.MASK).doesNotContain(VALUE);
            assertThat(Redaction.text(Redaction.text(said))).isEqualTo(Redaction.text(said));
        }
    }

    @Test
    void everythingElseIsLeftAsItIs() {
        for (String said : List.of(
                "role:slave\r\nmaster_host:10.0.0.1\r\nmaster_link_status:up\r\nkeyspace_hits:3\r\nmaxmemory:0",
                "step ask: redis-cli printed: PONG",
                "image quay.io/app:1.2, see https://example.com/a?x=1",
                "Deployment redis-operator/redis-operator is held until 2026-03-01T03:00:00Z")) {
            assertThat(Redaction.text(said)).isEqualTo(said);
        }
    }
}

package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodExecTest {

    private static final String SUCCESS = "\3{\"status\":\"Success\"}";

    private static Effect.Exec exec(int maxBytes, Duration timeout, String... command) {
        return new Effect.Exec(
                ObjectRef.pod("shop", "cart-0"),
                Preconditions.NONE,
                "redis",
                List.of(command),
                timeout,
                maxBytes,
                true);
    }

    private static Effect.Exec ping() {
        return exec(100, Duration.ofSeconds(20), "redis-cli", "ping");
    }

    @Test
    void whatAProgramPrintsAndHowItEndsComesBackByStream() throws Exception {
        try (var server = FakeExecServer.speaking("\1PO", "\2careful", "\1NG\n", """
                \3{"status":"Failure","details":{"causes":[{"reason":"ExitCode","message":"2"}]}}""")) {
            ExecResult result = KubeClients.fromUrl(server.url()).exec(ping());

            assertThat(result).isEqualTo(new ExecResult(2, "PONG\n", "careful", false));
        }
    }

    @Test
    void argumentsTravelOneByOneAndNoShellSeesThem() throws Exception {
        try (var server = FakeExecServer.speaking(SUCCESS)) {
            KubeClients.fromUrl(server.url()).exec(exec(100, Duration.ofSeconds(20), "echo", "a b; rm -rf $x", "&y=z"));

            assertThat(server.request())
                    .startsWith("GET /api/v1/namespaces/shop/pods/cart-0/exec?")
                    .contains("container=redis", "&command=echo&command=a%20b%3B%20rm%20-rf%20%24x&command=%26y%3Dz");
        }
    }

    @Test
    void outputBeyondTheLimitIsCut() throws Exception {
        try (var server = FakeExecServer.speaking("\1abcdef", "\1ghi", SUCCESS)) {
            ExecResult result = KubeClients.fromUrl(server.url()).exec(exec(4, Duration.ofSeconds(20), "x"));

            assertThat(result).isEqualTo(new ExecResult(0, "abcd\n[cut after 4 bytes]", "", true));
        }
    }

    @Test
    void aProgramThatDoesNotEndInTimeLeavesTheOutcomeOpen() throws Exception {
        try (var server = FakeExecServer.speaking("\1hanging")) {
            assertThatThrownBy(() -> KubeClients.fromUrl(server.url()).exec(exec(4, Duration.ofMillis(300), "x")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(ExecRefusedException.class)
                    .hasMessageContaining("did not end within");
        }
    }

    @Test
    void aServerThatDeclinesSaysWhyAndNothingRan() throws Exception {
        try (var server = FakeExecServer.declining("404 Not Found", "{\"message\":\"pods cart-0 not found\"}")) {
            assertThatThrownBy(() -> KubeClients.fromUrl(server.url()).exec(ping()))
                    .isInstanceOfSatisfying(
                            ExecRefusedException.class,
                            e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessage("pods cart-0 not found");
        }
    }
}

package dev.coxswain.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.cluster.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CutStreamTest {

    @Test
    void outputBeyondTheLimitIsCutAndSaysSo() {
        CutStream stream = new CutStream(5);
        stream.add("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(stream.isCut()).isFalse();
        stream.add("defg".getBytes(StandardCharsets.UTF_8));
        stream.add("h".getBytes(StandardCharsets.UTF_8));

        assertThat(stream.text()).isEqualTo("abcde\n[cut after 5 bytes]");
    }

    @Test
    void theExitCodeIsReadFromTheStatusAndAProgramThatCouldNotStartWasRefused() throws Exception {
        assertThat(ExitStatus.code(Json.parse("{\"status\":\"Success\"}"))).isZero();
        assertThat(ExitStatus.code(Json.parse("""
                {"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"137"}]}}"""))).isEqualTo(137);
        assertThatThrownBy(() -> ExitStatus.code(Json.parse("""
                {"status":"Failure","reason":"InternalError","message":"no such file","code":500}""")))
                .isInstanceOf(ExecRefusedException.class)
                .hasMessage("no such file");
    }
}

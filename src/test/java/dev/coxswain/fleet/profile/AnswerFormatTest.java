package dev.coxswain.fleet.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.fleet.Answers.Said;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {

    private static Said read(AnswerFormat format, int exitCode, String out, String err) {
        return format.read(new Answer.Printed(new ExecResult(exitCode, out, err, false)));
    }

    @Test
    void infoBecomesAMapWithNumbersAsNumbers() {
        String info = """
                # Replication\r
                role:master\r
                redis_version:7.0.15\r
                connected_slaves:1\r
                slave0:ip=10.0.0.2,port=6379,state=online,offset=42,lag=0\r
                mem_fragmentation_ratio:1.25\r
                redis_git_sha1:00000000\r
                executable:/usr/local/bin/redis-server\r
                os:Linux 6.1: x86\r
                """;

        assertThat(read(AnswerFormat.REDIS_INFO, 0, info, ""))
                .isEqualTo(new Said.Value(Map.of(
                        "role", "master",
                        "redis_version", "7.0.15",
                        "connected_slaves", 1L,
                        "slave0", Map.of("ip", "10.0.0.2", "port", 6379L, "state", "online", "offset", 42L, "lag", 0L),
                        "mem_fragmentation_ratio", 1.25,
                        "redis_git_sha1", "00000000",
                        "executable", "/usr/local/bin/redis-server",
                        "os", "Linux 6.1: x86")));
    }

    @Test
    void anErrorReplyWithExitCodeZeroIsNoInfo() {
        assertThat(read(AnswerFormat.REDIS_INFO, 0, "NOAUTH Authentication required.\n", ""))
                .isEqualTo(new Said.Silent("NOAUTH Authentication required."));
    }

    @Test
    void aRefusedConnectionIsNoInfoThoughItHasColons() {
        String refused = "Could not connect to Redis at 127.0.0.1:6379: Connection refused";

        assertThat(read(AnswerFormat.REDIS_INFO, 0, refused, "")).isEqualTo(new Said.Silent(refused));
        assertThat(read(AnswerFormat.REDIS_INFO, 1, "", refused)).isEqualTo(new Said.Silent("exit code 1: " + refused));
    }

    @Test
    void linesAreThoseThatHoldSomething() {
        assertThat(read(AnswerFormat.LINES, 0, "10.0.0.1\n\n6379\n", ""))
                .isEqualTo(new Said.Value(List.of("10.0.0.1", "6379")));
    }

    @Test
    void textIsTakenWhole() {
        assertThat(read(AnswerFormat.TEXT, 0, "NOQUORUM 1 usable Sentinels.\n", ""))
                .isEqualTo(new Said.Value("NOQUORUM 1 usable Sentinels."));
    }

    @Test
    void silenceKeepsItsReason() {
        assertThat(AnswerFormat.TEXT.read(new Answer.Silence("the pod is gone")))
                .isEqualTo(new Said.Silent("the pod is gone"));
    }

    @Test
    void theLastLineOfDfTellsHowMuchRoomThereIs() {
        String df = """
                Filesystem           1024-blocks    Used Available Capacity Mounted on
                /dev/my disk             1048576  996032     52544      95% /data
                """;
        assertThat(read(AnswerFormat.DF, 0, df, ""))
                .isEqualTo(new Said.Value(Map.of(
                        "size", 1_073_741_824L, "used", 1_019_936_768L, "available", 53_805_056L, "percent", 95L)));
        assertThat(read(AnswerFormat.DF, 0, "df: /data: can't find mount point\n", ""))
                .isInstanceOf(Said.Silent.class);
        assertThat(read(AnswerFormat.DF, 0, "", "")).isInstanceOf(Said.Silent.class);
    }
}

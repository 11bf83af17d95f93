package dev.coxswain.simulator.redis.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.ExecResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What scripts of probes and runbooks may rely on. */
class ShellTest {

    private final Map<String, String> files = new HashMap<>();

    private ExecResult sh(String script, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script, "script"));
        command.addAll(List.of(arguments));
        return Shell.run(command, new Shell.Image(Map.of(), files), Map.of("HOSTNAME", "rfr-0"))
                .result();
    }

    @Test
    void whatIsWrittenToAFileIsReadFromIt() {
        sh("echo first > /data/a; echo second >> /data/a");

        assertThat(sh("cat /data/a | grep second").stdout()).isEqualTo("second\n");
        assertThat(sh("[ -f /data/a ] && echo there || echo not").stdout()).isEqualTo("there\n");
        assertThat(sh("[ -f /data/b ] && echo there || echo not").stdout()).isEqualTo("not\n");
    }

    @Test
    void aFileThatIsTouchedKeepsWhatItHolds() {
        files.put("/data/a", "kept");

        sh("touch /data/a /data/b");

        assertThat(files).containsEntry("/data/a", "kept").containsEntry("/data/b", "");
    }

    @Test
    void errorsGoTheirOwnWay() {
        ExecResult missing = sh("cat /data/none 2>/dev/null || echo 'no > file'");

        assertThat(missing.stdout()).isEqualTo("no > file\n");
        assertThat(missing.stderr()).isEmpty();
        assertThat(sh("cat /data/none").exitCode()).isEqualTo(1);
    }

    @Test
    void argumentsAreNeverReadAsScript() {
        assertThat(sh("echo \"$1\"", "a; echo b > /data/c").stdout()).isEqualTo("a; echo b > /data/c\n");
        assertThat(files).isEmpty();
    }
}

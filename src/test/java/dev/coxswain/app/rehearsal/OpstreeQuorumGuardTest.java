package dev.coxswain.app.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.expression.Expression;
import dev.coxswain.playbook.Playbook;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no scenario brings about: sentinels that hang. They do not refuse, as those without a quorum do; they say nothing. */
class OpstreeQuorumGuardTest {

    private static final String OK = "OK 3 usable Sentinels. Quorum and failover authorization can be reached";
    private static final String NO_QUORUM =
            "NOQUORUM 1 usable Sentinels. Not enough available Sentinels to reach the majority";
    private static final String SILENT = "";

    private final Playbook.Guard guard;

    OpstreeQuorumGuardTest() throws IOException {
        Path file = Path.of("playbooks/opstree-replica-probe-stuck/playbook.yaml");
        this.guard =
                PlaybookReader.read(file.toString(), Files.readString(file), Actions.builtIn())
                        .playbooks()
                        .getFirst()
                        .guards()
                        .stream()
                        .filter(one -> one.otherwise().startsWith("most sentinels must see a quorum"))
                        .findFirst()
                        .orElseThrow();
    }

    private boolean agrees(String... sentinels) {
        List<Map<String, Object>> members = Arrays.stream(sentinels)
                .map(said -> Map.<String, Object>of(
                        "component", "sentinel", "says", said.equals(SILENT) ? Map.of() : Map.of("quorum", said)))
                .toList();
        return guard.that()
                .evaluate(Map.of("datastore", Map.of("members", members)))
                .equals(new Expression.Result.Value(true));
    }

    @Test
    void sentinelsThatSayNothingAreNoneThatSeeAQuorum() {
        assertThat(agrees(OK, NO_QUORUM, SILENT)).isFalse();
        assertThat(agrees(SILENT, SILENT, SILENT)).isFalse();
        assertThat(agrees(OK, OK, SILENT)).isTrue();
    }
}

package dev.coxswain.run.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {

    private static List<String> between(String before, String after) {
        return Change.between(Json.parse(before), Json.parse(after)).stream()
                .map(c -> c.path() + ": " + c.before() + " -> " + c.after())
                .toList();
    }

    @Test
    void onlyWhatDiffersIsSaidByItsPath() {
        assertThat(between(
                        "{\"spec\":{\"replicas\":1,\"paused\":true}}", "{\"spec\":{\"replicas\":0,\"paused\":true}}"))
                .containsExactly("spec.replicas: 1 -> 0");
    }

    @Test
    void itemsOfAListAreToldApartByTheirNames() {
        assertThat(
                        between(
                                "{\"containers\":[{\"name\":\"exporter\"},{\"name\":\"redis\",\"probe\":{\"failureThreshold\":6}}]}",
                                "{\"containers\":[{\"name\":\"redis\",\"probe\":{\"failureThreshold\":240}},{\"name\":\"exporter\"}]}"))
                .containsExactly("containers[redis].probe.failureThreshold: 6 -> 240");
    }

    @Test
    void aListWithoutNamesIsOneValue() {
        assertThat(between("{\"args\":[\"a\",\"b\"]}", "{\"args\":[\"a\"]}"))
                .containsExactly("args: [\"a\",\"b\"] -> [\"a\"]");
    }

    @Test
    void whatComesAndGoesIsSaidLeafByLeaf() {
        assertThat(between("{\"a\":{\"b\":1}}", "{\"c\":{\"d\":{\"e\":2}}}"))
                .containsExactly("c.d.e: null -> 2", "a.b: 1 -> null");
    }

    @Test
    void aKeyWithDotsOrSlashesStaysOneKey() {
        assertThat(between("{\"annotations\":{}}", "{\"annotations\":{\"coxswain.dev/held-by\":\"r\"}}"))
                .containsExactly("annotations[coxswain.dev/held-by]: null -> r");
    }

    @Test
    void whatNobodyCouldReadIsCutAndSaysSo() {
        Map<String, Object> many = new java.util.TreeMap<>();
        for (int i = 0; i < 150; i++) {
            many.put("k" + i, "v");
        }

        assertThat(Change.between(Map.of(), many))
                .hasSize(101)
                .last()
                .satisfies(last -> assertThat(last.after()).isEqualTo("50 more fields"));
        Change longText = Change.between(null, Collections.singletonMap("k", "x".repeat(5000)))
                .getFirst();
        assertThat(String.valueOf(longText.after())).hasSizeLessThan(1100).endsWith("… (5000 characters)");
    }
}

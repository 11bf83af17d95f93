package dev.coxswain.simulator.api.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.simulator.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of the past. */
class StoreTest {

    private static final String SHELF = "configmaps";

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-03-01T03:00:00Z"));
    private final Store store = new Store(time);

    private long put(String color) {
        store.put(
                SHELF,
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        new HashMap<>(Map.of("namespace", "shop", "name", "lamp")),
                        "data",
                        Map.of("color", color)));
        return store.version();
    }

    @Test
    void changesOfTheLastFiveMinutesAreKeptAndThoseOfTenMinutesAgoAreNot() {
        long first = put("red");
        long second = put("green");
        time.advance(Duration.ofMinutes(5));
        long third = put("blue");
        assertThat(store.since(SHELF, first).orElseThrow())
                .extracting(Store.Event::version)
                .containsExactly(second, third);

        time.advance(Duration.ofMinutes(5));
        long fourth = put("white");

        assertThat(store.since(SHELF, first - 1)).as("compacted").isEmpty();
        assertThat(store.since(SHELF, second).orElseThrow())
                .extracting(Store.Event::version)
                .containsExactly(third, fourth);
    }
}

package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlimReaderTest {

    private final SlimReader reader = new SlimReader(
            Gvk.of("apps/v1", "StatefulSet"),
            Projection.SLIM.without("spec", "containers", "env").without("spec", "gone"));

    private Map<String, @Nullable Object> read(String json) throws IOException {
        try (JsonParser parser = Json.parser(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            parser.nextToken();
            return reader.object(parser);
        }
    }

    @Test
    void droppedFieldsAreLeftOutThroughArraysToo() throws IOException {
        Map<String, @Nullable Object> object = read("""
                {"kind":"Other","spec":{"gone":{"deep":[1]},"containers":[{"name":"x","env":[{"a":1}]},{"env":[],"name":"y"}],
                 "env":"stays"},"n":[1,2.5,true,null,[]]}""");

        assertThat(Json.print(object))
                .isEqualTo(
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"spec\":{\"containers\":[{\"name\":\"x\"},"
                                + "{\"name\":\"y\"}],\"env\":\"stays\"},\"n\":[1,2.5,true,null,[]]}");
    }

    @Test
    void equalTextsAreOneAndTheSame() throws IOException {
        Object first = read("{\"spec\":{\"node\":\"n-1\"}}").get("spec");
        Object second = read("{\"spec\":{\"node\":\"n-1\"}}").get("spec");

        assertThat(Json.at(first, "node")).isSameAs(Json.at(second, "node"));
        assertThat(first).isEqualTo(second).isEqualTo(Map.of("node", "n-1")).hasSameHashCodeAs(second);
    }

    @Test
    void theApiVersionIsOneAndTheSame() throws IOException {
        assertThat(read("{\"a\":1}").get("apiVersion"))
                .isSameAs(read("{\"a\":2}").get("apiVersion"));
    }

    @Test
    void equalPartsOfDifferentObjectsAreOneAndTheSame() throws IOException {
        String probes = "\"probes\":[{\"kind\":\"http\",\"every\":5,\"on\":true,\"more\":{\"ports\":[80,443]}}]";
        Object first = read("{\"spec\":{\"node\":\"n-1\"," + probes + "}}").get("spec");
        Object second = read("{\"spec\":{\"node\":\"n-2\"," + probes + "}}").get("spec");
        Object third = read("{\"spec\":{\"node\":\"n-2\"," + probes.replace("443", "444") + "}}")
                .get("spec");

        assertThat(first).isNotEqualTo(second);
        assertThat(Json.at(first, "probes")).isSameAs(Json.at(second, "probes"));
        assertThat(Json.print(third)).contains("[80,444]").contains("\"n-2\"");
        assertThat(Json.at(second, "probes")).isNotEqualTo(Json.at(third, "probes"));
    }

    @Test
    void nothingIsConfusedWhenMoreIsReadThanTheTablesHold() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            String json = "{\"spec\":{\"a\":{\"n\":" + i + "},\"list\":[{\"text\":\"t" + i + "\"},[" + i % 7 + "]]}}";
            assertThat(Json.print(read(json).get("spec"))).isEqualTo(json.substring(8, json.length() - 1));
        }
    }

    @Test
    void ofAnObjectThatEndsInItsMiddleNothingIsFoundInTheNext() throws IOException {
        assertThatThrownBy(() -> read("{\"a\":1,\"b\":{\"c\":[2,{\"d\":3")).isInstanceOf(IOException.class);

        assertThat(Json.print(read("{\"e\":{\"f\":[4]}}")))
                .isEqualTo("{\"apiVersion\":\"apps/v1\",\"kind\":\"StatefulSet\",\"e\":{\"f\":[4]}}");
    }

    @Test
    void whatIsReadIsUnmodifiable() throws IOException {
        Map<String, @Nullable Object> object = read("{\"list\":[1],\"map\":{\"a\":null}}");

        assertThatThrownBy(() -> object.put("list", null)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> object.remove("list")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Json.asList(object.get("list")).clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(Json.asMap(object.get("map"))).containsEntry("a", null);
    }
}

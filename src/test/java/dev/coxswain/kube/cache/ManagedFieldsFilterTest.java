package dev.coxswain.kube.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.cluster.Json;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManagedFieldsFilterTest {

    private final Random random = new Random(11);

    /** Gives as few bytes at a time as it likes. */
    private final class Dribble extends FilterInputStream {
        private final int most;

        Dribble(byte[] bytes, int most) {
            super(new ByteArrayInputStream(bytes));
            this.most = most;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, 1 + random.nextInt(most)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String inPlace(String document) {
        byte[] bytes = bytes(document);
        return new String(bytes, 0, ManagedFieldsFilter.filter(bytes, bytes.length), StandardCharsets.UTF_8);
    }

    private String streamed(String document, int most) throws IOException {
        try (InputStream in = new ManagedFieldsFilter(new Dribble(bytes(document), most))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void becomes(String document, String expected) throws IOException {
        assertThat(inPlace(document)).isEqualTo(expected);
        for (int most : new int[] {1, 3, 20, 100_000}) {
            assertThat(streamed(document, most)).isEqualTo(expected);
        }
    }

    @Test
    void nothingIsLeftBetweenTheirBrackets() throws IOException {
        becomes(
                "{\"managedFields\":[{\"manager\":\"a]\\\"}\",\"fieldsV1\":{\"f:x\":[[],{}]}},{}],\"name\":\"n\"}",
                "{\"managedFields\":[],\"name\":\"n\"}");
        becomes(
                "[{\"managedFields\":[]},{\"managedFields\":[\"\\\\\"]}]",
                "[{\"managedFields\":[]},{\"managedFields\":[]}]");
    }

    @Test
    void whatOnlyLooksLikeThemStays() throws IOException {
        for (String document : List.of(
                "{\"a\":\"{\\\"managedFields\\\":[1]}\"}",
                "{\"x\\\"managedFields\":[1],\"managedField\":[2],\"managedFieldsV1\":[3],\"managedFields\":{\"a\":[4]}}",
                "{\"a\":\"managedFields\",\"b\":[\"managedFields\"]}",
                "{\"managedFields\" : [1]}",
                "{\"ends\":\"with managedFields\"",
                "\"managedFie",
                "\"managedFields\":",
                "")) {
            becomes(document, document);
        }
    }

    @Test
    void aDocumentThatIsCutOffIsStillCutOff() throws IOException {
        becomes("{\"managedFields\":[{\"manager\":\"a", "{\"managedFields\":[");
    }

    @Test
    void everythingElseIsAsItWas() throws IOException {
        for (int i = 0; i < 300; i++) {
            Object document = anything(6);
            String text = Json.print(document);
            String expected = Json.print(emptied(document));
            assertThat(inPlace(text)).isEqualTo(expected);
            assertThat(streamed(text, 1 + random.nextInt(40_000))).isEqualTo(expected);
        }
    }

    private Object anything(int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> word();
            case 1 -> random.nextInt();
            case 2 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    list.add(anything(depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    map.put(word(), anything(depth - 1));
                }
                yield map;
            }
        };
    }

    private String word() {
        List<String> words =
                List.of("managedFields", "a\"managedFields", "\\", "\"", "]", "{[", "ü", "x".repeat(9_000), "n");
        return words.get(random.nextInt(words.size()));
    }

    private static @Nullable Object emptied(@Nullable Object document) {
        return switch (document) {
            case List<?> list ->
                list.stream().map(ManagedFieldsFilterTest::emptied).toList();
            case Map<?, ?> map -> {
                Map<String, Object> emptied = new LinkedHashMap<>();
                map.forEach((key, value) -> emptied.put(
                        (String) key,
                        key.equals("managedFields") && value instanceof List ? List.of() : emptied(value)));
                yield emptied;
            }
            case null, default -> document;
        };
    }
}

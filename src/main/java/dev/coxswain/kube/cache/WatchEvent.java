package dev.coxswain.kube.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a watch. */
sealed interface WatchEvent {

    record Put(KubeObject object) implements WatchEvent {}

    record Removed(KubeObject object) implements WatchEvent {}

    record Bookmark(String resourceVersion) implements WatchEvent {}

    record Failed(int code, String message) implements WatchEvent {}

    /**
     * @param line is not what it was when this has ended
     * @throws IOException or IllegalArgumentException when the line is not an event
     */
    static WatchEvent parse(byte[] line, int length, SlimReader reader) throws IOException {
        String type = "";
        Map<String, @Nullable Object> tree = Map.of();
        try (JsonParser parser = Json.parser(line, ManagedFieldsFilter.filter(line, length))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an event");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("type")) {
                    type = parser.getText();
                } else if (field.equals("object")) {
                    tree = reader.object(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return of(type, tree);
    }

    private static WatchEvent of(String type, Map<String, @Nullable Object> tree) throws IOException {
        return switch (type) {
            case "ADDED", "MODIFIED" -> new Put(KubeObject.frozen(tree));
            case "DELETED" -> new Removed(KubeObject.frozen(tree));
            case "BOOKMARK" -> new Bookmark(Json.asText(Json.at(tree, "metadata", "resourceVersion")));
            case "ERROR" -> new Failed((int) Json.asLong(tree.get("code"), 500), Json.asText(tree.get("message")));
            default -> throw new IOException("an event of unknown type '" + type + "'");
        };
    }
}

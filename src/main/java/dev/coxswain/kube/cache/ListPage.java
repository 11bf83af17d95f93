package dev.coxswain.kube.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page of a list, read while it arrives.
 *
 * @param next the token of the next page; empty on the last
 */
record ListPage(String resourceVersion, String next) {

    private static final Logger LOG = LoggerFactory.getLogger(ListPage.class);

    /**
     * @param following is told the token of the next page, if there is one, as soon as it is known: servers write it before the
     *     items
     * @throws IOException when the page ended early or is not JSON; an item that is no object is left out instead
     */
    static ListPage read(InputStream body, SlimReader reader, Consumer<KubeObject> items, Consumer<String> following)
            throws IOException {
        ListPage page = new ListPage("", "");
        try (JsonParser parser = Json.parser(new ManagedFieldsFilter(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a list");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new IOException("the list ends in its middle");
                }
                if (field.equals("metadata")) {
                    page = of(Json.value(parser));
                    if (!page.next.isEmpty()) {
                        following.accept(page.next);
                    }
                } else if (field.equals("items") && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        decode(reader.object(parser), items);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return page;
    }

    private static ListPage of(@Nullable Object metadata) {
        return new ListPage(
                Json.asText(Json.at(metadata, "resourceVersion")), Json.asText(Json.at(metadata, "continue")));
    }

    private static void decode(Map<String, @Nullable Object> tree, Consumer<KubeObject> items) {
        KubeObject object;
        try {
            object = KubeObject.frozen(tree);
        } catch (IllegalArgumentException broken) {
            LOG.warn("left out an item of a list: {}", broken.getMessage());
            return;
        }
        items.accept(object);
    }
}

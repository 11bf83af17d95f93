package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.registry.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists, whole or in pages. All pages show the objects as they were when the first one was asked for; a page's token says when that
 * was and where the next page starts. When that is forgotten, whoever asks for the next page is told so, and offered a token for what
 * is there now.
 */
public final class Listing {

    private final Store store;
    private final Kinds kinds;

    public Listing(Store store, Kinds kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    public Map<String, @Nullable Object> list(Target target, Map<String, String> query) {
        Kind kind = target.kind();
        if (kinds.isWarming(kind)) {
            throw Refusals.initializing();
        }
        requireVersion(query);
        String token = query.getOrDefault("continue", "");
        Page start = token.isEmpty() ? first(query) : Page.of(token).orFrom(store.version());
        Predicate<KubeObject> wanted = Selector.labels(query.getOrDefault("labelSelector", ""))
                .and(Selector.fields(kind, query.getOrDefault("fieldSelector", "")));
        Collection<KubeObject> then = store.asOf(kind.storage(), target.namespace(), start.version())
                .orElseThrow(() -> token.isEmpty()
                        ? Refusals.expired("The resourceVersion for the provided list is too old.")
                        : Refusals.continueExpired(new Page(Page.NEWEST, start.after()).token()));
        List<KubeObject> matching = then.stream()
                .map(object -> Versions.as(kind, object))
                .filter(wanted)
                .toList();
        List<KubeObject> rest = matching.stream()
                .filter(object -> start.after().isEmpty() || position(object).compareTo(start.after()) > 0)
                .toList();
        int limit = (int) Math.min(Integer.MAX_VALUE, Long.parseLong(query.getOrDefault("limit", "0")));
        List<KubeObject> page = limit > 0 && limit < rest.size() ? rest.subList(0, limit) : rest;
        Map<String, @Nullable Object> metadata = Refusals.object("resourceVersion", Long.toString(start.version()));
        if (page.size() < rest.size()) {
            metadata.put("continue", new Page(start.version(), position(page.getLast())).token());
            boolean selective = query.containsKey("labelSelector") || query.containsKey("fieldSelector");
            if (!selective) {
                metadata.put("remainingItemCount", (long) (rest.size() - page.size()));
            }
        }
        return Refusals.object(
                "kind", kind.listKind(),
                "apiVersion", kind.gvk().apiVersion(),
                "metadata", metadata,
                "items", items(kind, page));
    }

    /** A version means that one or a later one; exactly that one when the client says so, or asks for pages. */
    private Page first(Map<String, String> query) {
        String version = query.getOrDefault("resourceVersion", "0");
        String match = query.getOrDefault("resourceVersionMatch", query.containsKey("limit") ? "Exact" : "");
        boolean exact = match.equals("Exact") && version.matches("[1-9][0-9]*");
        return new Page(exact ? Long.parseLong(version) : store.version(), "");
    }

    private void requireVersion(Map<String, String> query) {
        String version = query.getOrDefault("resourceVersion", "");
        if (query.containsKey("continue") && version.matches("[1-9][0-9]*")) {
            throw Refusals.badRequest("specifying resource version is not allowed when using continue");
        }
        if (version.isEmpty() && query.containsKey("resourceVersionMatch")) {
            throw Refusals.invalid(
                    "meta.k8s.io",
                    "ListOptions",
                    "",
                    List.of(new Cause(
                            "FieldValueForbidden",
                            "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
                            "resourceVersionMatch")));
        }
        if (!version.matches("[0-9]{0,18}")) {
            throw Refusals.badRequest("invalid resource version: resourceVersion: Invalid value: \"" + version
                    + "\": strconv.ParseUint: parsing \"" + version + "\": invalid syntax");
        }
        if (!version.isEmpty() && Long.parseLong(version) > store.version()) {
            throw Refusals.failure(
                    504,
                    "Timeout",
                    "Timeout: Too large resource version: " + version + ", current: " + store.version(),
                    Refusals.object(
                            "causes",
                            List.of(Refusals.object(
                                    "reason", "ResourceVersionTooLarge", "message", "Too large resource version")),
                            "retryAfterSeconds",
                            1L));
        }
    }

    /** Built-in kinds leave out in a list what the list itself says; custom kinds repeat it. */
    private static List<@Nullable Object> items(Kind kind, List<KubeObject> page) {
        List<@Nullable Object> items = new ArrayList<>();
        for (KubeObject object : page) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
            if (!kind.isCustom()) {
                tree.remove("kind");
                tree.remove("apiVersion");
            }
            items.add(tree);
        }
        return items;
    }

    private static String position(KubeObject object) {
        return object.namespace() + "\0" + object.name();
    }

    /** @param after the last position of the page before */
    private record Page(long version, String after) {

        /** In the token of a list that goes on with what is there now. */
        static final long NEWEST = -1;

        Page orFrom(long newest) {
            return version == NEWEST ? new Page(newest, after) : this;
        }

        static Page of(String token) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                if (colon > 0 && text.substring(0, colon).matches("-1|[0-9]{1,18}")) {
                    return new Page(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
                }
            } catch (IllegalArgumentException notBase64) {
                throw Refusals.badRequest("invalid continue token: illegal base64 data");
            }
            throw Refusals.badRequest("invalid continue token: continue key is not valid: invalid character '\\u009e'"
                    + " looking for beginning of value");
        }

        String token() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((version + ":" + after).getBytes(StandardCharsets.UTF_8));
        }
    }
}

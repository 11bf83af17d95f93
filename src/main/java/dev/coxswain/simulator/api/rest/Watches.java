package dev.coxswain.simulator.api.rest;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.api.Api.ChangeType;
import dev.coxswain.simulator.api.Refusals;
import dev.coxswain.simulator.api.Refusals.Cause;
import dev.coxswain.simulator.api.Watch;
import dev.coxswain.simulator.api.kind.Kind;
import dev.coxswain.simulator.api.kind.Kinds;
import dev.coxswain.simulator.api.kind.Versions;
import dev.coxswain.simulator.api.registry.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens watches and feeds them. */
public final class Watches {

    private final Store store;
    private final Kinds kinds;
    private final List<Stream> open = new ArrayList<>();

    public Watches(Store store, Kinds kinds) {
        this.store = store;
        this.kinds = kinds;
        store.onEvent(event -> {
            List.copyOf(open).forEach(stream -> stream.offer(event));
            open.removeIf(Stream::isClosed);
        });
    }

    public Watch open(Target target, Map<String, String> query, Consumer<Map<String, @Nullable Object>> sink) {
        if (kinds.isWarming(target.kind())) {
            throw Refusals.initializing();
        }
        String version = query.getOrDefault("resourceVersion", "");
        if (!version.matches("[0-9]{0,18}")) {
            throw Refusals.failure(
                    500,
                    "",
                    "resourceVersion: Invalid value: \"" + version + "\": strconv.ParseUint: parsing \"" + version
                            + "\": invalid syntax",
                    null);
        }
        boolean initial = "true".equals(query.get("sendInitialEvents"));
        if (initial && !"NotOlderThan".equals(query.get("resourceVersionMatch"))) {
            throw Refusals.invalid(
                    "meta.k8s.io",
                    "ListOptions",
                    "",
                    List.of(new Cause(
                            "FieldValueForbidden",
                            "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
                            "resourceVersionMatch")));
        }
        Predicate<KubeObject> wanted = Selector.labels(query.getOrDefault("labelSelector", ""))
                .and(Selector.fields(target.kind(), query.getOrDefault("fieldSelector", "")))
                .and(object ->
                        target.namespace().isEmpty() || object.namespace().equals(target.namespace()))
                .and(object -> target.name().isEmpty() || object.name().equals(target.name()));
        boolean bookmarks = "true".equals(query.get("allowWatchBookmarks"));
        Stream stream = new Stream(target.kind(), wanted, bookmarks, sink, store.version());
        boolean fromNow = version.isEmpty() || version.equals("0") || initial;
        if (fromNow) {
            store.list(target.kind().storage()).forEach(stream::present);
            if (initial) {
                stream.bookmark(true);
            }
        } else {
            replay(stream, target.kind(), Long.parseLong(version));
        }
        if (!stream.isClosed()) {
            open.add(stream);
        }
        return stream;
    }

    private void replay(Stream stream, Kind kind, long version) {
        Optional<List<Store.Event>> missed = store.since(kind.storage(), version);
        if (missed.isEmpty()) {
            stream.tell(
                    "ERROR",
                    Refusals.expired("too old resource version: " + version + " (" + store.version() + ")")
                            .status());
            stream.close();
            return;
        }
        stream.seen = version;
        missed.orElseThrow().forEach(stream::offer);
    }

    /** One watcher. */
    private final class Stream implements Watch {
        private final Kind kind;
        private final Predicate<KubeObject> wanted;
        private final boolean bookmarks;
        private final Consumer<Map<String, @Nullable Object>> sink;
        private volatile boolean closed;
        private long seen;

        Stream(
                Kind kind,
                Predicate<KubeObject> wanted,
                boolean bookmarks,
                Consumer<Map<String, @Nullable Object>> sink,
                long seen) {
            this.kind = kind;
            this.wanted = wanted;
            this.bookmarks = bookmarks;
            this.sink = sink;
            this.seen = seen;
        }

        void present(KubeObject object) {
            KubeObject seenAs = Versions.as(kind, object);
            if (wanted.test(seenAs)) {
                tell("ADDED", seenAs.tree());
            }
        }

        /** An object that begins or ceases to be wanted is added or deleted for this watcher. */
        void offer(Store.Event event) {
            boolean foreign = !event.storage().equals(kind.storage()) || event.version() <= seen;
            if (closed || foreign) {
                return;
            }
            seen = event.version();
            KubeObject after = Versions.as(kind, event.object());
            boolean before = event.before()
                    .map(object -> wanted.test(Versions.as(kind, object)))
                    .orElse(false);
            boolean now = event.type() != ChangeType.DELETED && wanted.test(after);
            if (now) {
                tell(before ? "MODIFIED" : "ADDED", after.tree());
            } else if (before && event.type() != ChangeType.DELETED) {
                // who no longer sees it is told how it was, as of now
                KubeObject last = Versions.as(kind, event.before().orElseThrow());
                tell(
                        "DELETED",
                        last.with(Long.toString(event.version()), "metadata", "resourceVersion")
                                .tree());
            } else if (before) {
                tell("DELETED", after.tree());
            }
        }

        @Override
        public void bookmark() {
            if (bookmarks && !closed) {
                bookmark(false);
            }
        }

        void bookmark(boolean initialEnd) {
            Map<String, @Nullable Object> metadata = Refusals.object("resourceVersion", Long.toString(store.version()));
            if (initialEnd) {
                metadata.put("annotations", Refusals.object("k8s.io/initial-events-end", "true"));
            }
            tell(
                    "BOOKMARK",
                    Refusals.object(
                            "kind", kind.name(), "apiVersion", kind.gvk().apiVersion(), "metadata", metadata));
        }

        void tell(String type, Object object) {
            sink.accept(Refusals.object("type", type, "object", object));
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

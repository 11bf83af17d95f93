package dev.coxswain.kube.cache;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.ApiStreams.ApiStream;
import dev.coxswain.kube.client.ApiStreams.Patience;
import dev.coxswain.kube.client.Pause;
import dev.coxswain.kube.client.RestMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one kind in the cache as it is on the server, until it is stopped.
 *
 * <ol>
 *   <li>List in pages of 500; the next is asked for while one is read. A token that expires on the way (410) starts the list anew, the second time in one piece. The
 *       cache shows the old list until the new one is complete.
 *   <li>Watch from the list's version, with bookmarks. A clean end, or a cut, is watched again from the last version seen: what
 *       came after the last whole line is not lost, the server sends it again.
 *   <li>410 while watching: list again. Everything else that fails is tried again after a growing wait, or after what the
 *       server asks for.
 *   <li>A server that says nothing, or so slowly that it tells nothing, is hung up on after the {@link Deadlines}; that is a
 *       failure like others.
 *   <li>A kind that is not served, or that we may not read, counts as empty, and is asked for again from time to time.
 * </ol>
 *
 * An object that cannot be decoded costs a log line, and is seen again at its next change.
 */
final class Reflector implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);
    private static final int PAGE = 500;
    private static final int GONE = 410;
    private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

    /** Whom to ask, where things are there, and how long to wait for answers. */
    record Server(ApiStreams streams, RestMapper mapper, Deadlines deadlines) {}

    private final Server server;
    private final Gvk gvk;
    private final ObjectCache cache;
    private final RandomGenerator random;
    private final Pause pause;
    private final Backoff backoff;
    private final Backoff relists;
    private final SlimReader reader;

    private volatile @Nullable ApiStream open;
    private volatile boolean stopped;

    Reflector(Server server, Gvk gvk, Projection projection, ObjectCache cache, RandomGenerator random, Pause pause) {
        this.server = server;
        this.gvk = gvk;
        this.cache = cache;
        this.random = random;
        this.pause = pause;
        this.backoff = new Backoff(random);
        this.relists = new Backoff(random);
        this.reader = new SlimReader(gvk, projection);
    }

    /** Ends what is under way; {@code run} returns soon. */
    void stop() {
        stopped = true;
        ApiStream underWay = open;
        if (underWay != null) {
            Ahead.hangUp(underWay);
        }
    }

    @Override
    public void run() {
        boolean goOn = true;
        while (goOn && !stopped) {
            goOn = pause.pause(round());
        }
    }

    /** Lists and watches until something fails; answers how long to wait before the next try. */
    private Duration round() {
        try {
            String path = server.mapper
                    .resource(gvk)
                    .orElseThrow(() -> new Unavailable("is not served"))
                    .path("");
            String version = list(path);
            return watch(path, version);
        } catch (Unavailable e) {
            unavailable(e);
            return ASK_AGAIN;
        } catch (Failure e) {
            return after(e);
        } catch (IOException | RuntimeException e) {
            // also for mistakes of listeners: one kind must not fall silent because of them
            return failed("listing", e);
        }
    }

    private void unavailable(Unavailable e) {
        if (!cache.isSynced(gvk)) {
            LOG.warn("{} {}; it counts as empty", gvk, e.getMessage());
        }
        if (e.isAbsent() || !cache.isSynced(gvk)) {
            cache.replace(gvk, List.of(), "");
        }
    }

    private String list(String path) throws IOException {
        try {
            return pages(path, Map.of("limit", String.valueOf(PAGE)));
        } catch (Expired first) {
            try {
                return pages(path, Map.of("limit", String.valueOf(PAGE)));
            } catch (Expired again) {
                return pages(path, Map.of());
            }
        }
    }

    private String pages(String path, Map<String, String> query) throws IOException {
        List<KubeObject> listed = new ArrayList<>();
        Patience patience = query.isEmpty() ? server.deadlines.list() : server.deadlines.page();
        try (Ahead ahead = new Ahead(server.streams, patience)) {
            ahead.ask(ApiRequest.get(path, query));
            ListPage page;
            do {
                page = page(ahead, path, query, listed);
            } while (!page.next().isEmpty());
            cache.replace(gvk, listed, page.resourceVersion());
            return page.resourceVersion();
        }
    }

    private ListPage page(Ahead ahead, String path, Map<String, String> query, List<KubeObject> listed)
            throws IOException {
        try (ApiStream stream = reading(ahead.take())) {
            check(stream);
            return ListPage.read(stream.body(), reader, listed::add, next -> {
                Map<String, String> more = new LinkedHashMap<>(query);
                more.put("continue", next);
                ahead.ask(ApiRequest.get(path, more));
            });
        } finally {
            open = null;
        }
    }

    /** Watches again and again from the last version seen; answers how long to wait before the next list. */
    private Duration watch(String path, String from) {
        String version = from;
        while (!stopped) {
            Progress progress = new Progress(version);
            Duration wait;
            try {
                watchOnce(path, progress);
                relists.succeeded();
                wait = progress.events > 0 ? Duration.ZERO : Duration.ofMillis(500 + random.nextLong(500));
            } catch (Expired | Unavailable e) {
                LOG.info("listing {} again: {}", gvk, e.getMessage());
                return relists.next();
            } catch (Failure e) {
                wait = after(e);
            } catch (IOException e) {
                wait = failed("watching", e);
            }
            if (progress.events > 0) {
                relists.succeeded();
            }
            version = progress.version;
            if (!pause.pause(wait)) {
                return Duration.ZERO;
            }
        }
        return Duration.ZERO;
    }

    private void watchOnce(String path, Progress progress) throws IOException {
        int least = (int) server.deadlines.length().toSeconds();
        int seconds = least + random.nextInt(least);
        Map<String, String> query = Map.of(
                "watch",
                "true",
                "allowWatchBookmarks",
                "true",
                "resourceVersion",
                progress.version,
                "timeoutSeconds",
                String.valueOf(seconds));
        Patience patience = server.deadlines.watch(Duration.ofSeconds(seconds));
        try (ApiStream stream = reading(server.streams.open(ApiRequest.get(path, query), patience))) {
            check(stream);
            backoff.succeeded();
            Lines lines = new Lines(stream.body());
            while (lines.next()) {
                take(lines, progress);
            }
        } finally {
            open = null;
        }
    }

    private void take(Lines lines, Progress progress) throws IOException {
        WatchEvent event;
        try {
            event = WatchEvent.parse(lines.bytes(), lines.length(), reader);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("left out an event of {}: {}", gvk, e.getMessage());
            return;
        }
        switch (event) {
            case WatchEvent.Put(KubeObject object) -> {
                cache.put(object);
                progress.reach(object.resourceVersion());
            }
            case WatchEvent.Removed(KubeObject object) -> {
                cache.remove(object);
                progress.reach(object.resourceVersion());
            }
            case WatchEvent.Bookmark(String version) -> {
                cache.reached(gvk, version);
                progress.reach(version);
            }
            case WatchEvent.Failed(int code, String message) -> throw failure(code, message, Duration.ZERO);
        }
    }

    /** From now on {@link #stop} hangs up on it. */
    private ApiStream reading(ApiStream stream) {
        open = stream;
        if (stopped) {
            Ahead.hangUp(stream);
        }
        return stream;
    }

    private static void check(ApiStream stream) throws IOException {
        if (!stream.isSuccess()) {
            throw failure(stream.status(), message(stream), stream.retryAfter());
        }
    }

    private static String message(ApiStream stream) throws IOException {
        byte[] body = stream.body().readNBytes(4096);
        try {
            return Json.asText(Json.at(Json.parse(body), "message"));
        } catch (UncheckedIOException notJson) {
            return "";
        }
    }

    private static IOException failure(int code, String message, Duration retryAfter) {
        String text = "HTTP " + code + " " + message;
        return switch (code) {
            case GONE -> new Expired(text);
            case 403, 404 -> new Unavailable(code == 404, "answers " + text);
            default -> new Failure(text, retryAfter);
        };
    }

    private Duration after(Failure failure) {
        Duration wait = failed("reading", failure);
        return failure.retryAfter.compareTo(wait) > 0 ? failure.retryAfter : wait;
    }

    private Duration failed(String what, Exception e) {
        Duration wait = backoff.next();
        if (!stopped) {
            LOG.info("{} {} failed, again in {}: {}", what, gvk, wait, e.toString());
        }
        return wait;
    }

    private static final class Progress {
        private String version;
        private long events;

        Progress(String version) {
            this.version = version;
        }

        void reach(String next) {
            events++;
            if (!next.isEmpty()) {
                version = next;
            }
        }
    }

    /** The versions that we know are too old for the server. */
    private static final class Expired extends IOException {
        Expired(String message) {
            super(message);
        }
    }

    private static final class Unavailable extends IOException {
        private final boolean absent;

        Unavailable(String message) {
            this(true, message);
        }

        Unavailable(boolean absent, String message) {
            super(message);
            this.absent = absent;
        }

        boolean isAbsent() {
            return absent;
        }
    }

    private static final class Failure extends IOException {
        private final transient Duration retryAfter;

        Failure(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }
    }
}

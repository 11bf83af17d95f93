package dev.coxswain.app.metrics;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.ApiStreams;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Streams that count lists and failures, and remember when the API server was last heard. */
final class MeteredStreams implements ApiStreams {

    private static final String GROUPS = "/apis/";

    private final ApiStreams streams;
    private final Meters meters;
    private final LongSupplier nanos;
    private final Map<String, AtomicLong> heard = new ConcurrentHashMap<>();

    MeteredStreams(ApiStreams streams, Meters meters, LongSupplier nanos) {
        this.streams = streams;
        this.meters = meters;
        this.nanos = nanos;
    }

    @Override
    public ApiStream open(ApiRequest request, Duration atMost) throws IOException {
        String resource = resource(request.path());
        boolean watches = request.query().containsKey("watch");
        if (!watches && !request.query().containsKey("continue")) {
            meters.counter(Metric.WATCH_LISTS, resource).increment();
        }
        ApiStream stream;
        try {
            stream = streams.open(request, atMost);
        } catch (IOException failed) {
            meters.counter(Metric.WATCH_FAILURES, resource).increment();
            throw failed;
        }
        if (!stream.isSuccess()) {
            meters.counter(Metric.WATCH_FAILURES, resource).increment();
            return stream;
        }
        return watches
                ? new ApiStream(
                        stream.status(), stream.retryAfter(), listened(stream.body(), resource), stream.connection())
                : stream;
    }

    private InputStream listened(InputStream body, String resource) {
        AtomicLong last = heard.computeIfAbsent(resource, name -> {
            AtomicLong first = new AtomicLong();
            meters.gauge(
                    Metric.WATCH_LAG,
                    () -> (nanos.getAsLong() - first.get()) / (double) TimeUnit.SECONDS.toNanos(1),
                    name);
            return first;
        });
        last.set(nanos.getAsLong());
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                last.set(nanos.getAsLong());
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                last.set(nanos.getAsLong());
                return count;
            }
        };
    }

    /** As kubectl names it: {@code pods}, {@code redisfailovers.databases.spotahome.com}. */
    static String resource(String path) {
        String plural = path.substring(path.lastIndexOf('/') + 1);
        if (!path.startsWith(GROUPS)) {
            return plural;
        }
        int end = path.indexOf('/', GROUPS.length());
        return plural + "." + path.substring(GROUPS.length(), end);
    }
}

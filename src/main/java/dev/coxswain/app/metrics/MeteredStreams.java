package dev.coxswain.app.metrics;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.ApiStreams;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Streams that count lists and failures, and remember when the API server was last heard. */
final class MeteredStreams implements ApiStreams {

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
    public ApiStream open(ApiRequest request, Patience patience) throws IOException {
        String resource = RequestPlace.of(request.path()).resource();
        boolean watches = request.query().containsKey("watch");
        if (!watches && !request.query().containsKey("continue")) {
            meters.counter(Metric.WATCH_LISTS, resource).increment();
        }
        ApiStream stream;
        try {
            stream = streams.open(request, patience);
        } catch (IOException failed) {
            meters.counter(Metric.WATCH_FAILURES, resource).increment();
            throw failed;
        }
        if (!stream.isSuccess()) {
            meters.counter(Metric.WATCH_FAILURES, resource).increment();
            return stream;
        }
        Heard heard = watches ? heard(resource) : () -> {};
        heard.now();
        return new ApiStream(
                stream.status(),
                stream.retryAfter(),
                new Listened(
                        stream.body(),
                        heard,
                        () -> meters.counter(Metric.WATCH_FAILURES, resource).increment()),
                stream.connection());
    }

    /** Notes that the server was heard. */
    private interface Heard {
        void now();
    }

    private Heard heard(String resource) {
        AtomicLong last = heard.computeIfAbsent(resource, name -> {
            AtomicLong first = new AtomicLong();
            meters.gauge(
                    Metric.WATCH_LAG,
                    () -> (nanos.getAsLong() - first.get()) / (double) TimeUnit.SECONDS.toNanos(1),
                    name);
            return first;
        });
        return () -> last.set(nanos.getAsLong());
    }

    /** An answer that may still fail while it is read. */
    private static final class Listened extends FilterInputStream {

        private final Heard heard;
        private final Runnable failed;

        Listened(InputStream body, Heard heard, Runnable failed) {
            super(body);
            this.heard = heard;
            this.failed = failed;
        }

        private interface Read {
            int read() throws IOException;
        }

        private int listen(Read read) throws IOException {
            try {
                int count = read.read();
                heard.now();
                return count;
            } catch (IOException broken) {
                failed.run();
                throw broken;
            }
        }

        @Override
        public int read() throws IOException {
            return listen(super::read);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return listen(() -> super.read(bytes, offset, length));
        }
    }
}

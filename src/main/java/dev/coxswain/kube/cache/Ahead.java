package dev.coxswain.kube.cache;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.kube.client.ApiStreams;
import dev.coxswain.kube.client.ApiStreams.ApiStream;
import dev.coxswain.kube.client.ApiStreams.Patience;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that is asked for while another one is still read, so that the server works on it meanwhile. Closing hangs up on an
 * answer that nobody has taken. Used by one thread at a time.
 */
final class Ahead implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);

    private final ApiStreams streams;
    private final Patience patience;
    private @Nullable CompletableFuture<ApiStream> asked;

    Ahead(ApiStreams streams, Patience patience) {
        this.streams = streams;
        this.patience = patience;
    }

    /** Does not wait. What was asked for before, and not taken, is given up. */
    void ask(ApiRequest request) {
        close();
        asked = CompletableFuture.supplyAsync(() -> open(request), Thread::startVirtualThread);
    }

    private ApiStream open(ApiRequest request) {
        try {
            return streams.open(request, patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for the answer's begin; whoever takes it closes it.
     *
     * @throws IOException when there is none
     */
    ApiStream take() throws IOException {
        CompletableFuture<ApiStream> answer = asked;
        if (answer == null) {
            throw new IllegalStateException("nothing was asked for");
        }
        asked = null;
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw failed.getCause();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (asked != null) {
            var _ = asked.thenAccept(Ahead::hangUp);
        }
    }

    static void hangUp(ApiStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("hanging up failed", e);
        }
    }
}

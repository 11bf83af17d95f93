package dev.coxswain.kube.client;

import dev.coxswain.cluster.ApiRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Answers that are read while they arrive: long lists, and watches. */
public interface ApiStreams {

    /** @param atMost how long the whole answer may take; longer is cut with an IOException */
    ApiStream open(ApiRequest request, Duration atMost) throws IOException;

    /**
     * An answer under way. Closing hangs up.
     *
     * @param retryAfter what the server asked for; zero when it did not
     */
    record ApiStream(int status, Duration retryAfter, InputStream body, Closeable connection) implements Closeable {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}

package dev.coxswain.kube.client;

import dev.coxswain.cluster.ApiRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Answers that are read while they arrive: long lists, and watches. */
public interface ApiStreams {

    /** @param patience with the answer; one that takes longer is cut with an IOException */
    ApiStream open(ApiRequest request, Patience patience) throws IOException;

    /**
     * How long a server is waited for. One that sends a byte now and then is not silent, and yet tells nothing.
     *
     * @param silence how long nothing at all may come
     * @param line how long a line may take that has begun
     * @param whole how long the answer may take altogether
     */
    record Patience(Duration silence, Duration line, Duration whole) {

        /** For an answer that is read as one piece. */
        public static Patience of(Duration silence, Duration whole) {
            return new Patience(silence, whole, whole);
        }
    }

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

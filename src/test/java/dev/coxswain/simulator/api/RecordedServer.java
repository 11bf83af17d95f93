package dev.coxswain.simulator.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that recorded cases are replayed against: the simulated cluster, or a real one. */
interface RecordedServer extends AutoCloseable {

    /** @param headers names in lower case */
    @SuppressWarnings("ArrayRecordComponent") // answers are read, never compared
    record Answer(int status, Map<String, String> headers, byte[] body) {}

    /** Lines that come while time passes. */
    interface Lines extends AutoCloseable {

        int status();

        /** Everything that has come by now, or the whole body when the watch was refused. */
        List<byte[]> sofar();

        boolean isOver();

        @Override
        void close();
    }

    /** @param anonymous sends no credentials but those in the headers */
    Answer send(String method, String target, Map<String, String> headers, byte @Nullable [] body, boolean anonymous)
            throws IOException, InterruptedException;

    Lines watch(String target) throws IOException, InterruptedException;

    /** Lets the cluster go on. */
    void pass(Duration time) throws InterruptedException;

    @Override
    void close() throws IOException;
}

package dev.coxswain.cluster;

import java.io.IOException;

/** The wire to an API server: real over HTTP, or straight into the simulator. */
public interface Transport {

    /** @throws IOException when no answer came; whether the request was carried out is then unknown */
    ApiResponse send(ApiRequest request) throws IOException;

    /**
     * The same wire, on which everything is asked and done as that user, for whoever may impersonate them.
     *
     * @throws UnsupportedOperationException when this wire cannot tell the server so; then nothing must be done at all
     */
    default Transport as(String user) {
        throw new UnsupportedOperationException(
                "nobody can be impersonated through " + getClass().getSimpleName());
    }

    /** Runs a program in a container, within the timeout, keeping at most {@code maxBytes} of each output stream. */
    ExecResult exec(Effect.Exec exec) throws IOException;
}

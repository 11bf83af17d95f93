package dev.coxswain.kube.client;

import java.io.IOException;

/** The server declined to start a program: nothing ran. */
public final class ExecRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public ExecRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}

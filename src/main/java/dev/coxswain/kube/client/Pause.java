package dev.coxswain.kube.client;

import java.time.Duration;

/** Waits, outside tests for real. */
public interface Pause {

    /** Returns false when it is over for good: whoever waits has to end. */
    boolean pause(Duration duration);
}

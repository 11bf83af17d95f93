package dev.coxswain.simulator.api;

/** An open watch. */
public interface Watch extends AutoCloseable {

    /** Tells the watcher how far it has come, where it asked for that. */
    void bookmark();

    /** Nothing is delivered any more. */
    boolean isClosed();

    @Override
    void close();
}

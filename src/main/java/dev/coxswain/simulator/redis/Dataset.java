package dev.coxswain.simulator.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a Redis keeps on its volume, and how long reading it takes; beside it there may be files of other kinds. */
public final class Dataset {

    private String replicationId = "";
    private long offset;
    private long keys;
    private Duration load;
    private final Map<String, String> files = new HashMap<>();

    public Dataset(long keys, Duration load) {
        this.keys = keys;
        this.load = load;
    }

    public Duration load() {
        return load;
    }

    /** From the next start on, reading it takes this long. */
    public void setLoad(Duration load) {
        this.load = load;
    }

    /** Text by absolute path. */
    Map<String, String> files() {
        return files;
    }

    public long keys() {
        return keys;
    }

    long offset() {
        return offset;
    }

    String replicationId() {
        return replicationId;
    }

    void advanceTo(long newOffset) {
        offset = newOffset;
    }

    /** A new history begins, as after a promotion of an empty server. */
    void begin(String id) {
        replicationId = id;
    }

    /** Becomes a copy of another. */
    void copy(Dataset other) {
        replicationId = other.replicationId;
        offset = other.offset;
        keys = other.keys;
    }

    boolean sharesHistoryWith(Dataset other) {
        return !replicationId.isEmpty() && replicationId.equals(other.replicationId);
    }
}

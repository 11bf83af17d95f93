package dev.coxswain.simulator.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a Redis keeps on its volume, and how long reading it takes; beside it there may be files of other kinds. */
public final class Dataset {

    private static final long BYTES_PER_KEY = 100;

    /** The volumes of all simulated datastores have this size. */
    private static final long GIBIBYTE = 1L << 30;

    private String replicationId = "";
    private long offset;
    private long keys;
    private Duration load;
    private long writesPerSecond = 64;
    private final Disk disk = new Disk(GIBIBYTE);
    private final Map<String, String> files = new HashMap<>();

    public Dataset(long keys, Duration load) {
        this.keys = keys;
        this.load = load;
    }

    /** What it takes on disk, and as much of memory. */
    public long bytes() {
        return keys * BYTES_PER_KEY;
    }

    /** Bytes per second that clients write while this is the master's. */
    long writesPerSecond() {
        return writesPerSecond;
    }

    public void setWritesPerSecond(long bytes) {
        writesPerSecond = bytes;
    }

    /** Other files fill the volume, so that no second copy of the dataset fits beside it. */
    public void fillDisk() {
        disk.fill(bytes(), bytes() / 2);
    }

    /** A snapshot and what comes from a master are written beside the old file first. */
    boolean hasRoomForACopy() {
        return hasRoomFor(this);
    }

    boolean hasRoomFor(Dataset other) {
        return disk.free(bytes()) >= other.bytes();
    }

    /** What {@code df -P} prints about the volume. */
    String df() {
        return disk.df(bytes());
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

    /** The file is gone. */
    public void lose() {
        replicationId = "";
        offset = 0;
        keys = 0;
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

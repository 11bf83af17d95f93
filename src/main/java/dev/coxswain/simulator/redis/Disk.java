package dev.coxswain.simulator.redis;

import java.util.Locale;

/** The filesystem under /data: how large it is, and how much of it is taken by what is no dataset. */
public final class Disk {

    private static final long BLOCK = 1024;

    private final long size;
    private long others;

    Disk(long size) {
        this.size = size;
    }

    /** Leftovers take everything but this much beside the dataset that lies there. */
    void fill(long dataset, long left) {
        others = Math.max(0, size - dataset - left);
    }

    long free(long dataset) {
        return Math.max(0, size - others - dataset);
    }

    /** What {@code df -P} prints about it. */
    String df(long dataset) {
        long free = free(dataset);
        long used = size - free;
        long percent = size == 0 ? 100 : (used * 100 + size - 1) / size;
        return "Filesystem           1024-blocks    Used Available Capacity Mounted on\n"
                + String.format(
                        Locale.ROOT,
                        "/dev/vdb             %11d %7d %9d %7d%% /data%n",
                        size / BLOCK,
                        used / BLOCK,
                        free / BLOCK,
                        percent);
    }
}

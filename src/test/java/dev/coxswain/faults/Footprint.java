package dev.coxswain.faults;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.kind.Kind;
import java.lang.management.ManagementFactory;

/**
 * What this process takes at the moment.
 *
 * @param heap in bytes, after everything unreachable has been collected
 * @param objects that the simulated cluster holds
 */
record Footprint(long heap, int objects, int threads, long descriptors) {

    static Footprint of(ApiServer server) {
        // what a watch could still be resumed from is the simulated server's, and bounded by itself
        server.forgetHistory();
        int objects = server.kinds().stream()
                .map(Kind::gvk)
                .mapToInt(kind -> server.list(kind).size())
                .sum();
        System.gc();
        System.gc();
        return new Footprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                objects,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? unix.getOpenFileDescriptorCount()
                        : 0);
    }
}

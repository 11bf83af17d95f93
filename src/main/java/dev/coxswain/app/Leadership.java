package dev.coxswain.app;

import dev.coxswain.kube.HttpTransport;
import dev.coxswain.kube.LeaderLease;
import dev.coxswain.kube.StopSignal;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs for leadership as long as the process lives. */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final LeaderLease lease;
    private final StopSignal stop;
    private final Thread thread;

    private Leadership(LeaderLease lease, StopSignal stop) {
        this.lease = lease;
        this.stop = stop;
        this.thread = Thread.ofPlatform().daemon().name("leader election").unstarted(lease);
    }

    public static Leadership campaign(HttpTransport transport, String namespace, InstantSource clock) {
        StopSignal stop = new StopSignal();
        LeaderLease.Candidate candidate = new LeaderLease.Candidate(
                namespace, "coxswain", ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        LeaderLease lease = new LeaderLease(transport, candidate, clock, stop, new LeaderLease.Listener() {
            @Override
            public void leading(long token) {
                LOG.info("leading, term {}", token);
            }

            @Override
            public void following() {
                LOG.info("following");
            }
        });
        Leadership leadership = new Leadership(lease, stop);
        leadership.thread.start();
        return leadership;
    }

    public boolean leads() {
        return lease.isLeader();
    }

    @Override
    public void close() {
        stop.stop();
        thread.interrupt();
    }
}

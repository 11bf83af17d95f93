package dev.coxswain.app.service;

import dev.coxswain.kube.client.HttpTransport;
import dev.coxswain.kube.client.StopSignal;
import dev.coxswain.kube.memory.LeaderLease;
import dev.coxswain.run.supervision.Watchman;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs for leadership as long as the process lives, or leads without asking where there is never another one. */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** How long giving up the Lease may take when we end; others wait for its end otherwise. */
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private record Campaign(LeaderLease lease, StopSignal stop, Thread thread) {}

    private final Optional<Campaign> campaign;

    private Leadership(Optional<Campaign> campaign) {
        this.campaign = campaign;
    }

    /** Leads, and nobody else is asked. */
    public static Leadership alone() {
        return new Leadership(Optional.empty());
    }

    /** @param term how long the Lease holds without being renewed */
    public static Leadership campaign(HttpTransport transport, String namespace, InstantSource clock, Duration term) {
        StopSignal stop = new StopSignal();
        LeaderLease.Candidate candidate = new LeaderLease.Candidate(
                namespace, Watchman.LEASE, ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        LeaderLease.Timing timing = LeaderLease.Timing.of(term);
        // one request that hangs must not cost the lead
        HttpTransport impatient = transport.impatient(timing.renewWithin().dividedBy(2));
        LeaderLease lease = new LeaderLease(impatient, candidate, timing, clock, stop, new LeaderLease.Listener() {
            @Override
            public void leading(long token) {
                LOG.info("leading, term {}", token);
            }

            @Override
            public void following() {
                LOG.info("following");
            }
        });
        Thread thread = Thread.ofPlatform().daemon().name("leader election").start(lease);
        return new Leadership(Optional.of(new Campaign(lease, stop, thread)));
    }

    public boolean leads() {
        return campaign.map(running -> running.lease().isLeader()).orElse(true);
    }

    /** Gives the Lease up, so that the next leader need not wait for its end. */
    @Override
    public void close() {
        campaign.ifPresent(running -> {
            running.stop().stop();
            try {
                if (!running.thread().join(FAREWELL)) {
                    running.thread().interrupt();
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        });
    }
}

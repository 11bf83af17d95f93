package dev.coxswain.kube.memory;

import dev.coxswain.cluster.Transport;
import java.time.InstantSource;

/** One candidate for the Lease, asked round by round by whoever has the clock. */
public final class Election {

    private final LeaderLease lease;

    public Election(Transport transport, String home, String identity, InstantSource clock) {
        LeaderLease.Listener nobody = new LeaderLease.Listener() {
            @Override
            public void leading(long token) {}

            @Override
            public void following() {}
        };
        this.lease = new LeaderLease(
                transport, new LeaderLease.Candidate(home, "coxswain", identity), clock, _ -> false, nobody);
    }

    public void round() {
        lease.round();
    }

    public boolean leads() {
        return lease.isLeader();
    }
}

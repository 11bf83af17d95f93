package dev.coxswain.app.supervision;

import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.ApiAsker;
import dev.coxswain.kube.effect.ApiEffector;
import dev.coxswain.kube.effect.NamespacePowers;
import dev.coxswain.kube.effect.TokenBucket;
import dev.coxswain.run.record.Run;
import dev.coxswain.run.supervision.Powers;

/** The supervisor's rights for runs of its own namespace; elsewhere those of the service account that the playbook names. */
public final class RunPowers implements Powers {

    /** Of a playbook that names none. Without rights of its own it may do nothing, which is where to begin. */
    private static final String NOBODY_NAMED = "default";

    private final String home;
    private final Effector effector;
    private final Asker asker;
    private final NamespacePowers elsewhere;

    public RunPowers(String home, Transport transport, RestMapper mapper, TokenBucket limit) {
        this(home, new ApiEffector(transport, mapper, limit), transport, mapper, limit);
    }

    /** @param effector with the supervisor's own rights */
    public RunPowers(String home, Effector effector, Transport transport, RestMapper mapper, TokenBucket limit) {
        this.home = home;
        this.effector = effector;
        this.asker = new ApiAsker(transport, mapper);
        this.elsewhere = new NamespacePowers(transport, mapper, limit);
    }

    @Override
    public String home() {
        return home;
    }

    /** The supervisor's own, for what is no run's: giving back, observations, events. */
    public Effector effector() {
        return effector;
    }

    public Asker asker() {
        return asker;
    }

    @Override
    public Effector effector(Run.Spec run) {
        return run.namespace().equals(home) ? effector : elsewhere.effector(run.namespace(), account(run));
    }

    @Override
    public Asker asker(Run.Spec run) {
        return run.namespace().equals(home) ? asker : elsewhere.asker(run.namespace(), account(run));
    }

    private static String account(Run.Spec run) {
        String named = Json.asText(Json.at(run.playbook(), "spec", "serviceAccountName"));
        return named.isEmpty() ? NOBODY_NAMED : named;
    }
}

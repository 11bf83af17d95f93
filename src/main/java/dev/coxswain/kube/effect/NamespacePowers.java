package dev.coxswain.kube.effect;

import dev.coxswain.cluster.Answer;
import dev.coxswain.cluster.Asker;
import dev.coxswain.cluster.Effector;
import dev.coxswain.cluster.Query;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rights of service accounts, borrowed by impersonation: effects and reads of a run outside the supervisor's namespace are
 * sent with {@code Impersonate-User}, and the API server itself refuses what that account may not do.
 */
public final class NamespacePowers {

    private final Transport transport;
    private final RestMapper mapper;
    private final TokenBucket limit;
    private final Map<String, Effector> effectors = new ConcurrentHashMap<>();
    private final Map<String, Asker> askers = new ConcurrentHashMap<>();
    private final Asker own;

    /** @param limit shared by all: no namespace may write faster than the supervisor as a whole */
    public NamespacePowers(Transport transport, RestMapper mapper, TokenBucket limit) {
        this.transport = transport;
        this.mapper = mapper;
        this.limit = limit;
        this.own = new ApiAsker(transport, mapper);
    }

    private static String user(String namespace, String account) {
        return "system:serviceaccount:" + namespace + ":" + account;
    }

    public Effector effector(String namespace, String account) {
        return effectors.computeIfAbsent(
                user(namespace, account), user -> new ApiEffector(transport.as(user), mapper, limit));
    }

    public Asker asker(String namespace, String account) {
        return askers.computeIfAbsent(user(namespace, account), user -> {
            Asker theirs = new ApiAsker(transport.as(user), mapper);
            return query -> ask(theirs, query);
        });
    }

    /** Members are asked only what profiles say, and with the supervisor's rights. */
    private Answer ask(Asker theirs, Query query) {
        return switch (query) {
            case Query.Read read -> theirs.ask(read);
            case Query.Ask ask -> own.ask(ask);
        };
    }
}

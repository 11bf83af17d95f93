package dev.coxswain.simulator.auth;

import dev.coxswain.simulator.api.ApiException;
import dev.coxswain.simulator.api.Attributes;
import dev.coxswain.simulator.api.Authorizer;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.api.Refusals;
import java.util.ArrayList;
import java.util.List;

/** Lets somebody who may, act as somebody else: the {@code Impersonate-User} and {@code Impersonate-Group} headers. */
public final class Impersonation {

    private final Authorizer authorizer;

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * @param user to become; empty without the header
     * @param groups to be in; empty without the header
     * @return who acts from here on: the requester, when nobody is impersonated
     * @throws ApiException when the requester may not
     */
    public Identity acting(Identity requester, String user, List<String> groups) {
        if (user.isEmpty() && groups.isEmpty()) {
            return requester;
        }
        if (user.isEmpty()) {
            throw Refusals.internal("requested groups " + groups + " without impersonating a user");
        }
        for (Attributes wanted : wanted(requester, user, groups)) {
            Authorizer.Decision decision = authorizer.authorize(wanted);
            if (!decision.allowed()) {
                throw Forbidden.to(wanted, decision.reason());
            }
        }
        return target(user, groups);
    }

    private static List<Attributes> wanted(Identity requester, String user, List<String> groups) {
        List<Attributes> wanted = new ArrayList<>();
        wanted.add(Identities.Account.of(user)
                .map(account -> impersonate(requester, "serviceaccounts", account.namespace(), account.name()))
                .orElseGet(() -> impersonate(requester, "users", "", user)));
        groups.forEach(group -> wanted.add(impersonate(requester, "groups", "", group)));
        return wanted;
    }

    private static Attributes impersonate(Identity requester, String resource, String namespace, String name) {
        return new Attributes(requester, "impersonate", "", "v1", resource, "", namespace, name, "");
    }

    private static Identity target(String user, List<String> groups) {
        if (user.equals(Identities.ANONYMOUS.user())) {
            return Identities.ANONYMOUS;
        }
        return Identities.Account.of(user)
                .filter(_ -> groups.isEmpty())
                .map(account -> Identities.serviceAccount(account.namespace(), account.name(), ""))
                .orElseGet(() -> Identities.authenticated(user, groups));
    }
}

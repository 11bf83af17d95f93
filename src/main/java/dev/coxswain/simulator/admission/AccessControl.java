package dev.coxswain.simulator.admission;

import dev.coxswain.simulator.api.ApiServer;
import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.Identity;
import dev.coxswain.simulator.auth.Credentials;
import dev.coxswain.simulator.auth.Impersonation;
import dev.coxswain.simulator.auth.Rbac;
import dev.coxswain.simulator.auth.Reviews;
import dev.coxswain.simulator.auth.ServiceAccountTokens;
import dev.coxswain.simulator.auth.Stored;
import dev.coxswain.simulator.auth.TokenRequests;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts guards before an API server that until then lets everybody do everything. */
public final class AccessControl {

    private AccessControl() {}

    /**
     * @param secret with which service account tokens are signed: at least 32 bytes
     * @return where tokens can be made known
     */
    public static Credentials guard(ApiServer server, InstantSource time, byte[] secret) {
        Stored stored = Stored.in(server);
        Rbac rbac = new Rbac(stored);
        ServiceAccountTokens tokens = new ServiceAccountTokens(stored, time, secret);
        Credentials credentials = new Credentials(tokens);
        Impersonation impersonation = new Impersonation(rbac);
        server.setAuthorizer(rbac);
        server.setAuthenticator(given -> credentials.authenticate(given).map(who -> acting(impersonation, who, given)));
        server.setReviewHandler(new Reviews(stored, rbac, credentials, new TokenRequests(tokens, time), time));
        server.addAdmission(new AdmissionPolicies(stored));
        return credentials;
    }

    /** Several groups come joined by commas, as HTTP joins the values of a repeated header. */
    private static Identity acting(Impersonation impersonation, Identity who, Authenticator.Credentials given) {
        String groups = given.headers().getOrDefault("impersonate-group", "");
        List<String> wanted = Optional.of(groups).filter(text -> !text.isBlank()).stream()
                .flatMap(text -> Stream.of(text.split("\\s*,\\s*", -1)))
                .toList();
        return impersonation.acting(who, given.headers().getOrDefault("impersonate-user", ""), wanted);
    }
}

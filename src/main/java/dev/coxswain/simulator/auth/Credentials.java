package dev.coxswain.simulator.auth;

import dev.coxswain.simulator.api.Authenticator;
import dev.coxswain.simulator.api.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says who asks: by client certificate, by bearer token, or nobody at all, which is {@code system:anonymous}. A credential
 * that nobody issued is an error and never anonymous.
 */
public final class Credentials implements Authenticator {

    private static final String BEARER = "bearer ";

    private final Map<String, Identity> known = new ConcurrentHashMap<>();
    private final ServiceAccountTokens tokens;

    /** @param tokens for whatever is not one of the static tokens */
    public Credentials(ServiceAccountTokens tokens) {
        this.tokens = tokens;
    }

    /** Makes a token mean somebody from now on. */
    public void know(String token, Identity identity) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("an empty token would let anybody in as " + identity.user());
        }
        known.put(token, identity);
    }

    /** Makes each user's name their token: for demonstrations on a cluster that nobody else can reach. */
    public void knowByName(List<Identity> identities) {
        identities.forEach(identity -> know(identity.user(), identity));
    }

    /** Whose token it is. */
    public Optional<Identity> bearer(String token) {
        return Optional.ofNullable(known.get(token)).or(() -> tokens.identity(token));
    }

    @Override
    public Optional<Identity> authenticate(Authenticator.Credentials given) {
        Optional<Identity> byCertificate =
                Optional.ofNullable(given.certificate()).flatMap(Authority::subject);
        if (byCertificate.isPresent()) {
            return byCertificate;
        }
        String authorization = given.headers().getOrDefault("authorization", "").strip();
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(Identities.ANONYMOUS);
        }
        return bearer(authorization.substring(BEARER.length()).strip());
    }
}

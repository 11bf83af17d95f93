package dev.coxswain.simulator.api;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out whom a request comes from. */
@FunctionalInterface
public interface Authenticator {

    /** Takes everybody for the administrator. */
    Authenticator NOBODY_ASKED = credentials -> Optional.of(Identity.ADMIN);

    /** Empty when there are credentials that are not good (401); the anonymous user when there are none. */
    Optional<Identity> authenticate(Credentials credentials);

    /**
     * @param headers of the request, names in lower case
     * @param certificate of the client, already verified against the cluster's authority
     */
    record Credentials(
            Map<String, String> headers, @Nullable X509Certificate certificate) {}
}

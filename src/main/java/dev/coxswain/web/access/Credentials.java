package dev.coxswain.web.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The token in an {@code Authorization} header: a bearer token, or, since browsers ask for nothing else, a basic password. */
final class Credentials {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private Credentials() {}

    /** Empty when there is none, or the header is no credential that we know. */
    static Optional<String> token(String header) {
        if (startsWith(header, BEARER)) {
            return present(header.substring(BEARER.length()).strip());
        }
        return startsWith(header, BASIC)
                ? password(header.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static boolean startsWith(String header, String scheme) {
        return header.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static Optional<String> password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return present(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> present(String token) {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
}

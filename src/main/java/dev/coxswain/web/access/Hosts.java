package dev.coxswain.web.access;

import java.util.Locale;
import java.util.Set;

/**
 * The names under which this machine may be asked. A page of a stranger can have its own name resolve to 127.0.0.1 and then read
 * what listens there (DNS rebinding); its requests carry that name.
 */
final class Hosts {

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private Hosts() {}

    /** Whether a {@code Host} header names this machine, with any port: a port may be forwarded. */
    static boolean isLocal(String header) {
        String host = header.toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        if (hasPort && !host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return LOCAL.contains(hasPort ? host.substring(0, colon) : host);
    }
}

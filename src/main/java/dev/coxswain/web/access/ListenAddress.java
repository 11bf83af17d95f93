package dev.coxswain.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the server listens: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code 0.0.0.0:8080}.
 *
 * @param host as it was written, without brackets
 * @param port zero for any that is free
 */
public record ListenAddress(String host, int port) {

    private static final int HIGHEST = 65_535;

    /** @throws IllegalArgumentException when the text is no address and port */
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.isEmpty() || (host.contains(":") && !bracketed)) {
            throw wrong(text);
        }
        return new ListenAddress(
                bracketed ? host.substring(1, host.length() - 1) : host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "\"" + text
                        + "\" is no address to listen on: write ADDRESS:PORT, as in 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080");
    }

    /**
     * Whether only this machine can connect. A name counts as what it resolves to now.
     *
     * @throws IllegalArgumentException when the name does not resolve
     */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("the address to listen on is unknown: " + host, unknown);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}

package dev.coxswain.simulator.api;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.ExecResult;
import dev.coxswain.cluster.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Straight into the simulated API server, as one user: no sockets, no threads, no waiting. */
public final class InProcessTransport implements Transport {

    private final ApiServer server;
    private final Identity user;

    public InProcessTransport(ApiServer server, Identity user) {
        this.server = server;
        this.user = user;
    }

    /** Service accounts alone can be impersonated without a wire: {@code system:serviceaccount:shop:default}. */
    @Override
    public Transport as(String account) {
        String[] parts = account.split(":", -1);
        if (!account.startsWith("system:serviceaccount:") || parts.length != 4) {
            throw new UnsupportedOperationException("no service account: " + account);
        }
        Attributes wanted =
                new Attributes(user, "impersonate", "", "v1", "serviceaccounts", "", parts[2], parts[3], "");
        return server.authorizer().authorize(wanted).allowed()
                ? new InProcessTransport(
                        server,
                        Identity.of(
                                account,
                                "system:serviceaccounts",
                                "system:serviceaccounts:" + parts[2],
                                "system:authenticated"))
                : new Forbidden(user.user() + " may not impersonate " + account);
    }

    /** A wire on which every request is refused. */
    private record Forbidden(String why) implements Transport {
        @Override
        public ApiResponse send(ApiRequest request) {
            return new ApiResponse(403, Map.of(), Map.of("kind", "Status", "reason", "Forbidden", "message", why));
        }

        @Override
        public ExecResult exec(Effect.Exec exec) throws IOException {
            throw new IOException(why);
        }
    }

    @Override
    public ApiResponse send(ApiRequest request) {
        return server.handle(request, user);
    }

    @Override
    public ExecResult exec(Effect.Exec exec) throws IOException {
        try {
            ExecResult result = server.exec(exec.target(), exec.container(), exec.command(), new byte[0], user);
            String stdout = cut(result.stdout(), exec.maxBytes());
            String stderr = cut(result.stderr(), exec.maxBytes());
            boolean lost = !stdout.equals(result.stdout()) || !stderr.equals(result.stderr());
            return new ExecResult(result.exitCode(), stdout, stderr, lost || result.truncated());
        } catch (ApiException refusal) {
            throw new IOException(refusal.getMessage(), refusal);
        }
    }

    private static String cut(String text, int maxBytes) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= maxBytes ? text : new String(Arrays.copyOf(bytes, maxBytes), StandardCharsets.UTF_8);
    }
}

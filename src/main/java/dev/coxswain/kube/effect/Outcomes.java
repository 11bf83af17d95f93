package dev.coxswain.kube.effect;

import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Outcome;
import dev.coxswain.kube.client.ExecRefusedException;
import dev.coxswain.kube.client.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer, or the lack of one, means for an effect. */
final class Outcomes {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Outcomes() {}

    static Outcome of(ApiResponse response) {
        int code = response.status();
        if (response.isSuccess()) {
            return applied(Json.asMap(response.body()));
        }
        if (code == 429 || code == 503) {
            return new Outcome.Busy(orSoon(RetryAfter.of(response.headers(), response.body())), said(response));
        }
        if (code >= 500) {
            // the server broke while it worked on the request: it may have stored it
            return new Outcome.Unknown(said(response));
        }
        return new Outcome.Refused(code, Json.asText(Json.at(response.body(), "reason")), said(response));
    }

    static Outcome of(IOException failure) {
        if (failure instanceof ExecRefusedException refused) {
            return refused.status() == 429 || refused.status() == 503
                    ? new Outcome.Busy(SOON, text(refused))
                    : new Outcome.Refused(refused.status(), "", text(refused));
        }
        if (nobodyListened(failure)) {
            return new Outcome.Busy(SOON, text(failure));
        }
        return new Outcome.Unknown(text(failure));
    }

    private static boolean nobodyListened(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException;
    }

    private static Outcome applied(Map<String, @Nullable Object> body) {
        try {
            return Json.asText(body.get("kind")).equals("Status") || body.isEmpty()
                    ? Outcome.Applied.SILENTLY
                    : Outcome.Applied.to(KubeObject.of(body));
        } catch (IllegalArgumentException nameless) {
            return Outcome.Applied.SILENTLY;
        }
    }

    private static Duration orSoon(Duration asked) {
        return asked.isZero() ? SOON : asked;
    }

    private static String said(ApiResponse response) {
        return response.message().isEmpty() ? "HTTP " + response.status() : response.message();
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

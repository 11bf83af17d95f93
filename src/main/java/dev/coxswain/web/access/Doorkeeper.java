package dev.coxswain.web.access;

import dev.coxswain.cluster.Transport;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whoever may read, before anything else is done about a request.
 *
 * <ol>
 *   <li>On loopback the request must have been meant for this machine; then nobody is asked who he is.
 *   <li>Elsewhere liveness and readiness answer anybody; everything else wants a token.
 * </ol>
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class Doorkeeper {

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Set<String> ANONYMOUS = Set.of("/health/liveness", "/health/readiness");

    private final boolean local;
    private final Readers readers;

    Doorkeeper(AccessSettings settings, Transport transport, InstantSource clock) {
        this.local = settings.address().isLoopback();
        List<Readers> all = new ArrayList<>();
        settings.tokens().ifPresent(file -> all.add(new TokenFile(file)));
        if (settings.tokenReview()) {
            all.add(new TokenReviews(transport, clock));
        }
        this.readers = Readers.anyOf(all);
    }

    /** Null lets the request pass. */
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Nullable
    HttpResponse<?> admit(HttpRequest<?> request) {
        if (local) {
            return Hosts.isLocal(Optional.ofNullable(request.getHeaders().get(HttpHeaders.HOST))
                            .orElse(""))
                    ? null
                    : refusal(HttpStatus.MISDIRECTED_REQUEST, "this server answers to localhost only");
        }
        return ANONYMOUS.contains(request.getPath()) ? null : admitWithToken(request);
    }

    private @Nullable HttpResponse<?> admitWithToken(HttpRequest<?> request) {
        Optional<String> token = Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
                .flatMap(Credentials::token);
        Readers.Verdict verdict =
                token.map(shown -> readers.mayRead(shown, request.getPath())).orElseGet(Readers.Verdict.Unknown::new);
        return switch (verdict) {
            case Readers.Verdict.Admitted() -> null;
            case Readers.Verdict.Unknown() ->
                refusal(HttpStatus.UNAUTHORIZED, "show a token")
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"coxswain\"")
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"coxswain: the token as password\"");
            case Readers.Verdict.Forbidden(String who) ->
                refusal(HttpStatus.FORBIDDEN, who + " may not get " + request.getPath());
            case Readers.Verdict.Unsure(String why) -> {
                LOG.warn("a reader's token could not be checked: {}", why);
                yield refusal(HttpStatus.SERVICE_UNAVAILABLE, "the token cannot be checked now");
            }
        };
    }

    private static MutableHttpResponse<?> refusal(HttpStatus status, String why) {
        return HttpResponse.status(status)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .body(why + "\n");
    }
}

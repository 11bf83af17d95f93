package dev.coxswain.web;

import dev.coxswain.web.view.Supervised;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Tells open pages that there is something new, by server-sent events: that, not what. However much changes, a page hears of it
 * twice a second at most, and when nothing does it hears now and then that we are still here.
 */
@Controller
final class LiveEndpoint {

    private static final Duration BEAT = Duration.ofMillis(500);
    private static final int BEATS_OF_SILENCE = 30;
    private static final int MOST_LISTENERS = 200;

    private final AtomicLong changes = new AtomicLong();
    private final Semaphore places = new Semaphore(MOST_LISTENERS);

    LiveEndpoint(Supervised supervised) {
        supervised.onChange(changes::incrementAndGet);
    }

    @Get("/events")
    @Produces(MediaType.TEXT_EVENT_STREAM)
    HttpResponse<Publisher<Event<String>>> events() {
        if (!places.tryAcquire()) {
            return HttpResponse.<Publisher<Event<String>>>status(HttpStatus.SERVICE_UNAVAILABLE)
                    .header(HttpHeaders.RETRY_AFTER, "10");
        }
        AtomicBoolean left = new AtomicBoolean();
        return HttpResponse.<Publisher<Event<String>>>ok(stream().doFinally(_ -> {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        }));
    }

    private Flux<Event<String>> stream() {
        AtomicLong told = new AtomicLong(-1);
        return Flux.interval(Duration.ZERO, BEAT).onBackpressureDrop().<Event<String>>handle((beat, sink) -> {
            long newest = changes.get();
            if (told.getAndSet(newest) != newest) {
                sink.next(Event.of(Long.toString(newest)).name("changed"));
            } else if (beat % BEATS_OF_SILENCE == 0) {
                sink.next(Event.of("").name("still-here"));
            }
        });
    }
}

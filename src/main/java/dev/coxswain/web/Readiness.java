package dev.coxswain.web;

import dev.coxswain.web.view.Supervised;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready is who has seen everything that is watched; a follower too, because it can take over at once. */
@Singleton
@io.micronaut.management.health.indicator.annotation.Readiness
final class Readiness implements HealthIndicator {

    private final Supervised supervised;

    Readiness(Supervised supervised) {
        this.supervised = supervised;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(
                HealthResult.builder("caches", supervised.isSynced() ? HealthStatus.UP : HealthStatus.DOWN)
                        .build());
    }
}

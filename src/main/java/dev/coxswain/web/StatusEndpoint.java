package dev.coxswain.web;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.views.View;
import java.util.Map;

/** The pages for people. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class StatusEndpoint {

    private final Statuses statuses;

    StatusEndpoint(Statuses statuses) {
        this.statuses = statuses;
    }

    @Get
    @Produces(MediaType.TEXT_HTML)
    @View("overview")
    Map<String, Object> overview() {
        return Map.of("status", statuses.now());
    }
}

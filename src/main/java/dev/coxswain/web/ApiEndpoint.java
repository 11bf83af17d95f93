package dev.coxswain.web;

import dev.coxswain.web.view.FleetPage;
import dev.coxswain.web.view.RunDetail;
import dev.coxswain.web.view.RunLine;
import dev.coxswain.web.view.Slice;
import dev.coxswain.web.view.Snapshots;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What the pages show, as JSON. Nothing here changes anything. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ApiEndpoint {

    private static final int MOST = 200;

    private final Snapshots snapshots;

    ApiEndpoint(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Get("/runs")
    Slice<RunLine> runs(@QueryValue(defaultValue = "0") int offset, @QueryValue(defaultValue = "50") int limit) {
        check(offset, limit);
        return snapshots.runs(offset, limit);
    }

    @Get("/runs/{namespace}/{name}")
    HttpResponse<RunDetail> run(String namespace, String name) {
        return snapshots.run(namespace, name).map(HttpResponse::ok).orElseGet(HttpResponse::notFound);
    }

    @Get("/fleet")
    FleetPage fleet(@QueryValue(defaultValue = "0") int offset, @QueryValue(defaultValue = "50") int limit) {
        check(offset, limit);
        return snapshots.fleet(offset, limit);
    }

    private static void check(int offset, int limit) {
        if (offset < 0) {
            throw new HttpStatusException(HttpStatus.BAD_REQUEST, "offset: must be zero or more, but is " + offset);
        }
        if (limit < 1 || limit > MOST) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST, "limit: must be from 1 to " + MOST + ", but is " + limit);
        }
    }
}

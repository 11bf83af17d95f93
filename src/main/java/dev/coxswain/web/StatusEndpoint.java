package dev.coxswain.web;

import dev.coxswain.web.view.Snapshots;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.views.ModelAndView;
import java.util.HashMap;
import java.util.Map;

/** The pages for people. Links are relative, so that a proxy may put them anywhere. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML)
final class StatusEndpoint {

    private static final int ON_OVERVIEW = 20;
    private static final int ON_PAGE = 50;

    private final Snapshots snapshots;

    StatusEndpoint(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    @Get
    ModelAndView<Map<String, Object>> overview() {
        Map<String, Object> model = model("./");
        model.put("asking", snapshots.asking(ON_OVERVIEW));
        model.put("runs", snapshots.runs(0, ON_OVERVIEW));
        model.put("fleet", snapshots.fleet(0, ON_OVERVIEW));
        return new ModelAndView<>("overview", model);
    }

    @Get("/runs")
    ModelAndView<Map<String, Object>> runs(@QueryValue(defaultValue = "0") int offset) {
        Map<String, Object> model = model("./");
        model.put("runs", snapshots.runs(Math.max(offset, 0), ON_PAGE));
        return new ModelAndView<>("runs", model);
    }

    @Get("/runs/{namespace}/{name}")
    HttpResponse<ModelAndView<Map<String, Object>>> run(String namespace, String name) {
        Map<String, Object> model = model("../../");
        return snapshots
                .run(namespace, name)
                .map(run -> {
                    model.put("run", run);
                    return HttpResponse.ok(new ModelAndView<>("run", model));
                })
                .orElseGet(() -> {
                    model.put(
                            "missing",
                            "There is no run " + namespace + "/" + name + ". Finished runs are let go of in time.");
                    return HttpResponse.notFound(new ModelAndView<>("missing", model));
                });
    }

    @Get("/fleet")
    ModelAndView<Map<String, Object>> fleet(@QueryValue(defaultValue = "0") int offset) {
        Map<String, Object> model = model("./");
        model.put("fleet", snapshots.fleet(Math.max(offset, 0), ON_PAGE));
        return new ModelAndView<>("fleet", model);
    }

    /** @param root how the page reaches the overview */
    private Map<String, Object> model(String root) {
        Map<String, Object> model = new HashMap<>();
        model.put("root", root);
        model.put("header", snapshots.header());
        return model;
    }
}

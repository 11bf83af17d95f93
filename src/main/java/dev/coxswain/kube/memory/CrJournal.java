package dev.coxswain.kube.memory;

import dev.coxswain.cluster.ApiRequest;
import dev.coxswain.cluster.ApiResponse;
import dev.coxswain.cluster.Gvk;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.Transport;
import dev.coxswain.kube.client.RestMapper;
import dev.coxswain.kube.effect.EffectRequests;
import dev.coxswain.run.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps runs as {@code PlaybookRun} objects: appends go to the status subresource with the resource version that was read, so
 * that of two leaders one loses. A finalizer holds a run that people delete until it has given everything back.
 */
public final class CrJournal implements Journal {

    public static final String GIVE_BACK = "coxswain.dev/give-back";

    private static final RestMapper.Resource RUNS =
            new RestMapper.Resource(new Gvk("coxswain.dev", "v1alpha1", "PlaybookRun"), "playbookruns", true);

    private final Transport transport;

    public CrJournal(Transport transport) {
        this.transport = transport;
    }

    @Override
    public Written create(KubeObject run) {
        ApiRequest post = new ApiRequest(
                "POST",
                RUNS.path(run.namespace()),
                Map.of("fieldManager", EffectRequests.FIELD_MANAGER),
                "application/json",
                withFinalizer(run).tree());
        try {
            ApiResponse response = transport.send(post);
            return response.status() == 409 && reason(response).equals("AlreadyExists")
                    ? written(transport.send(ApiRequest.get(RUNS.path(run.ref()), Map.of())))
                    : written(response);
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    @Override
    public Written append(KubeObject run) {
        return put(run, RUNS.path(run.ref()) + "/status");
    }

    @Override
    public Written update(KubeObject run) {
        return put(run, RUNS.path(run.ref()));
    }

    @Override
    public Written delete(KubeObject run) {
        KubeObject free = run;
        if (finalizers(run).contains(GIVE_BACK)) {
            Written written = update(withoutFinalizer(run));
            if (!(written instanceof Written.Stored stored) || run.isBeingDeleted()) {
                // without its finalizer, a run that people deleted is gone
                return written;
            }
            free = stored.run();
        }
        Map<String, @Nullable Object> options =
                Map.of("apiVersion", "v1", "kind", "DeleteOptions", "preconditions", Map.of("uid", free.uid()));
        try {
            ApiResponse response = transport.send(
                    new ApiRequest("DELETE", RUNS.path(run.ref()), Map.of(), "application/json", options));
            return response.isSuccess() ? new Written.Stored(free) : written(response);
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    private Written put(KubeObject run, String path) {
        if (run.resourceVersion().isEmpty()) {
            // the server would overwrite unconditionally
            throw new IllegalArgumentException(run.ref() + " has no resource version to be checked");
        }
        Map<String, String> query = Map.of("fieldManager", EffectRequests.FIELD_MANAGER);
        try {
            return written(transport.send(new ApiRequest("PUT", path, query, "application/json", run.tree())));
        } catch (IOException e) {
            return unreachable(e);
        }
    }

    private static Written written(ApiResponse response) {
        if (response.isSuccess()) {
            return stored(response);
        }
        boolean lost = response.status() == 409 || response.status() == 404;
        String message = "HTTP " + response.status() + " " + response.message();
        return lost ? new Written.Lost(message) : new Written.Unreachable(message);
    }

    private static Written stored(ApiResponse response) {
        try {
            return new Written.Stored(KubeObject.of(Json.asMap(response.body())));
        } catch (IllegalArgumentException notARun) {
            return new Written.Unreachable("the server did not answer with the run: " + notARun.getMessage());
        }
    }

    private static Written unreachable(IOException e) {
        return new Written.Unreachable(String.valueOf(e.getMessage()));
    }

    private static String reason(ApiResponse response) {
        return Json.asText(Json.at(response.body(), "reason"));
    }

    private static List<@Nullable Object> finalizers(KubeObject run) {
        return run.list("metadata", "finalizers");
    }

    private static KubeObject withFinalizer(KubeObject run) {
        if (finalizers(run).contains(GIVE_BACK)) {
            return run;
        }
        List<@Nullable Object> finalizers = new ArrayList<>(finalizers(run));
        finalizers.add(GIVE_BACK);
        return run.with(finalizers, "metadata", "finalizers");
    }

    private static KubeObject withoutFinalizer(KubeObject run) {
        List<@Nullable Object> finalizers = new ArrayList<>(finalizers(run));
        finalizers.remove(GIVE_BACK);
        return run.with(finalizers, "metadata", "finalizers");
    }
}

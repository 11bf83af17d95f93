package dev.coxswain.simulator.controller;

import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.cluster.ObjectRef;
import dev.coxswain.cluster.Preconditions;
import dev.coxswain.simulator.api.Api;
import dev.coxswain.simulator.controller.object.Kinds;
import dev.coxswain.simulator.controller.object.Owner;
import dev.coxswain.simulator.controller.object.Pods;
import dev.coxswain.simulator.controller.object.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pods of a Job until enough of them have succeeded or too many have failed.
 *
 * <p>Each look: (1) count what has ended; (2) decide whether the Job is over, and why; (3) if it is, end what still runs; if it
 * is not, create what is missing, as many at once as the Job wants; (4) write the counts down.
 */
final class JobController implements Reconciler {

    private static final Api.Actor ACTOR =
            new Api.Actor("system:serviceaccount:kube-system:job-controller", "kube-controller-manager");
    private static final EventLog.Reporter REPORTER = new EventLog.Reporter("job-controller", "");

    private final Api api;
    private final Agenda agenda;
    private final EventLog events;
    private long created;

    JobController(Api api, Agenda agenda, EventLog events) {
        this.api = api;
        this.agenda = agenda;
        this.events = events;
    }

    /** Why a Job is over. */
    private enum End {
        NOT_YET("", "", "", ""),
        COMPLETE("SuccessCriteriaMet", "Complete", "CompletionsReached", "Reached expected number of succeeded pods"),
        FAILED("FailureTarget", "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");

        private final String decided;
        private final String condition;
        private final String reason;
        private final String message;

        End(String decided, String condition, String reason, String message) {
            this.decided = decided;
            this.condition = condition;
            this.reason = reason;
            this.message = message;
        }
    }

    @Override
    public void reconcile(ObjectRef ref) {
        KubeObject job = api.find(ref).orElse(null);
        boolean isOver = job != null && (Pods.condition(job, "Complete") || Pods.condition(job, "Failed"));
        if (job == null || job.isBeingDeleted() || isOver) {
            return;
        }
        List<KubeObject> pods = pods(job);
        End end = end(job, pods);
        if (end != End.NOT_YET) {
            active(pods).forEach(pod -> api.delete(pod.ref(), Preconditions.sameObject(pod), ACTOR));
            events.normal(REPORTER, job, end == End.COMPLETE ? "Completed" : end.reason, end.message);
        } else if (!Boolean.TRUE.equals(job.get("spec", "suspend"))) {
            long missing = Math.min(
                            job.number(1, "spec", "parallelism"),
                            job.number(1, "spec", "completions") - count(pods, "Succeeded"))
                    - active(pods).size();
            for (long i = 0; i < missing; i++) {
                create(job);
            }
        }
        writeStatus(job, pods(job), end);
    }

    private List<KubeObject> pods(KubeObject job) {
        return api.list(Kinds.POD, job.namespace()).stream()
                .filter(pod -> Owner.controls(job, pod))
                .toList();
    }

    private static List<KubeObject> active(List<KubeObject> pods) {
        return pods.stream().filter(Pods::isActive).toList();
    }

    private static long count(List<KubeObject> pods, String phase) {
        return pods.stream()
                .filter(pod -> pod.text("status", "phase").equals(phase))
                .count();
    }

    private static End end(KubeObject job, List<KubeObject> pods) {
        if (count(pods, "Succeeded") >= job.number(1, "spec", "completions")) {
            return End.COMPLETE;
        }
        long restarts = pods.stream()
                .filter(pod -> pod.text("spec", "restartPolicy").equals("OnFailure"))
                .flatMap(pod -> pod.list("status", "containerStatuses").stream())
                .mapToLong(status -> Json.asLong(Json.at(status, "restartCount"), 0))
                .sum();
        return count(pods, "Failed") + restarts > job.number(6, "spec", "backoffLimit") ? End.FAILED : End.NOT_YET;
    }

    private void create(KubeObject job) {
        String name = job.name() + "-" + Tree.word(job.uid() + "#" + created++, 5);
        Map<String, @Nullable Object> metadata = Tree.of(
                "name",
                name,
                "generateName",
                job.name() + "-",
                "labels",
                job.get("spec", "template", "metadata", "labels"));
        api.create(KubeObject.of(Pods.fromTemplate(job, metadata, job.map("spec", "template", "spec"))), ACTOR);
        events.normal(REPORTER, job, "SuccessfulCreate", "Created pod: " + name);
    }

    private void writeStatus(KubeObject job, List<KubeObject> pods, End end) {
        long succeeded = count(pods, "Succeeded");
        long failed = count(pods, "Failed");
        long active = end == End.NOT_YET ? active(pods).size() : 0;
        long ready = active(pods).stream().filter(Pods::isReady).count();
        String start = job.text("status", "startTime");
        Map<String, @Nullable Object> status = Tree.of(
                "conditions",
                end == End.NOT_YET ? null : conditions(end),
                "startTime",
                start.isEmpty() ? agenda.timestamp() : start,
                "completionTime",
                end == End.COMPLETE ? agenda.timestamp() : null,
                "active",
                active == 0 ? null : (Object) active,
                "succeeded",
                succeeded == 0 ? null : (Object) succeeded,
                "failed",
                failed == 0 ? null : (Object) failed,
                "terminating",
                0L,
                "uncountedTerminatedPods",
                Map.of(),
                "ready",
                end == End.NOT_YET ? ready : 0L);
        if (!status.equals(job.get("status"))) {
            api.updateStatus(job.with(status, "status"), ACTOR);
        }
    }

    private List<Object> conditions(End end) {
        List<Object> conditions = new ArrayList<>();
        for (String type : List.of(end.decided, end.condition)) {
            conditions.add(Tree.of(
                    "type",
                    type,
                    "status",
                    "True",
                    "lastProbeTime",
                    agenda.timestamp(),
                    "lastTransitionTime",
                    agenda.timestamp(),
                    "reason",
                    end.reason,
                    "message",
                    end.message));
        }
        return conditions;
    }
}

package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.Json;
import dev.coxswain.simulator.controller.Agenda;
import dev.coxswain.simulator.controller.object.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a pod over all its lives: started, probed, stopped, started again. */
final class RunningContainer {

    private static final Duration LEAST_GRACE = Duration.ofSeconds(2);
    private static final Duration REACTION = Duration.ofMillis(100);

    private final Map<String, @Nullable Object> spec;
    private final PodLife pod;
    private final Agenda agenda;
    private final BackOff backOff = new BackOff();
    private final List<String> log = new ArrayList<>();
    private final List<String> previousLog = new ArrayList<>();
    private @Nullable ContainerScript script;
    private @Nullable ContainerLife life;
    private @Nullable Map<String, @Nullable Object> terminated;
    private @Nullable Map<String, @Nullable Object> lastTerminated;
    private String waitingFor = "ContainerCreating";
    private @Nullable String backOffMessage;
    private Instant startedAt = Instant.MIN;
    private int lives;
    private boolean ready;
    private boolean started;
    private boolean stopping;
    private boolean finished;

    RunningContainer(Map<String, @Nullable Object> spec, PodLife pod, Agenda agenda) {
        this.spec = spec;
        this.pod = pod;
        this.agenda = agenda;
    }

    String name() {
        return Json.asText(spec.get("name"));
    }

    boolean isRunning() {
        return life != null;
    }

    boolean isFinished() {
        return finished;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isReady() {
        return ready;
    }

    boolean isStarted() {
        return started;
    }

    Instant startedAt() {
        return startedAt;
    }

    int exitCode() {
        return terminated == null ? -1 : (int) Json.asLong(terminated.get("exitCode"), -1);
    }

    ContainerScript script() {
        return Objects.requireNonNull(script, "the container does not run");
    }

    boolean hasLivedBefore() {
        return lives > 1;
    }

    List<String> log(boolean previous) {
        return List.copyOf(previous ? previousLog : log);
    }

    /** Starts the workers of its probes; they outlive the container's restarts. */
    void startProbing() {
        for (ProbeWorker.Purpose purpose : ProbeWorker.Purpose.values()) {
            probe(purpose).ifPresent(p -> new ProbeWorker(purpose, p, this, agenda).start());
        }
    }

    private Optional<Probe> probe(ProbeWorker.Purpose purpose) {
        Map<String, @Nullable Object> probe = Json.asMap(spec.get(purpose.field()));
        return probe.isEmpty() ? Optional.empty() : Optional.of(Probe.of(probe));
    }

    void start() {
        if (finished || pod.isStopping()) {
            return;
        }
        if (lives > 0) {
            previousLog.clear();
            previousLog.addAll(log);
            log.clear();
        }
        if (terminated != null) {
            lastTerminated = terminated;
            terminated = null;
        }
        lives++;
        startedAt = agenda.instant();
        stopping = false;
        ContainerLife next = pod.life(spec, log, this::exited);
        ContainerScript program = pod.program(spec);
        life = next;
        script = program;
        program.start(next);
        started = probe(ProbeWorker.Purpose.STARTUP).isEmpty();
        ready = started && isRunning() && probe(ProbeWorker.Purpose.READINESS).isEmpty();
        pod.said(
                this,
                "Normal",
                "Pulled",
                "Container image \"%s\" already present on machine and can be accessed by the pod"
                        .formatted(Json.asText(spec.get("image"))));
        pod.said(this, "Normal", "Created", "Container created");
        pod.said(this, "Normal", "Started", "Container started");
        pod.changed();
    }

    private void exited(int code, String reason) {
        if (script != null) {
            script.ended();
        }
        script = null;
        life = null;
        ready = false;
        started = false;
        terminated = Tree.of(
                "exitCode", (long) code,
                "reason", reason,
                "startedAt", second(startedAt),
                "finishedAt", agenda.timestamp(),
                "containerID", containerId());
        // what the kubelet itself ends it tells of once it has gone on: with the next life, or with the whole pod
        if (!stopping && !pod.isStopping()) {
            pod.changed();
        }
        if (pod.restarts() && !pod.isStopping()) {
            agenda.after(REACTION, this::startAgain);
        } else {
            finished = true;
            pod.containerFinished();
        }
    }

    private void startAgain() {
        if (finished || life != null || pod.isStopping()) {
            return;
        }
        Duration lasted = Duration.between(startedAt, agenda.instant());
        Duration wait = stopping ? backOff.afterKill(lasted) : backOff.afterExit(lasted);
        if (wait.isZero()) {
            start();
            return;
        }
        lastTerminated = terminated;
        terminated = null;
        waitingFor = "CrashLoopBackOff";
        backOffMessage =
                "back-off %s restarting failed container=%s pod=%s".formatted(seconds(wait), name(), pod.fullName());
        sayBackOff();
        pod.changed();
        // the change of status itself makes the kubelet look, and say so, once more
        agenda.after(Duration.ofSeconds(1), this::sayBackOff);
        agenda.after(wait, this::start);
    }

    private void sayBackOff() {
        if (life == null && !finished) {
            pod.said(
                    this,
                    "Warning",
                    "BackOff",
                    "Back-off restarting failed container %s in pod %s".formatted(name(), pod.fullName()));
        }
    }

    private static String seconds(Duration wait) {
        return wait.toMinutes() > 0 ? wait.toMinutes() + "m" + wait.toSecondsPart() + "s" : wait.toSeconds() + "s";
    }

    void setReady(boolean nowReady) {
        if (ready != nowReady) {
            ready = nowReady;
            pod.changed();
        }
    }

    void setStarted() {
        started = true;
        ready = probe(ProbeWorker.Purpose.READINESS).isEmpty();
        pod.changed();
    }

    void unhealthy(String message) {
        pod.said(this, "Warning", "Unhealthy", message);
    }

    void killAsUnhealthy(String probe) {
        pod.said(this, "Normal", "Killing", "Container %s failed %s probe, will be restarted".formatted(name(), probe));
        stop(pod.grace());
    }

    /** Ends the container for good, within the grace period. */
    void stopForGood(Duration grace) {
        if (life == null) {
            finished = true;
            pod.containerFinished();
            return;
        }
        pod.said(this, "Normal", "Killing", "Stopping container " + name());
        stop(grace);
    }

    /** Ends the container now, as when its pod is force-deleted. */
    void kill() {
        finished = true;
        if (life != null) {
            life.exit(137, "Error");
        }
    }

    private void stop(Duration grace) {
        ContainerLife ending = life;
        if (ending == null || stopping) {
            return;
        }
        stopping = true;
        Duration hook = preStop();
        boolean hookCut = hook.compareTo(grace) > 0;
        if (hookCut) {
            ending.after(grace, () -> pod.said(this, "Warning", "FailedPreStopHook", "PreStopHook failed"));
        }
        Duration beforeSignal = hookCut ? grace : hook;
        Duration left = grace.minus(beforeSignal);
        ending.after(beforeSignal.plus(REACTION.multipliedBy(3)), () -> script().terminate());
        ending.after(
                beforeSignal.plus(left.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : left),
                () -> ending.exit(137, "Error"));
    }

    private Duration preStop() {
        List<String> command = new ArrayList<>();
        Json.asList(Json.at(spec, "lifecycle", "preStop", "exec", "command"))
                .forEach(word -> command.add(Json.asText(word)));
        return command.isEmpty() ? Duration.ZERO : script().exec(command, "").takes();
    }

    /** What {@code containerStatuses} says of it. */
    Map<String, @Nullable Object> status() {
        Map<String, @Nullable Object> state = life != null
                ? Tree.of("running", Tree.of("startedAt", second(startedAt)))
                : terminated != null
                        ? Tree.of("terminated", terminated)
                        : Tree.of(
                                "waiting",
                                Tree.of("reason", waitingFor, "message", lives == 0 ? null : backOffMessage));
        return Tree.of(
                "name",
                name(),
                "state",
                state,
                "lastState",
                lastTerminated == null ? Map.of() : Tree.of("terminated", lastTerminated),
                "ready",
                ready,
                "restartCount",
                (long) Math.max(0, lives - 1),
                "image",
                spec.get("image"),
                "imageID",
                lives == 0 ? "" : spec.get("image"),
                "containerID",
                lives == 0 ? null : containerId(),
                "started",
                life != null && started,
                "allocatedResources",
                lives == 0 ? null : Json.at(spec, "resources", "requests"),
                "resources",
                lives == 0 ? null : spec.getOrDefault("resources", Map.of()));
    }

    private String containerId() {
        return "containerd://" + Tree.word(pod.uid() + name() + lives, 32);
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }
}

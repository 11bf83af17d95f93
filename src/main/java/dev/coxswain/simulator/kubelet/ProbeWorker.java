package dev.coxswain.simulator.kubelet;

import dev.coxswain.simulator.controller.Agenda;
import java.time.Duration;
import java.time.Instant;

/**
 * Tries one probe of one container in its own rhythm, from the pod's admission until its end.
 *
 * <p>At each tick: (1) nothing runs, or it runs for less than the initial delay: skip; (2) liveness and readiness wait for the
 * startup probe; (3) a changed answer starts a new count; (4) an answer counts once it came as often in a row as its threshold
 * says; (5) after a verdict that kills the container the worker rests until the next life.
 */
final class ProbeWorker {

    /** What a probe is for. */
    enum Purpose {
        STARTUP("Startup", "startupProbe"),
        LIVENESS("Liveness", "livenessProbe"),
        READINESS("Readiness", "readinessProbe");

        private final String title;
        private final String field;

        Purpose(String title, String field) {
            this.title = title;
            this.field = field;
        }

        String title() {
            return title;
        }

        String field() {
            return field;
        }
    }

    private final Purpose purpose;
    private final Probe probe;
    private final RunningContainer container;
    private final Agenda agenda;
    private Instant life = Instant.MIN;
    private boolean lastAnswer;
    private int inARow;
    private boolean resting;

    ProbeWorker(Purpose purpose, Probe probe, RunningContainer container, Agenda agenda) {
        this.purpose = purpose;
        this.probe = probe;
        this.container = container;
        this.agenda = agenda;
    }

    void start() {
        tick();
    }

    private void tick() {
        if (container.isFinished()) {
            return;
        }
        attempt();
        agenda.after(probe.period(), this::tick);
    }

    private void attempt() {
        if (!container.isRunning()) {
            return;
        }
        if (!life.equals(container.startedAt())) {
            life = container.startedAt();
            inARow = 0;
            resting = false;
        }
        boolean early = Duration.between(life, agenda.instant()).compareTo(probe.initialDelay()) < 0;
        boolean notYet = purpose != Purpose.STARTUP && !container.isStarted();
        boolean noMore = purpose != Purpose.READINESS && (container.isStopping() || isSettled());
        if (resting || early || notYet || noMore) {
            return;
        }
        count(probe.tryOn(container.script()));
    }

    private boolean isSettled() {
        return purpose == Purpose.STARTUP && container.isStarted();
    }

    private void count(Probe.Result result) {
        if (!result.success()) {
            container.unhealthy("%s probe failed: %s".formatted(purpose.title(), result.output()));
        }
        inARow = result.success() == lastAnswer ? inARow + 1 : 1;
        lastAnswer = result.success();
        if (inARow < (result.success() ? probe.successThreshold() : probe.failureThreshold())) {
            return;
        }
        switch (purpose) {
            case READINESS -> container.setReady(result.success());
            case STARTUP -> {
                if (result.success()) {
                    container.setStarted();
                } else {
                    kill();
                }
            }
            case LIVENESS -> {
                if (!result.success()) {
                    kill();
                }
            }
        }
    }

    private void kill() {
        resting = true;
        inARow = 0;
        container.killAsUnhealthy(purpose.title().toLowerCase(java.util.Locale.ROOT));
    }
}

package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.KubeObject;
import dev.coxswain.simulator.controller.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One life of a container's program: what it knows of its surroundings, and the way out. */
public final class ContainerLife {

    private final Agenda agenda;
    private final KubeObject pod;
    private final String podIp;
    private final Map<String, String> environment;
    private final List<String> log;
    private final Exit onExit;
    private final Instant startedAt;
    private boolean over;

    /** Told once, when the program ends. */
    @FunctionalInterface
    interface Exit {
        void exited(int code, String reason);
    }

    ContainerLife(
            Agenda agenda,
            KubeObject pod,
            String podIp,
            Map<String, String> environment,
            List<String> log,
            Exit onExit) {
        this.agenda = agenda;
        this.pod = pod;
        this.podIp = podIp;
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.onExit = onExit;
        this.startedAt = agenda.instant();
    }

    /** The pod as it was when the container started. */
    public KubeObject pod() {
        return pod;
    }

    public String podIp() {
        return podIp;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant instant() {
        return agenda.instant();
    }

    public boolean isOver() {
        return over;
    }

    /** Prints a line, which {@code kubectl logs} shows. */
    public void print(String line) {
        log.add(line);
    }

    /** Goes on later, if this life lasts that long. */
    public void after(Duration delay, Runnable action) {
        agenda.after(delay, () -> {
            if (!over) {
                action.run();
            }
        });
    }

    /**
     * Ends the program.
     *
     * @param reason as the kubelet shows it: {@code Completed}, {@code Error}, {@code OOMKilled}
     */
    public void exit(int code, String reason) {
        if (!over) {
            over = true;
            onExit.exited(code, reason);
        }
    }
}

package dev.coxswain.simulator.kubelet;

import dev.coxswain.cluster.ExecResult;
import java.time.Duration;

/**
 * How a program run in a container goes.
 *
 * @param takes how long it runs; a probe with a shorter timeout fails
 */
public record Execution(ExecResult result, Duration takes) {

    public static Execution of(int exitCode, String stdout, String stderr) {
        return new Execution(new ExecResult(exitCode, stdout, stderr, false), Duration.ZERO);
    }

    public static Execution notFound(String program) {
        return of(127, "", "sh: " + program + ": not found\n");
    }

    public Execution taking(Duration duration) {
        return new Execution(result, duration);
    }
}

package dev.coxswain.cli;

import dev.coxswain.cluster.Boundary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command. Exit codes: 0 it went well; 1 it did not, and what is wrong has been said; 2 the command was not understood; 3 the
 * cluster could not be reached or said no.
 */
interface Task extends Callable<Integer> {

    int OK = 0;
    int WRONG = 1;
    int CLUSTER = 3;

    /** @throws IOException what the cluster or a file says against it, in words for the person who typed */
    int perform(PrintWriter out) throws IOException, InterruptedException;

    CommandSpec spec();

    @Override
    @Boundary
    default Integer call() throws InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        try {
            return perform(out);
        } catch (IOException | UncheckedIOException refused) {
            spec().commandLine().getErr().println("coxswain: " + refused.getMessage());
            return CLUSTER;
        } catch (IllegalArgumentException wrong) {
            spec().commandLine().getErr().println("coxswain: " + wrong.getMessage());
            return WRONG;
        } finally {
            out.flush();
        }
    }
}

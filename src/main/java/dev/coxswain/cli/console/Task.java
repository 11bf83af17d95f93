package dev.coxswain.cli.console;

import dev.coxswain.cluster.Boundary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command: it parses, calls one thing and prints. What goes wrong is told in words, and by one of {@link ExitCodes}. */
public interface Task extends Callable<Integer> {

    int OK = ExitCodes.OK;
    int WRONG = ExitCodes.WRONG;
    int CLUSTER = ExitCodes.CLUSTER;

    /**
     * @throws IOException what the cluster says against it, or a file
     * @throws IllegalArgumentException what is wrong with what was typed or found, in words for the person who typed
     */
    int perform(PrintWriter out) throws IOException, InterruptedException;

    CommandSpec spec();

    @Override
    @Boundary
    default Integer call() throws InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        try {
            return perform(out);
        } catch (IOException refused) {
            complain(Complaint.of(refused));
            return CLUSTER;
        } catch (UncheckedIOException refused) {
            complain(Complaint.of(refused));
            return CLUSTER;
        } catch (IllegalArgumentException wrong) {
            complain(String.valueOf(wrong.getMessage()));
            return WRONG;
        } finally {
            out.flush();
        }
    }

    private void complain(String what) {
        spec().commandLine().getErr().println("coxswain: " + what);
    }
}

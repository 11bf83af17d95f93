package dev.coxswain.faults;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/** Whatever the world answers, nothing is thrown out of a turn, and no run breaks on a bug. */
final class NothingThrown implements Invariant {

    @Override
    public String promise() {
        return "P8";
    }

    @Override
    public Optional<String> brokenBy(Happened what, Evidence evidence) {
        if (!(what instanceof Happened.Broke(int replica, String where, Throwable thrown))) {
            return Optional.empty();
        }
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return Optional.of("supervisor " + replica + " broke in " + where + ": "
                + stack.toString().lines().limit(12).reduce("", (a, b) -> a + "\n      " + b));
    }
}

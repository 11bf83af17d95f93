package dev.coxswain.cli.console;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Redaction;
import dev.coxswain.run.record.Change;
import dev.coxswain.run.record.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a plan to people: each change with what is there now and what will be, and what they should know before they agree. */
public final class PlanText {

    private final PrintWriter out;

    public PlanText(PrintWriter out) {
        this.out = out;
    }

    public void print(Plan plan) {
        int size = plan.effects().size();
        out.println("plan      " + (size == 0 ? "nothing is changed" : size == 1 ? "1 change" : size + " changes")
                + ", digest " + plan.digest());
        int number = 1;
        for (Plan.Planned planned : plan.effects()) {
            out.println("  " + number++ + ". " + planned.step() + ": " + summary(planned.effect())
                    + (planned.reversible() ? "" : "  (cannot be undone)"));
            difference(planned);
        }
        plan.remarks().forEach(remark -> out.println("  ! " + remark));
    }

    private void difference(Plan.Planned planned) {
        planned.changes().forEach(change -> out.println("     " + line(change)));
        if (planned.effect() instanceof Effect.Exec exec) {
            out.println("     > " + commandLine(Redaction.arguments(exec.command())));
        }
    }

    private static String line(Change change) {
        String path = change.path();
        if (change.before() == null) {
            return "+ " + path + ": " + change.after();
        }
        return change.after() == null
                ? "- " + path + ": " + change.before()
                : "~ " + path + ": " + change.before() + " -> " + change.after();
    }

    private static String summary(Effect effect) {
        return effect instanceof Effect.Exec exec ? "run a program in " + exec.target() : effect.summary();
    }

    /** As one could paste it into a shell; it is never given to one. */
    private static String commandLine(List<String> arguments) {
        return arguments.stream().map(PlanText::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}

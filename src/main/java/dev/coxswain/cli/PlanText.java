package dev.coxswain.cli;

import dev.coxswain.cluster.Effect;
import dev.coxswain.cluster.Json;
import dev.coxswain.cluster.KubeObject;
import dev.coxswain.run.Plan;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells a plan to people: each change with what is there now and what will be, and what they should know before they agree. */
final class PlanText {

    private final PrintWriter out;

    PlanText(PrintWriter out) {
        this.out = out;
    }

    void print(Plan plan) {
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
        switch (planned.effect()) {
            case Effect.Patch patch -> fields(patch.body(), before(planned.before()));
            case Effect.Create(KubeObject object) ->
                leaves("", object.tree()).forEach((field, value) -> out.println("     + " + field + ": " + value));
            case Effect.Exec exec -> out.println("     > " + commandLine(exec.command()));
            case Effect.Delete _, Effect.Evict _ -> {
                // the summary says it all
            }
        }
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

    private void fields(Object body, @Nullable Object before) {
        Map<String, String> now = leaves("", before);
        leaves("", body).forEach((field, value) -> {
            String old = now.getOrDefault(field, "");
            if (value.equals("null")) {
                out.println("     - " + field + (old.isEmpty() ? "" : ": " + old));
            } else if (old.isEmpty() || old.equals("null")) {
                out.println("     + " + field + ": " + value);
            } else if (old.equals(value)) {
                out.println("     = " + field + ": " + value);
            } else {
                out.println("     ~ " + field + ": " + old + " -> " + value);
            }
        });
    }

    private static @Nullable Object before(String text) {
        try {
            return text.isEmpty() ? null : Json.parse(text);
        } catch (UncheckedIOException notJson) {
            return null;
        }
    }

    /** Every value of a tree by its path; a list counts as one value, because a patch replaces or merges it as one. */
    private static Map<String, String> leaves(String path, @Nullable Object tree) {
        Map<String, String> leaves = new LinkedHashMap<>();
        switch (tree) {
            case Map<?, ?> map
            when !map.isEmpty() ->
                map.forEach((key, value) -> leaves.putAll(leaves(path + separator(path) + key, value)));
            case List<?> list -> leaves.put(path, Json.print(list));
            case null -> leaves.put(path, "null");
            default -> leaves.put(path, tree instanceof String text ? text : Json.print(tree));
        }
        return leaves;
    }

    private static String separator(String path) {
        return path.isEmpty() ? "" : ".";
    }
}

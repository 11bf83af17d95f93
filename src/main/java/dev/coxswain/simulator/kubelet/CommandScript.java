package dev.coxswain.simulator.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program named by its command line: {@code true}, {@code false}, {@code sleep}, {@code echo}, {@code sh -c} with a list of
 * these, {@code exit} and {@code trap "exit N" TERM}. Anything else is a server, which runs until it is told to stop.
 *
 * <p>As the first process of a container a program without a handler ignores SIGTERM: a {@code sleep} is only ended by
 * SIGKILL, when its grace is over.
 */
public final class CommandScript implements ContainerScript {

    private static final Duration START = Duration.ofMillis(50);
    private static final Duration REACTION = Duration.ofMillis(100);
    private static final Pattern TRAP = Pattern.compile("trap\\s+[\"']?exit (\\d+)[\"']?\\s+(?:SIG)?TERM");

    private final List<String> words;
    private @Nullable ContainerLife life;

    public CommandScript(List<String> words) {
        this.words = List.copyOf(words);
    }

    @Override
    public void start(ContainerLife started) {
        life = started;
        perform(statements(words), 0, started);
    }

    /** Runs the statements from this one on, each after the one before it has ended. */
    private static void perform(List<List<String>> statements, int from, ContainerLife life) {
        if (from == statements.size()) {
            life.after(START, () -> end(life, 0));
            return;
        }
        List<String> words = statements.get(from);
        boolean isLast = from == statements.size() - 1;
        switch (words.getFirst()) {
            case "true", ":", "trap" -> perform(statements, from + 1, life);
            case "echo" -> {
                life.print(String.join(" ", words.subList(1, words.size())));
                perform(statements, from + 1, life);
            }
            case "false" -> {
                if (isLast) {
                    life.after(START, () -> end(life, 1));
                } else {
                    perform(statements, from + 1, life);
                }
            }
            case "exit" -> life.after(START, () -> end(life, number(words)));
            case "sleep" -> {
                if (!words.getLast().equals("&")) {
                    life.after(Duration.ofSeconds(number(words)), () -> perform(statements, from + 1, life));
                } else {
                    perform(statements, from + 1, life);
                }
            }
            default -> life.print(words.getFirst() + " runs");
        }
    }

    private static void end(ContainerLife life, int code) {
        life.exit(code, code == 0 ? "Completed" : "Error");
    }

    private static int number(List<String> words) {
        return words.size() > 1 && words.get(1).matches("[0-9]{1,9}") ? Integer.parseInt(words.get(1)) : 0;
    }

    private static boolean isShell(List<String> words) {
        return words.size() > 2
                && words.get(0).matches("(/bin/)?(ba)?sh")
                && words.get(1).matches("-[a-z]*c");
    }

    private static List<List<String>> statements(List<String> words) {
        if (words.isEmpty()) {
            return List.of(List.of("server"));
        }
        if (!isShell(words)) {
            return List.of(words);
        }
        List<List<String>> statements = new ArrayList<>();
        String script = words.get(2).replaceAll("&(?!&)", "& ;");
        for (String statement : script.split(";|\\n|&&|\\|\\|", -1)) {
            if (!statement.isBlank()) {
                statements.add(Arrays.stream(statement.strip().split("\\s+", -1))
                        .map(word -> word.replaceAll("^[\"']|[\"']$", ""))
                        .toList());
            }
        }
        return statements;
    }

    @Override
    public Execution exec(List<String> command, String stdin) {
        Execution last = Execution.of(0, "", "");
        StringBuilder out = new StringBuilder();
        for (List<String> statement : statements(command)) {
            last = run(statement, stdin);
            out.append(last.result().stdout());
        }
        return Execution.of(
                        last.result().exitCode(), out.toString(), last.result().stderr())
                .taking(last.takes());
    }

    private Execution run(List<String> statement, String stdin) {
        String arguments = String.join(" ", statement.subList(1, statement.size()));
        return switch (statement.getFirst()) {
            case "true", ":" -> Execution.of(0, "", "");
            case "false" -> Execution.of(1, "", "");
            case "exit" -> Execution.of(number(statement), "", "");
            case "echo" -> Execution.of(0, arguments + "\n", "");
            case "cat" -> Execution.of(0, stdin, "");
            case "hostname" -> Execution.of(0, environment("HOSTNAME") + "\n", "");
            case "printenv" -> Execution.of(0, environment(arguments) + "\n", "");
            case "redis-cli" -> arguments.equals("ping") ? Execution.of(0, "PONG\n", "") : Execution.of(0, "\n", "");
            case "sleep" -> Execution.of(0, "", "").taking(Duration.ofSeconds(number(statement)));
            default -> Execution.notFound(statement.getFirst());
        };
    }

    private String environment(String name) {
        return life == null ? "" : life.environment().getOrDefault(name, "");
    }

    /** The exit code that the program answers SIGTERM with; none when it ignores it. */
    private OptionalInt onTerm() {
        Matcher trap = TRAP.matcher(String.join(" ", words));
        if (trap.find()) {
            return OptionalInt.of(Integer.parseInt(trap.group(1)));
        }
        boolean isDeaf = isShell(words)
                || List.of("sleep", "true", "false", "echo")
                        .contains(statements(words).getFirst().getFirst());
        return isDeaf ? OptionalInt.empty() : OptionalInt.of(0);
    }

    @Override
    public void terminate() {
        ContainerLife ending = life;
        OptionalInt code = onTerm();
        if (ending != null && code.isPresent()) {
            ending.after(REACTION, () -> end(ending, code.getAsInt()));
        }
    }

    @Override
    public void ended() {
        life = null;
    }
}

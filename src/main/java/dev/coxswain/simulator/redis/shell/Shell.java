package dev.coxswain.simulator.redis.shell;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.simulator.kubelet.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** As much of {@code sh -c} as probes and runbooks use: lists, pipes, redirections, variables, tests and a few small programs. */
public final class Shell {

    /** A program that the container's image holds. */
    @FunctionalInterface
    public interface Program {
        Execution run(List<String> arguments, Map<String, String> environment);
    }

    private static final ExecResult NOTHING = new ExecResult(0, "", "", false);

    private final Map<String, Program> programs;
    private final Map<String, String> variables;
    private final List<String> positional;
    private final Map<String, String> files;
    private boolean over;

    private Shell(Image image, Map<String, String> environment, List<String> positional) {
        this.programs = image.programs();
        this.files = image.files();
        this.variables = new LinkedHashMap<>(environment);
        this.positional = positional;
    }

    /**
     * What a container has beside the shell.
     *
     * @param files text by absolute path; scripts may write them
     */
    public record Image(Map<String, Program> programs, Map<String, String> files) {}

    /** Runs a command as the container runtime does: {@code sh -c script name args…}, or a program by its name. */
    public static Execution run(List<String> command, Image image, Map<String, String> environment) {
        String name = base(command.getFirst());
        if (List.of("sh", "bash", "ash").contains(name)
                && command.size() > 2
                && command.get(1).contains("c")) {
            List<String> positional = command.size() > 4 ? command.subList(4, command.size()) : List.of();
            Shell shell = new Shell(image, environment, positional);
            return new Execution(shell.script(ShellWords.of(command.get(2))), java.time.Duration.ZERO);
        }
        if (List.of("sh", "bash", "ash").contains(name) && command.size() == 2) {
            return run(command.subList(1, 2), image, environment);
        }
        Program program = image.programs()
                .getOrDefault(command.getFirst(), image.programs().get(name));
        return program == null
                ? new Execution(new Shell(image, environment, List.of()).simple(command, ""), java.time.Duration.ZERO)
                : program.run(command.subList(1, command.size()), environment);
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private ExecResult script(List<ShellWords.Token> tokens) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        Branches branches = new Branches();
        ExecResult last = NOTHING;
        String joint = ";";
        int from = 0;
        for (int i = 0; i <= tokens.size() && !over; i++) {
            boolean end = i == tokens.size();
            if (!end && !tokens.get(i).separates()) {
                continue;
            }
            boolean skipped = joint.equals("&&") ? last.exitCode() != 0 : joint.equals("||") && last.exitCode() == 0;
            if (!skipped && i > from) {
                last = command(tokens.subList(from, i), branches, last);
                out.append(last.stdout());
                err.append(last.stderr());
            }
            joint = end ? ";" : tokens.get(i).text();
            from = i + 1;
        }
        return new ExecResult(last.exitCode(), out.toString(), err.toString(), false);
    }

    /** A pipeline, unless it stands in a branch that is not taken; a condition ends with 0 whatever it comes to. */
    private ExecResult command(List<ShellWords.Token> tokens, Branches branches, ExecResult last) {
        ExecResult silent = code(last.exitCode());
        List<ShellWords.Token> rest = tokens.subList(1, tokens.size());
        return switch (tokens.getFirst().text()) {
            case "if" -> {
                ExecResult condition = branches.isActive() ? pipeline(rest) : NOTHING;
                branches.begin(condition.exitCode() == 0);
                yield new ExecResult(0, condition.stdout(), condition.stderr(), false);
            }
            case "then" -> branches.isActive() && !rest.isEmpty() ? pipeline(rest) : silent;
            case "else" -> {
                branches.otherwise();
                yield branches.isActive() && !rest.isEmpty() ? pipeline(rest) : silent;
            }
            case "fi" -> {
                branches.end();
                yield silent;
            }
            default -> branches.isActive() ? pipeline(tokens) : silent;
        };
    }

    private ExecResult pipeline(List<ShellWords.Token> tokens) {
        String input = "";
        StringBuilder err = new StringBuilder();
        ExecResult last = NOTHING;
        List<String> words = new ArrayList<>();
        Map<String, String> redirections = new LinkedHashMap<>();
        for (int i = 0; i <= tokens.size(); i++) {
            if (i < tokens.size() && !tokens.get(i).operator()) {
                words.addAll(expand(tokens.get(i).text()));
            } else if (i + 1 < tokens.size() && tokens.get(i).redirects()) {
                redirections.put(
                        tokens.get(i).text(),
                        String.join("", expand(tokens.get(i + 1).text())));
                i++;
            } else {
                last = redirected(simple(words, input), redirections);
                input = last.stdout();
                err.append(last.stderr());
                words = new ArrayList<>();
                redirections.clear();
            }
        }
        return new ExecResult(last.exitCode(), last.stdout(), err.toString(), false);
    }

    private ExecResult redirected(ExecResult result, Map<String, String> redirections) {
        String out = result.stdout();
        String err = result.stderr();
        for (Map.Entry<String, String> redirection : redirections.entrySet()) {
            boolean errors = redirection.getKey().startsWith("2");
            String to = redirection.getValue();
            if (errors && to.equals("&1")) {
                out += err;
            } else if (!to.equals("/dev/null")) {
                String before = redirection.getKey().endsWith(">>") ? files.getOrDefault(to, "") : "";
                files.put(to, before + (errors ? err : out));
            }
            out = errors ? out : "";
            err = errors ? "" : err;
        }
        return new ExecResult(result.exitCode(), out, err, result.truncated());
    }

    private List<String> expand(String raw) {
        if (raw.equals("\"$@\"") || raw.equals("$@")) {
            return positional;
        }
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < raw.length()) {
                text.append(raw.charAt(++i));
            } else if (c == '$' && quote != '\'') {
                i = substitute(raw, i, text);
            } else {
                text.append(c);
            }
        }
        return text.isEmpty() && !raw.startsWith("\"") && !raw.startsWith("'") ? List.of() : List.of(text.toString());
    }

    /** Appends what the dollar at this place stands for; answers the place of its last character. */
    private int substitute(String raw, int dollar, StringBuilder text) {
        if (raw.startsWith("$(", dollar)) {
            int end = ShellWords.endOfSubstitution(raw, dollar) - 1;
            text.append(script(ShellWords.of(raw.substring(dollar + 2, end)))
                    .stdout()
                    .stripTrailing());
            return end;
        }
        boolean braced = raw.startsWith("${", dollar);
        int start = dollar + (braced ? 2 : 1);
        int end = start;
        while (end < raw.length() && (Character.isLetterOrDigit(raw.charAt(end)) || raw.charAt(end) == '_')) {
            end++;
        }
        String value = value(raw.substring(start, end));
        if (!braced) {
            text.append(value);
            return end - 1;
        }
        int close = raw.indexOf('}', end);
        boolean hasFallback = value.isEmpty() && raw.startsWith(":-", end);
        text.append(hasFallback ? raw.substring(end + 2, close) : value);
        return close;
    }

    private String value(String name) {
        if (name.length() == 1 && Character.isDigit(name.charAt(0))) {
            int index = name.charAt(0) - '1';
            return index >= 0 && index < positional.size() ? positional.get(index) : "";
        }
        return variables.getOrDefault(name, "");
    }

    private ExecResult simple(List<String> words, String input) {
        List<String> rest = words;
        while (!rest.isEmpty() && rest.getFirst().matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            assign(rest.getFirst());
            rest = rest.subList(1, rest.size());
        }
        if (rest.isEmpty()) {
            return NOTHING;
        }
        List<String> arguments = rest.subList(1, rest.size());
        return switch (rest.getFirst()) {
            case "export" -> {
                arguments.forEach(this::assign);
                yield NOTHING;
            }
            case "set" -> NOTHING;
            case "exec" -> {
                ExecResult result = simple(arguments, input);
                over = true;
                yield result;
            }
            case "exit" -> {
                over = true;
                yield code(arguments.isEmpty() ? 0 : Integer.parseInt(arguments.getFirst()));
            }
            case "hostname" -> out(variables.getOrDefault("HOSTNAME", "localhost") + "\n");
            default -> {
                Program program = programs.getOrDefault(rest.getFirst(), programs.get(base(rest.getFirst())));
                yield program == null
                        ? SmallPrograms.run(rest.getFirst(), arguments, input, files)
                        : program.run(arguments, variables).result();
            }
        };
    }

    private void assign(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals > 0) {
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }

    static ExecResult out(String text) {
        return new ExecResult(0, text, "", false);
    }

    static ExecResult code(int exitCode) {
        return new ExecResult(exitCode, "", "", false);
    }
}

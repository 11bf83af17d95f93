package dev.coxswain.simulator.redis.shell;

import dev.coxswain.cluster.ExecResult;
import dev.coxswain.simulator.kubelet.Execution;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The text tools that scripts put behind a pipe. */
final class SmallPrograms {

    private SmallPrograms() {}

    static ExecResult run(String name, List<String> arguments, String input, Map<String, String> files) {
        return switch (name) {
            case "true", ":" -> Shell.code(0);
            case "false" -> Shell.code(1);
            case "echo" -> Shell.out(String.join(" ", arguments) + "\n");
            case "printf" -> Shell.out(printf(arguments));
            case "cat" -> arguments.isEmpty() ? Shell.out(input) : cat(arguments, files);
            case "touch" -> {
                arguments.forEach(path -> files.putIfAbsent(path, ""));
                yield Shell.code(0);
            }
            case "test" -> Shell.code(holds(arguments, files) ? 0 : 1);
            case "[" -> Shell.code(holds(arguments.subList(0, arguments.size() - 1), files) ? 0 : 1);
            case "grep" -> grep(arguments, input);
            case "head" -> head(arguments, input);
            case "tr" -> translate(arguments, input);
            default -> Execution.notFound(name).result();
        };
    }

    /** Knows {@code %s} alone. */
    private static String printf(List<String> arguments) {
        String text = arguments.isEmpty() ? "" : arguments.getFirst();
        for (String value : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            text = text.replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(value));
        }
        return text.replace("%s", "").replace("\\n", "\n");
    }

    private static boolean holds(List<String> words, Map<String, String> files) {
        return switch (words.size()) {
            case 1 -> !words.getFirst().isEmpty();
            case 2 ->
                switch (words.getFirst()) {
                    case "-z" -> words.get(1).isEmpty();
                    case "-n" -> !words.get(1).isEmpty();
                    case "-f", "-e", "-r" -> files.containsKey(words.get(1));
                    case "-s" -> !files.getOrDefault(words.get(1), "").isEmpty();
                    case "!" -> words.get(1).isEmpty();
                    default -> false;
                };
            case 3 ->
                switch (words.get(1)) {
                    case "=", "==" -> words.get(0).equals(words.get(2));
                    case "!=" -> !words.get(0).equals(words.get(2));
                    default -> false;
                };
            default -> false;
        };
    }

    private static ExecResult cat(List<String> paths, Map<String, String> files) {
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (String path : paths) {
            String text = files.get(path);
            if (text == null) {
                err.append("cat: ").append(path).append(": No such file or directory\n");
            } else {
                out.append(text);
            }
        }
        return new ExecResult(err.isEmpty() ? 0 : 1, out.toString(), err.toString(), false);
    }

    private static ExecResult grep(List<String> arguments, String input) {
        String flags = "";
        int i = 0;
        for (; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
            flags += arguments.get(i);
        }
        String wanted = i < arguments.size() ? arguments.get(i) : "";
        // basic expressions differ from extended ones in that an alternative needs a backslash
        Pattern pattern = Pattern.compile(
                flags.contains("E")
                        ? wanted
                        : wanted.replace("|", "\u0000").replace("\\\u0000", "|").replace("\u0000", "\\|"));
        boolean inverted = flags.contains("v");
        List<String> lines = input.lines()
                .filter(line -> pattern.matcher(line).find() != inverted)
                .toList();
        String out = flags.contains("q") || lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return new ExecResult(lines.isEmpty() ? 1 : 0, out, "", false);
    }

    private static ExecResult head(List<String> arguments, String input) {
        String count =
                String.join("", arguments).replace("-n", "").replace("-", "").strip();
        StringBuilder out = new StringBuilder();
        input.lines()
                .limit(count.isEmpty() ? 10 : Long.parseLong(count))
                .forEach(line -> out.append(line).append('\n'));
        return Shell.out(out.toString());
    }

    private static ExecResult translate(List<String> arguments, String input) {
        boolean deletes = arguments.size() == 2 && arguments.getFirst().equals("-d");
        return deletes
                ? Shell.out(input.replace(arguments.get(1).replace("\\r", "\r").replace("\\n", "\n"), ""))
                : Shell.out(input);
    }
}

package dev.coxswain.expression;

import java.util.Optional;

/**
 * One mistake in a text that somebody wrote, said so that he finds and mends it.
 *
 * @param line counts from 1
 * @param column counts from 1, in UTF-16 units
 * @param hint what to do instead: {@code did you mean 'ready'?}
 * @param sourceLine the line as it was read
 */
public record Diagnostic(
        String file,
        int line,
        int column,
        Severity severity,
        String message,
        Optional<String> hint,
        String sourceLine) {

    private static final int WIDEST_LINE = 160;

    /** Only an {@link #ERROR} keeps a document from being used. */
    public enum Severity {
        ERROR,
        WARNING;

        String word() {
            return switch (this) {
                case ERROR -> "error";
                case WARNING -> "warning";
            };
        }
    }

    /** {@code file:line:column: error: message}, the line, a caret below the place, and the hint. */
    public String print() {
        StringBuilder out = new StringBuilder();
        out.append("%s:%d:%d: %s: %s%n".formatted(file, line, column, severity.word(), message));
        if (!sourceLine.isBlank()) {
            int from = Math.max(0, Math.min(column - 1, sourceLine.length()) - WIDEST_LINE / 2);
            String shown = sourceLine.substring(from, Math.min(sourceLine.length(), from + WIDEST_LINE));
            out.append("  ").append(shown.replace('\t', ' ')).append('\n');
            out.append("  ").repeat(" ", Math.max(0, column - 1 - from)).append("^\n");
        }
        hint.ifPresent(text -> out.append("  hint: ").append(text).append('\n'));
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}

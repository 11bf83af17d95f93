package dev.coxswain.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects every mistake in one file, so that its author sees all of them at once. */
public final class Diagnostics {

    /** A file full of mistakes is not read by anybody; this many say enough. */
    private static final int MOST = 100;

    private final String file;
    private final List<String> lines;
    private final List<Diagnostic> found = new ArrayList<>();

    /** @param text the content of the file, whose lines are shown with the mistakes */
    public Diagnostics(String file, String text) {
        this.file = file;
        this.lines = text.lines().toList();
    }

    public void error(Position at, String message) {
        add(at, Diagnostic.Severity.ERROR, message, Optional.empty());
    }

    public void error(Position at, String message, String hint) {
        add(at, Diagnostic.Severity.ERROR, message, Optional.of(hint));
    }

    public void error(Position at, String message, Optional<String> hint) {
        add(at, Diagnostic.Severity.ERROR, message, hint);
    }

    public void warning(Position at, String message, String hint) {
        add(at, Diagnostic.Severity.WARNING, message, Optional.of(hint));
    }

    private void add(Position at, Diagnostic.Severity severity, String message, Optional<String> hint) {
        Diagnostic diagnostic = new Diagnostic(file, at.line(), at.column(), severity, message, hint, line(at.line()));
        if (found.size() < MOST && !found.contains(diagnostic)) {
            found.add(diagnostic);
        }
    }

    public String file() {
        return file;
    }

    /** The text of a line that counts from 1; empty past the end. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    /** In order of position. */
    public List<Diagnostic> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column))
                .toList();
    }

    public boolean hasErrors() {
        return errors() > 0;
    }

    /** How many errors there are so far: a reader compares before and after to know whether a part was sound. */
    public int errors() {
        return (int) found.stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .count();
    }

    /** All of them as people read them. */
    public String print() {
        return all().stream().map(Diagnostic::print).collect(Collectors.joining());
    }
}

package dev.coxswain.cli.choice;

import dev.coxswain.app.rehearsal.Scenario;
import dev.coxswain.app.rehearsal.ScenarioReader;
import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.expression.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The scenarios that stand beside playbooks. */
public final class ScenarioFiles {

    private ScenarioFiles() {}

    /**
     * One file.
     *
     * @param name {@code PLAYBOOK/FILE}, without the file's ending
     */
    public record ScenarioFile(String name, Path file) {

        /** @param diagnostics what is wrong with it; the scenario is absent then */
        public record Reading(Optional<Scenario> scenario, String diagnostics) {}

        public Reading read() throws IOException {
            Diagnostics undecoded = new Diagnostics(file.toString(), "");
            Optional<String> text = YamlDocument.decode(Files.readAllBytes(file), undecoded);
            if (text.isEmpty()) {
                return new Reading(Optional.empty(), undecoded.print());
            }
            Diagnostics diagnostics = new Diagnostics(file.toString(), text.get());
            return new Reading(ScenarioReader.read(text.get(), diagnostics), diagnostics.print());
        }

        /** What it expects of the end, as its author wrote it. */
        public List<String> expectations() throws IOException {
            String text = Files.readString(file);
            return YamlDocument.read(text, new Diagnostics(file.toString(), text)).stream()
                    .flatMap(document -> Json.asMap(Json.at(document.json(), "expect")).entrySet().stream())
                    .map(entry -> entry.getKey() + ": "
                            + (entry.getValue() instanceof String words ? words : Json.print(entry.getValue())))
                    .toList();
        }
    }

    /** In order of names. */
    public static List<ScenarioFile> below(Path start) throws IOException {
        if (!Files.isDirectory(start)) {
            throw new IllegalArgumentException("there is no directory " + start);
        }
        try (Stream<Path> walk = Files.walk(start)) {
            return walk.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> "scenarios".equals(nameOf(file.getParent())))
                    .sorted()
                    .map(file -> new ScenarioFile(name(file), file))
                    .toList();
        }
    }

    private static String name(Path file) {
        Path scenarios = file.toAbsolutePath().getParent();
        String own = nameOf(file);
        return nameOf(scenarios == null ? null : scenarios.getParent()) + "/"
                + own.substring(0, own.length() - ".yaml".length());
    }

    private static String nameOf(@org.jspecify.annotations.Nullable Path path) {
        return path == null || path.getFileName() == null ? "" : String.valueOf(path.getFileName());
    }

    /**
     * @param wanted the name, whole or after its slash
     * @throws IllegalArgumentException when there is none or more than one of that name
     */
    public static ScenarioFile find(Path start, String wanted) throws IOException {
        List<ScenarioFile> all = below(start);
        List<ScenarioFile> found = all.stream()
                .filter(one -> one.name().equals(wanted) || one.name().endsWith("/" + wanted))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        List<String> names =
                (found.isEmpty() ? all : found).stream().map(ScenarioFile::name).toList();
        String listed = "\n  " + String.join("\n  ", names);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no scenario '" + wanted + "'"
                    + near(wanted, names).map(hint -> "; " + hint).orElse("") + "; there are:" + listed);
        }
        throw new IllegalArgumentException("there are several scenarios '" + wanted + "':" + listed);
    }

    private static Optional<String> near(String wanted, List<String> names) {
        List<String> comparable = wanted.contains("/")
                ? names
                : names.stream()
                        .map(name -> name.substring(name.indexOf('/') + 1))
                        .toList();
        return DidYouMean.hint(wanted, comparable).filter(hint -> hint.startsWith("did you mean"));
    }
}

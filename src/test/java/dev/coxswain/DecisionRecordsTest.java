package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each decision says why, and which tests would fail if it were not kept. */
class DecisionRecordsTest {

    private static final Path RECORDS = Path.of("docs/adr");
    private static final Pattern NAME = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final List<String> PARTS = List.of("Context", "Decision", "Confirmation");

    /** Names of test classes, and of methods in them: an identifier in backquotes that begins like the one or the other. */
    private static final Pattern QUOTED = Pattern.compile("`([A-Za-z][A-Za-z0-9_]*)`");

    private static List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(RECORDS)) {
            return files.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachRecordHasItsFormAndTestsThatExist() throws IOException {
        return records().stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> check(file)));
    }

    @Test
    void numbersAreUsedOnceAndWithoutGaps() throws IOException {
        List<Integer> numbers = records().stream()
                .map(file -> Integer.parseInt(String.valueOf(file.getFileName()).substring(0, 4)))
                .toList();
        assertThat(numbers).doesNotHaveDuplicates();
        assertThat(numbers.getLast()).isEqualTo(numbers.size());
    }

    private static void check(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String text = Files.readString(file);
        assertThat(name).matches(NAME);
        assertThat(text).startsWith("# " + Integer.parseInt(name.substring(0, 4)) + ". ");
        assertThat(text).containsPattern("(?m)^Status: (proposed|accepted|superseded.*)$");
        assertThat(PARTS)
                .allSatisfy(part -> assertThat(part(text, part)).as(part).isNotBlank());
        String confirmation = part(text, "Confirmation");
        List<String> tests = quoted(confirmation).stream()
                .filter(word -> word.matches("[A-Z].*(Test|IT)"))
                .toList();
        assertThat(tests).as("test classes that the confirmation names").isNotEmpty();
        StringBuilder sources = new StringBuilder();
        for (String test : tests) {
            sources.append(source(test));
        }
        assertThat(quoted(confirmation).stream().filter(DecisionRecordsTest::isMethod))
                .allSatisfy(method -> assertThat(sources.toString().matches("(?s).*\\b" + method + "\\b.*"))
                        .as("%s is in one of %s", method, tests)
                        .isTrue());
    }

    /** Names of tests are sentences: they have more than one word. */
    private static boolean isMethod(String word) {
        return word.matches("[a-z][a-z0-9]*([A-Z][a-z0-9]*){2,}");
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static String part(String text, String title) {
        int start = text.indexOf("\n## " + title + "\n");
        if (start < 0) {
            return "";
        }
        int end = text.indexOf("\n## ", start + 4);
        return text.substring(start + title.length() + 5, end < 0 ? text.length() : end);
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Path found = files.filter(file -> String.valueOf(file.getFileName()).equals(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            String.format(Locale.ROOT, "the confirmation names %s, which does not exist", test)));
            return Files.readString(found);
        }
    }
}

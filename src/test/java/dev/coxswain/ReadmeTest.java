package dev.coxswain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.action.Actions;
import dev.coxswain.playbook.PlaybookReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the first pages promise is so. */
class ReadmeTest {

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile(
            "(?<![\\w./<-])(?:src|docs|playbooks|charts)/[\\w./-]*[\\w/]|(?<=\\]\\()(?!https?:|#)[^)#]+");

    @Test
    void everyPlaybookInTheReadmeIsReadWithoutADiagnostic() throws IOException {
        List<String> examples = YAML.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(found -> found.group(1))
                .filter(text -> text.contains("kind: Playbook"))
                .toList();
        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            PlaybookReader.Result read = PlaybookReader.read("README.md", example, Actions.builtIn());
            assertThat(read.diagnostics().print()).isEmpty();
            assertThat(read.playbooks()).isNotEmpty();
        });
    }

    @Test
    void everyFileThatTheFirstPagesMentionExists() throws IOException {
        for (String page : List.of("README.md", "CONTRIBUTING.md")) {
            List<String> files = FILE.matcher(Files.readString(Path.of(page)))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(files)
                    .as(page)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Path.of(file)).exists());
        }
    }
}

package dev.coxswain.cli.choice;

import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.Playbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Values that a person gives in place of a playbook's own. */
public final class GivenParams {

    @Option(
            names = {"-p", "--param"},
            paramLabel = "NAME=VALUE",
            description = "A value in place of the playbook's own; may be given several times.")
    private Map<String, String> given = new LinkedHashMap<>();

    /**
     * The values as YAML reads them, so that 3 is a number and true is no text.
     *
     * @throws IllegalArgumentException when the playbook does not take one of them
     */
    public Map<String, @Nullable Object> of(Playbook playbook) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            Object value = value(name, text);
            playbook.refusal(name, value).ifPresent(why -> {
                throw new IllegalArgumentException(why
                        + (playbook.params().containsKey(name)
                                ? ""
                                : DidYouMean.hint(name, playbook.params().keySet())
                                        .map(hint -> "; " + hint)
                                        .orElse("")));
            });
            values.put(name, value);
        });
        return values;
    }

    private static @Nullable Object value(String name, String text) {
        Diagnostics diagnostics = new Diagnostics("--param " + name, text);
        List<YamlNode> documents = YamlDocument.read(text, diagnostics);
        if (diagnostics.hasErrors()) {
            throw new IllegalArgumentException(diagnostics.print().strip());
        }
        return documents.isEmpty() ? "" : documents.getFirst().json();
    }
}

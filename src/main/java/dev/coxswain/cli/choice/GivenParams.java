package dev.coxswain.cli.choice;

import dev.coxswain.cluster.Json;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.DidYouMean;
import dev.coxswain.expression.YamlDocument;
import dev.coxswain.expression.YamlNode;
import dev.coxswain.playbook.Playbook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        Map<String, @Nullable Object> declared = Json.asMap(Json.at(playbook.source(), "spec", "params"));
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            if (!declared.containsKey(name)) {
                throw new IllegalArgumentException("playbook " + playbook.name() + " has no parameter '" + name + "'"
                        + DidYouMean.hint(name, declared.keySet())
                                .map(hint -> "; " + hint)
                                .orElse(""));
            }
            Object value = value(name, text);
            List<@Nullable Object> allowed = Json.asList(Json.at(declared.get(name), "oneOf"));
            if (!allowed.isEmpty() && !allowed.contains(value)) {
                throw new IllegalArgumentException("parameter '" + name + "' cannot be '" + text + "'; it is one of "
                        + allowed.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
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

package dev.coxswain.action;

import dev.coxswain.GeneratedPage;
import dev.coxswain.playbook.ActionSignature;
import dev.coxswain.playbook.Parameter;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Renders the catalogue for people. */
class ActionsReferenceTest {

    @Test
    void theReferenceOfActionsIsWhatTheCatalogueSays() throws IOException {
        GeneratedPage.of("docs/reference/actions.md").assertIs(rendered());
    }

    private static String rendered() {
        StringBuilder page = new StringBuilder(
                "# Actions\n\nWhat a step can name in `uses`. Rendered from the catalogue in the code.\n");
        for (ActionSignature action : Actions.builtIn().all()) {
            page.append("\n## `").append(action.name()).append("`\n\n");
            page.append(action.summary()).append("\n\n");
            page.append("- Changes the world: ").append(changes(action)).append('\n');
            page.append("- Needs from the trigger: ").append(subject(action)).append('\n');
            if (!action.parameters().isEmpty()) {
                page.append("\n| parameter | type | required | default | meaning |\n|---|---|---|---|---|\n");
                action.parameters().forEach(p -> page.append(row(p)));
            }
        }
        return page.toString();
    }

    private static String changes(ActionSignature action) {
        if (!action.mutating()) {
            return "no";
        }
        return action.invertible()
                ? "yes; a step needs no `undo`"
                : "yes; a step must say `undo` or `irreversible: true`";
    }

    private static String subject(ActionSignature action) {
        return switch (action.subject()) {
            case NONE -> "nothing";
            case OPERATOR -> "an operator";
            case DATASTORE -> "a datastore";
            case MEMBER -> "a member";
        };
    }

    private static String row(Parameter parameter) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        parameter.name(),
                        parameter.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        parameter.required() ? "yes" : "no",
                        parameter.fallback().map(f -> "`" + f + "`").orElse(""),
                        parameter.description().replace("|", "\\|"));
    }
}

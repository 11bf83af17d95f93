package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No value from the cluster is ever parsed as code: the program of a command must be literal, and so must the script of a shell
 * or another interpreter. Values go behind the script, as its arguments.
 */
final class ShellRule {

    private static final Set<String> INTERPRETERS = Set.of(
            "sh", "bash", "ash", "dash", "zsh", "ksh", "busybox", "python", "python3", "perl", "ruby", "node", "lua",
            "psql", "mysql", "eval");

    private final Diagnostics diagnostics;

    ShellRule(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(ActionSignature action, Map<String, YamlNode> given) {
        if (!action.name().equals("pod.exec")) {
            return;
        }
        for (Parameter parameter : action.parameters()) {
            YamlNode node = given.get(parameter.name());
            if (parameter.type() == ParameterType.LIST_OF_STRING
                    && node instanceof YamlNode.Sequence(var _, var items)) {
                command(items);
            } else if (parameter.type() == ParameterType.LIST_OF_STRING
                    && node instanceof YamlNode.Scalar scalar
                    && CelExpressions.isTemplate(scalar.text())) {
                diagnostics.error(scalar.position(), "a command must be written out, so that it can be checked");
            }
        }
    }

    private void command(List<YamlNode> items) {
        boolean interpreted = false;
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof YamlNode.Scalar word)) {
                continue;
            }
            if (i == 0 && CelExpressions.isTemplate(word.text())) {
                diagnostics.error(word.position(), "the program of a command must not come from an expression");
            }
            interpreted |=
                    INTERPRETERS.contains(word.text().substring(word.text().lastIndexOf('/') + 1));
            if (interpreted && takesScript(word.text()) && i + 1 < items.size()) {
                script(items.get(i + 1));
                return;
            }
        }
    }

    /** {@code -c}, also among others as in {@code -ec}; {@code -e}, {@code --eval} and {@code --command} of other interpreters. */
    private static boolean takesScript(String word) {
        return word.matches("-[a-zA-Z]*[ce]") || word.equals("--eval") || word.equals("--command");
    }

    private void script(YamlNode node) {
        if (node instanceof YamlNode.Scalar script && CelExpressions.isTemplate(script.text())) {
            diagnostics.error(
                    script.positionOf(script.text().indexOf("${")),
                    "a value would be parsed as code here",
                    "read it as \"$1\" in the script and give it as an argument behind the script");
        }
    }
}

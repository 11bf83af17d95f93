package dev.coxswain.playbook;

import dev.coxswain.expression.CelExpressions;
import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Diagnostics;
import dev.coxswain.expression.Expression;
import dev.coxswain.expression.Scope;
import dev.coxswain.expression.YamlFields;
import dev.coxswain.expression.YamlNode;
import java.util.Optional;

/**
 * What reading one playbook needs all along.
 *
 * @param playbook its name
 */
record Reading(CelExpressions expressions, ActionCatalogue actions, Diagnostics diagnostics, String playbook) {

    /** Empty when absent or wrong; wrong has been reported. */
    Optional<Expression> expression(YamlFields fields, String name, Scope scope, Wanted wanted) {
        return fields.scalar(name).flatMap(scalar -> expressions.compile(scalar, scope, wanted, diagnostics));
    }

    Optional<Expression> expression(YamlNode.Scalar scalar, Scope scope, Wanted wanted) {
        return expressions.compile(scalar, scope, wanted, diagnostics);
    }

    static boolean isIdentifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]{0,62}");
    }
}

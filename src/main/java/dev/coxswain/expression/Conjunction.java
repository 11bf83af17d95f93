package dev.coxswain.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Takes a conjunction apart in the author's own words, at the places where its tree says that the operators stand. */
final class Conjunction {

    private static final String AND = "_&&_";

    private Conjunction() {}

    /** The parts from left to right; the source alone when it is no conjunction. Parts inside parentheses may not be sound. */
    static List<String> parts(String source, CelAbstractSyntaxTree ast) {
        TreeSet<Integer> operators = new TreeSet<>();
        collect(ast.getExpr(), ast.getSource().getPositionsMap(), operators);
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int operator : operators) {
            // positions count code points
            int at = source.offsetByCodePoints(0, Math.min(operator, source.codePointCount(0, source.length())));
            if (!source.startsWith("&&", at) || at < from) {
                return List.of(source);
            }
            parts.add(source.substring(from, at).strip());
            from = at + AND.length() - 2;
        }
        parts.add(source.substring(from).strip());
        return parts;
    }

    private static void collect(CelExpr expression, Map<Long, Integer> positions, Set<Integer> operators) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL
                && expression.call().function().equals(AND)) {
            operators.add(positions.getOrDefault(expression.id(), Integer.MAX_VALUE));
            expression.call().args().forEach(part -> collect(part, positions, operators));
        }
    }
}

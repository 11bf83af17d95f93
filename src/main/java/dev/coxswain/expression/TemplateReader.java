package dev.coxswain.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a template apart.
 *
 * <p>An expression ends at the brace that closes it: braces of maps and braces inside quotes are its own.
 */
final class TemplateReader {

    private static final int MOST_PARTS = 200;

    private final CelExpressions expressions;
    private final YamlNode.Scalar scalar;
    private final Scope scope;
    private final Diagnostics diagnostics;
    private final List<CelTemplate.Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private boolean sound = true;

    TemplateReader(CelExpressions expressions, YamlNode.Scalar scalar, Scope scope, Diagnostics diagnostics) {
        this.expressions = expressions;
        this.scalar = scalar;
        this.scope = scope;
        this.diagnostics = diagnostics;
    }

    Optional<Template> read() {
        String text = scalar.text();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                at = hole(text, at);
            } else {
                literal.append(text.charAt(at));
                at++;
            }
        }
        flush();
        return sound ? Optional.of(new CelTemplate(text, parts)) : Optional.empty();
    }

    private int hole(String text, int start) {
        int end = end(text, start + 2);
        if (end < 0 || parts.size() > MOST_PARTS) {
            diagnostics.error(
                    scalar.positionOf(start),
                    end < 0 ? "'${' is never closed" : "too many expressions in one text",
                    end < 0 ? Optional.of("write $${ for a literal ${") : Optional.empty());
            sound = false;
            return text.length();
        }
        flush();
        String source = text.substring(start + 2, end);
        expressions
                .compile(
                        source,
                        offset -> scalar.positionOf(start + 2 + offset),
                        scope,
                        CelExpressions.Wanted.ANYTHING,
                        diagnostics)
                .ifPresentOrElse(e -> parts.add(new CelTemplate.Part.Hole(e)), () -> sound = false);
        return end + 1;
    }

    private void flush() {
        if (!literal.isEmpty()) {
            parts.add(new CelTemplate.Part.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static int end(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\'') {
                i = closingQuote(text, i);
            } else if (c == '{') {
                depth++;
            } else if (c == '}') {
                if (depth == 0) {
                    return i;
                }
                depth--;
            }
        }
        return -1;
    }

    private static int closingQuote(String text, int opening) {
        char quote = text.charAt(opening);
        for (int i = opening + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        return text.length();
    }
}

package dev.coxswain.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions and templates.
 *
 * <p>{@link #compile} checks the source against a {@link Scope} and reports mistakes at their place in the file; what it
 * returns can be evaluated. Sources are bounded in length, nesting and loops, evaluations by {@link EvaluationBudget}; regular
 * expressions are RE2, which never backtracks.
 */
public final class CelExpressions {

    private static final int LONGEST_SOURCE = 8_192;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST_SOURCE)
            .maxParseRecursionDepth(64)
            .maxParseErrorRecoveryLimit(5)
            .comprehensionMaxIterations(100_000)
            .maxRegexProgramSize(10_000)
            .enableHeterogeneousNumericComparisons(true)
            .enableReservedIds(true)
            .build();

    /** What the place of an expression needs its result to be. */
    public enum Wanted {
        ANYTHING("anything"),
        BOOLEAN("true or false"),
        LIST("a list"),
        DURATION("a duration");

        private final String words;

        Wanted(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        private boolean admits(CelType type) {
            CelKind kind = type.kind();
            return kind == CelKind.DYN
                    || kind == CelKind.ANY
                    || switch (this) {
                        case ANYTHING -> true;
                        case BOOLEAN -> kind == CelKind.BOOL;
                        case LIST -> kind == CelKind.LIST;
                        case DURATION -> kind == CelKind.DURATION;
                    };
        }

        boolean accepts(@Nullable Object value) {
            return switch (this) {
                case ANYTHING -> true;
                case BOOLEAN -> value instanceof Boolean;
                case LIST -> value instanceof List<?>;
                case DURATION -> value instanceof Duration;
            };
        }
    }

    /** Building one takes longer than compiling an expression; a scope that nobody uses any more takes its own along. */
    private final Map<Scope, Cel> environments = Collections.synchronizedMap(new WeakHashMap<>());

    /** The expression in a scalar; mistakes are reported where they stand. */
    public Optional<Expression> compile(YamlNode.Scalar scalar, Scope scope, Wanted wanted, Diagnostics diagnostics) {
        return compile(scalar.text(), offset -> scalar.positionOf(offset), scope, wanted, diagnostics)
                .map(e -> e);
    }

    /** An expression that stands in no file: its mistakes are reported on a line of their own. */
    public Optional<Expression> compile(String source, Scope scope, Wanted wanted, Diagnostics diagnostics) {
        return compile(source, CelIssues.positionIn(source), scope, wanted, diagnostics)
                .map(e -> e);
    }

    /** The template in a scalar: text with {@code ${…}} in it, a doubled dollar sign before the brace for a literal one. */
    public Optional<Template> template(YamlNode.Scalar scalar, Scope scope, Diagnostics diagnostics) {
        return new TemplateReader(this, scalar, scope, diagnostics).read();
    }

    /** Whether a text has anything in it that a template replaces. */
    public static boolean isTemplate(String text) {
        return text.contains("${");
    }

    Optional<CelExpression> compile(
            String source, CelIssues.Places places, Scope scope, Wanted wanted, Diagnostics diagnostics) {
        if (source.isBlank()) {
            diagnostics.error(places.at(0), "an expression must not be empty");
            return Optional.empty();
        }
        if (source.strip().startsWith("${")) {
            diagnostics.error(places.at(0), "this is an expression already", "write it without ${ and }");
            return Optional.empty();
        }
        if (source.length() > LONGEST_SOURCE) {
            diagnostics.error(places.at(0), "an expression must not be longer than " + LONGEST_SOURCE + " characters");
            return Optional.empty();
        }
        Cel cel = environments.computeIfAbsent(scope, CelExpressions::environment);
        CelValidationResult result = cel.compile(source);
        if (result.hasError()) {
            new CelIssues(source, places, scope, diagnostics).report(result.getErrors());
            return Optional.empty();
        }
        try {
            return checked(source, places, scope, wanted, diagnostics, cel, result.getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            diagnostics.error(places.at(0), "not an expression: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<CelExpression> checked(
            String source,
            CelIssues.Places places,
            Scope scope,
            Wanted wanted,
            Diagnostics diagnostics,
            Cel cel,
            CelAbstractSyntaxTree ast)
            throws CelEvaluationException {
        CelType type = ast.getResultType();
        if (!wanted.admits(type)) {
            diagnostics.error(places.at(0), "must be " + wanted.words() + ", but is " + CelIssues.words(type));
            return Optional.empty();
        }
        FieldReads.Found found = FieldReads.in(ast.getExpr(), scope);
        List<Expression> parts = parts(source, scope, ast);
        return Optional.of(
                new CelExpression(source, type, wanted, found.reads(), found.paths(), cel.createProgram(ast), parts));
    }

    /** Parts that are not sound on their own, because a parenthesis spans them, are left in one piece. */
    private List<Expression> parts(String source, Scope scope, CelAbstractSyntaxTree ast) {
        List<String> sources = Conjunction.parts(source, ast);
        if (sources.size() < 2) {
            return List.of();
        }
        Diagnostics unheard = new Diagnostics("", "");
        List<Expression> parts = sources.stream()
                .flatMap(part -> compile(part, scope, Wanted.BOOLEAN, unheard).stream())
                .toList();
        return parts.size() == sources.size() ? parts : List.of();
    }

    private static Cel environment(Scope scope) {
        CelBuilder builder = CelFactory.legacyCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(scope.types())
                .addFunctionDeclarations(CelFunctions.declarations())
                .addFunctionBindings(CelFunctions.bindings());
        scope.variables().forEach((name, declared) -> builder.addVar(name, declared.type()));
        return builder.build();
    }
}

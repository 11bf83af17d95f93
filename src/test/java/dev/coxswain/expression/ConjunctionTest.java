package dev.coxswain.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConjunctionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "a && b~a;b",
                "a &&b&& c && d~a;b;c;d",
                "a~a",
                "a && (b || c)~a;(b || c)",
                "a || b && c~a || b && c",
                "a ? b && c : c~a ? b && c : c",
                "x == ' && ' && a~x == ' && ';a",
                "x == 'é😀' && a~x == 'é😀';a",
                "l.all(i, i && a) && b~l.all(i, i && a);b",
                "(a && b) && c~(a && b) && c",
                "(a && b)~(a && b)"
            })
    void aConjunctionFallsIntoThePartsThatTheAuthorWrote(String source, String parts) {
        Scope scope = Scope.of()
                .withAny("a")
                .withAny("b")
                .withAny("c")
                .withAny("d")
                .withAny("x")
                .withAny("l");
        Diagnostics diagnostics = new Diagnostics("test", source);
        Expression expression = new CelExpressions()
                .compile(source, scope, CelExpressions.Wanted.BOOLEAN, diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.print()));

        assertThat(expression.conjuncts()).extracting(Expression::source).isEqualTo(List.of(parts.split(";")));
    }
}

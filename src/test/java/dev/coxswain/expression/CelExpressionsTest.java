package dev.coxswain.expression;

import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.coxswain.expression.CelExpressions.Wanted;
import dev.coxswain.expression.Expression.Result;
import dev.coxswain.expression.Scope.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Scope SCOPE = Scope.of(
                    Variable.MEMBER, Variable.DATASTORE, Variable.OPERATOR, Variable.RUN, Variable.NOW)
            .withAny("object")
            .withFields("params", List.of("factor"))
            .withSteps();

    private final CelExpressions expressions = new CelExpressions();

    private static Map<String, @Nullable Object> member(String name, boolean ready) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("role", ready ? "master" : "slave");
        values.put("ready", ready);
        values.put("restarts", ready ? 0L : 4L);
        values.put("startedAt", NOON.minus(10, MINUTES));
        values.put("lastExit", Map.of("finishedAt", NOON.minus(11, MINUTES), "code", 0L));
        values.put("says", Map.of("replication", "role:master\r\nconnected_slaves:2\r\n"));
        values.put("pod", null);
        values.put("labels", Map.of("app", "cart"));
        return values;
    }

    private static Map<String, @Nullable Object> world() {
        Map<String, @Nullable Object> primary = member("cart-0", true);
        Map<String, @Nullable Object> replica = member("cart-1", false);
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("spec", Map.of("replicas", 3, "ratio", 1.5));
        object.put("gone", null);
        object.put("items", Arrays.asList("a", null));
        return Map.of(
                "member", replica,
                "datastore", Map.of("members", List.of(primary, replica), "primary", primary),
                "now", NOON,
                "run", Map.of("startedAt", NOON.minus(5, MINUTES), "name", "r1"),
                "params", Map.of("factor", 2L),
                "steps", Map.of("look", Map.of("output", Map.of("ip", "10.0.0.1"))),
                "object", object);
    }

    private Expression compiled(String source) {
        Diagnostics diagnostics = new Diagnostics("test", source);
        return expressions
                .compile(source, SCOPE, Wanted.ANYTHING, diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.print()));
    }

    private @Nullable Object value(String source) {
        return switch (compiled(source).evaluate(world())) {
            case Result.Value(Object value) -> value;
            case Result.Failure(String message) -> throw new AssertionError(message);
        };
    }

    private String failure(String source) {
        return switch (compiled(source).evaluate(world())) {
            case Result.Value(Object value) -> throw new AssertionError("is " + value);
            case Result.Failure(String message) -> message;
        };
    }

    private String refusal(String source, Wanted wanted) {
        Diagnostics diagnostics = new Diagnostics("test", source);
        assertThat(expressions.compile(source, SCOPE, wanted, diagnostics)).isEmpty();
        return diagnostics.print();
    }

    private Object template(String text) {
        Diagnostics diagnostics = new Diagnostics("test", text);
        YamlNode.Scalar scalar = new YamlNode.Scalar(Position.START, text, text, List.of(Position.START));
        Template template = expressions
                .template(scalar, SCOPE, diagnostics)
                .orElseThrow(() -> new AssertionError(diagnostics.print()));
        return switch (template.evaluate(world())) {
            case Result.Value(Object value) -> String.valueOf(value) + (value instanceof String ? "" : " (no text)");
            case Result.Failure failure -> failure.message();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "member.role != 'master' && member.restarts >= 3 && !member.ready",
                "datastore.members.filter(m, m.role == 'master' && m.ready).size() == 1",
                "datastore.primary.name == 'cart-0'",
                "member.pod == null",
                "object.gone == null",
                "object.items[1] == null",
                "has(object.gone)",
                "!has(object.nothing)",
                "object.spec.replicas == 3",
                "object.spec.replicas > 2.5",
                "now - member.startedAt > duration('5m')",
                "member.restartedSince(now - duration('20m'))",
                "!member.restartedSince(run.startedAt)",
                "member.says.replication.pairs(':').connected_slaves == '2'",
                "int(member.says.replication.pairs(':')['connected_slaves']) == 2",
                "'a,b'.split(',') == ['a', 'b']",
                "' x '.trim() == 'x'",
                "params.factor * 2 == 4",
                "steps.look.output.ip == '10.0.0.1'",
                "toJson({'a': [1]}) == '{\"a\":[1]}'",
                "ref('v1', 'Pod', 'shop', 'cart-0').kind == 'Pod'",
                "member.name.matches('^cart-[0-9]+$')",
                "'app' in member.labels && member.labels.app == 'cart'",
                "datastore.members.exists(m, m == member)",
                "datastore.members.map(m, m.name) == ['cart-0', 'cart-1']"
            })
    void whatPlaybooksAskIsAnswered(String source) {
        assertThat(value(source)).isEqualTo(true);
    }

    @Test
    void valuesComeOutAsPlainJava() {
        assertThat(value("object.gone")).isNull();
        assertThat(value("[object.gone, 1, {'a': now}]")).isEqualTo(Arrays.asList(null, 1L, Map.of("a", NOON)));
        assertThat(value("member")).isEqualTo(world().get("member"));
        assertThat(value("now - run.startedAt")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsMissingIsAFailureThatNamesIt() {
        assertThat(failure("object.spec.nothing == 1"))
                .isEqualTo("key 'nothing' is missing in: object.spec.nothing == 1");
        assertThat(failure("member.says.none")).contains("'none' is missing");
        assertThat(failure("object.gone.field")).contains("field");
        assertThat(failure("1 / (params.factor - 2)")).contains("by zero");
        assertThat(failure("operator.name")).contains("operator");
    }

    @Test
    void mistakesAreFoundBeforeAnythingRuns() {
        assertThat(refusal("member.redy", Wanted.BOOLEAN)).isEqualTo("""
                        test:1:8: error: 'member' has no field 'redy'
                          member.redy
                                 ^
                          hint: did you mean 'ready'?
                        """);
        assertThat(refusal("datastore.primary.nam == 'x'", Wanted.BOOLEAN)).contains("did you mean 'name'?");
        assertThat(refusal("datastore.members.all(m, m.redy)", Wanted.BOOLEAN)).contains("did you mean 'ready'?");
        assertThat(refusal("membr.ready", Wanted.BOOLEAN)).contains("unknown variable 'membr'", "'member'");
        assertThat(refusal("params.facto > 1", Wanted.BOOLEAN)).contains("'params' has no field", "'factor'");
        assertThat(refusal("steps.look.out", Wanted.ANYTHING)).contains("known: output");
        assertThat(refusal("member.name == 3", Wanted.BOOLEAN)).contains("'==' does not fit (string, int)");
        assertThat(refusal("member.restarts", Wanted.BOOLEAN)).contains("must be true or false, but is a number");
        assertThat(refusal("siz(member.name) == 1", Wanted.BOOLEAN)).contains("unknown function 'siz'", "'size'");
        assertThat(refusal("member.ready &&", Wanted.BOOLEAN)).contains("it ends too early");
        assertThat(refusal("", Wanted.BOOLEAN)).contains("must not be empty");
    }

    @Test
    void aResultOfTheWrongKindIsAFailureWhenCheckingCouldNotKnow() {
        Diagnostics diagnostics = new Diagnostics("test", "");
        Expression expression = expressions
                .compile("object.spec.replicas", SCOPE, Wanted.BOOLEAN, diagnostics)
                .orElseThrow();
        assertThat(expression.evaluate(world())).isInstanceOf(Result.Failure.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "member.ready && member.restarts > 3 | member.ready member.restarts",
                "datastore.members.filter(m, m.ready).size() == 1 | datastore.members datastore.members.ready",
                "datastore.members.exists(m, m.says.info == 'x') | datastore.members.says.info",
                "datastore.members.filter(m, m.ready)[0].says | datastore.members.ready datastore.members.says",
                "datastore.members[0].says['info'] | datastore.members.says.info",
                "(member.ready ? member : datastore.primary).name | datastore.primary.name member.name member.ready",
                "datastore.members.map(m, m.name) | datastore.members.name",
                "member.restartedSince(run.startedAt) | member.lastExit member.startedAt run.startedAt",
                "steps['look-again'].output.a | steps.look-again.output.a",
                "has(object.status.phase) | object.status.phase",
                "{'a': member.ip, 'b': [now]} | member.ip now"
            })
    void itIsKnownWhatAnExpressionReads(String source, String reads) {
        assertThat(compiled(source).reads()).containsExactlyInAnyOrder(reads.split(" ", -1));
    }

    @Test
    void aNameForAnExpressionHasItsTypeAndReadsWhatItReads() {
        Scope named = SCOPE.withNamed("master", compiled("datastore.primary"));
        Diagnostics diagnostics = new Diagnostics("test", "");
        Expression expression = expressions
                .compile("master.says.info", named, Wanted.ANYTHING, diagnostics)
                .orElseThrow();
        assertThat(expression.reads()).containsExactly("datastore.primary.says.info");
        assertThat(expressions.compile("master.redy", named, Wanted.ANYTHING, diagnostics))
                .isEmpty();
    }

    @Test
    void fieldsThatAProfileAddsAreKnownWhereTheyAreDeclared() {
        Scope widened = SCOPE.withProfileFields(List.of("sentinels"), List.of());
        Diagnostics diagnostics = new Diagnostics("test", "");
        assertThat(expressions.compile("datastore.sentinels.size() > 0", widened, Wanted.BOOLEAN, diagnostics))
                .isPresent();
        assertThat(expressions.compile("datastore.sentinels.size() > 0", SCOPE, Wanted.BOOLEAN, diagnostics))
                .isEmpty();
    }

    @Test
    void templatesKeepTheTypeOfASingleExpression() {
        assertThat(template("${params.factor}")).isEqualTo("2 (no text)");
        assertThat(template("${member.name}.${'a' + '}'}-${{'a': 1}['a']}")).isEqualTo("cart-1.a}-1");
        assertThat(template("$${member.name} costs 5$")).isEqualTo("${member.name} costs 5$");
        assertThat(template("x${object.gone}")).isEqualTo("${object.gone} is null");
        assertThat(template("x${object.items}")).isEqualTo("x[\"a\",null]");
        assertThat(template("at ${now}")).isEqualTo("at 2026-11-21T12:00:00Z");
        assertThat(template("")).isEqualTo("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['xxxxxxxxxxxxxxxx']%s",
                "[[1]]%s",
                "[0,1,2,3,4,5,6,7,8,9].map(a, [0,1,2,3,4,5,6,7,8,9].map(b, [0,1,2,3,4,5,6,7,8,9].map(c,"
                        + " [0,1,2,3,4,5,6,7,8,9].map(d, [0,1,2,3,4,5,6,7,8,9].map(e, a+b+c+d+e)))))"
            })
    void evaluationsThatGrowWithoutBoundEnd(String pattern) {
        String source = pattern.formatted(".map(a, a + a)".repeat(29));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(failure(source)).isNotEmpty());
    }

    @Test
    void nestingTheSameListManyTimesOverEnds() {
        String source = "[[1]]" + ".map(a, [a, a, a, a])".repeat(29);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(failure(source)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "[", "-", "1+", "a.", "{", "'", "x?y:"})
    void hostileSourcesAreRefusedInTime(String piece) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(refusal(piece.repeat(8_000 / piece.length()), Wanted.ANYTHING))
                    .isNotEmpty();
            assertThat(refusal(piece.repeat(1_000_000 / piece.length()), Wanted.ANYTHING))
                    .isNotEmpty();
        });
    }
}

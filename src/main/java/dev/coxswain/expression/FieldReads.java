package dev.coxswain.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds which fields an expression selects.
 *
 * <p>Every sub-expression is given the set of selections that it may stand for: a variable its own name (or what it is a name
 * for), a selection one step more, the variable of a loop the list that is looped over, a filtered list the list itself. What
 * is built anew stands for nothing. A selection is recorded where it ends, that is where no further step is taken from it.
 */
final class FieldReads {

    private final Map<String, Set<String>> bound = new HashMap<>();
    private final Set<String> reads = new TreeSet<>();

    /**
     * @param reads the longest selections
     * @param paths what the value of the expression itself may be a selection of
     */
    record Found(Set<String> reads, Set<String> paths) {}

    static Found in(CelExpr expression, Scope scope) {
        FieldReads finder = new FieldReads();
        scope.variables().forEach((name, declared) -> finder.bound.put(name, declared.paths()));
        Set<String> paths = finder.paths(expression);
        finder.reads.addAll(paths);
        return new Found(Set.copyOf(finder.reads), Set.copyOf(paths));
    }

    private void end(CelExpr expression) {
        reads.addAll(paths(expression));
    }

    private Set<String> paths(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> bound.getOrDefault(expression.ident().name(), Set.of());
            case SELECT ->
                step(paths(expression.select().operand()), expression.select().field());
            case CALL -> call(expression.call());
            case COMPREHENSION -> loop(expression.comprehension());
            case LIST -> {
                expression.list().elements().forEach(this::end);
                yield Set.of();
            }
            case MAP -> {
                expression.map().entries().forEach(entry -> {
                    end(entry.key());
                    end(entry.value());
                });
                yield Set.of();
            }
            case STRUCT -> {
                expression.struct().entries().forEach(entry -> end(entry.value()));
                yield Set.of();
            }
            case CONSTANT, NOT_SET -> Set.of();
        };
    }

    private static Set<String> step(Set<String> paths, String field) {
        return paths.stream().map(path -> path + "." + field).collect(Collectors.toSet());
    }

    private Set<String> call(CelCall call) {
        return switch (call.function()) {
            case "_[_]" -> index(call);
            case "_?_:_" -> {
                end(call.args().get(0));
                yield union(paths(call.args().get(1)), paths(call.args().get(2)));
            }
            case "dyn" -> paths(call.args().getFirst());
            case "restartedSince" -> {
                Set<String> member = call.target().map(this::paths).orElse(Set.of());
                reads.addAll(step(member, "startedAt"));
                reads.addAll(step(member, "lastExit"));
                call.args().forEach(this::end);
                yield Set.of();
            }
            default -> {
                call.target().ifPresent(this::end);
                call.args().forEach(this::end);
                yield Set.of();
            }
        };
    }

    /** A constant key is a selection like any other; a position in a list is the list. */
    private Set<String> index(CelCall call) {
        Set<String> operand = paths(call.args().get(0));
        CelExpr key = call.args().get(1);
        Optional<String> name = key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && key.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(key.constant().stringValue())
                : Optional.empty();
        end(key);
        return name.map(field -> step(operand, field)).orElse(operand);
    }

    private Set<String> loop(CelComprehension loop) {
        Set<String> range = paths(loop.iterRange());
        Map<String, Set<String>> outer = new HashMap<>(bound);
        bound.put(loop.iterVar(), range);
        if (!loop.iterVar2().isEmpty()) {
            bound.put(loop.iterVar2(), range);
        }
        bound.put(loop.accuVar(), Set.of());
        end(loop.accuInit());
        end(loop.loopCondition());
        boolean filters = keepsItems(loop);
        int before = reads.size();
        end(filters ? loop.loopStep().call().args().getFirst() : loop.loopStep());
        end(loop.result());
        bound.clear();
        bound.putAll(outer);
        if (reads.size() == before && !filters) {
            reads.addAll(range);
        }
        return filters ? range : Set.of();
    }

    /** Whether it is {@code filter}, whose result consists of the items themselves. */
    private static boolean keepsItems(CelComprehension loop) {
        if (loop.loopStep().getKind() != CelExpr.ExprKind.Kind.CALL
                || !loop.loopStep().call().function().equals("_?_:_")) {
            return false;
        }
        CelExpr kept = loop.loopStep().call().args().get(1);
        return kept.getKind() == CelExpr.ExprKind.Kind.CALL
                && kept.call().function().equals("_+_")
                && kept.call().args().get(1).getKind() == CelExpr.ExprKind.Kind.LIST
                && kept.call().args().get(1).list().elements().stream()
                        .allMatch(e -> e.getKind() == CelExpr.ExprKind.Kind.IDENT
                                && e.ident().name().equals(loop.iterVar()));
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return all;
    }
}

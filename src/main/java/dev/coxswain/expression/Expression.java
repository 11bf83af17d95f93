package dev.coxswain.expression;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled CEL expression. */
public interface Expression {

    /** As the author wrote it. */
    String source();

    /**
     * The fields that it selects, from the variable down: {@code member.ready}, {@code datastore.members}, {@code
     * datastore.members.says} (selections through comprehension variables are given with the path of the list that is
     * iterated). Used to know what the cache must keep and whether members must be asked.
     */
    Set<String> reads();

    /**
     * The parts of a conjunction, left to right; an expression that is none is its own only part. Lets an explanation say which
     * part does not hold.
     */
    default List<Expression> conjuncts() {
        return List.of(this);
    }

    /**
     * @param variables values by name: maps, lists, strings, Longs, Doubles, Booleans, {@code java.time.Instant} and {@code
     *     java.time.Duration} (CEL timestamp and duration), null
     */
    Result evaluate(Map<String, ? extends @Nullable Object> variables);

    sealed interface Result {
        record Value(@Nullable Object value) implements Result {}

        /** It could not be evaluated: a missing key, a type that does not fit, too costly. */
        record Failure(String message) implements Result {}
    }
}

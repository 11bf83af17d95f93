package dev.coxswain.web.view;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param total how many there are in all
 * @param next where to go on; null at the end
 */
@Serdeable
public record Slice<T>(List<T> items, int total, @Nullable Integer next) {

    public Slice {
        items = List.copyOf(items);
    }

    /** @param show called for the elements of the slice alone */
    static <S, T> Slice<T> of(List<S> all, int offset, int limit, Function<S, T> show) {
        int from = Math.min(offset, all.size());
        int to = Math.min(from + limit, all.size());
        return new Slice<>(all.subList(from, to).stream().map(show).toList(), all.size(), to < all.size() ? to : null);
    }
}

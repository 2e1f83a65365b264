package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some of a long list.
 *
 * @param items in a stable order
 * @param nextCursor pass it as {@code cursor} for what follows; null at the end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** Most items of a page. */
    public static final int LARGEST = 1000;

    public Page {
        items = List.copyOf(items);
    }

    /** The limit, or MALFORMED {@code limit-out-of-range}. */
    public static int checkedLimit(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw ManyModelsException.malformed("limit-out-of-range",
                    "limit [%d] is out of range. Maybe 1 to %d".formatted(limit, LARGEST));
        }
        return limit;
    }

    /** A page out of up to one row more than {@code limit}, which tells whether there is a next page. */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursorOf) {
        if (found.size() <= limit) {
            return new Page<>(found, null);
        }
        List<T> items = found.subList(0, limit);
        return new Page<>(items, cursorOf.apply(items.getLast()));
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), nextCursor);
    }
}

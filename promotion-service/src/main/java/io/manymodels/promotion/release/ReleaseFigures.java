package io.manymodels.promotion.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Keeps what releases come to, and what was judged on the way to them. Neither their entries nor the models that these name
 * ever change, so a pass over a hundred thousand keys is made once a release, and not once a reader. Thread-safe; who asks for
 * the same at once waits for one pass.
 */
@Component
public class ReleaseFigures {

    /** A few figures of each release that anybody looks at. */
    private static final long MOST = 500;
    /** Of a list's first page, and one behind it that says whether there is another. */
    private static final int A_PAGE = 51;

    private final Cache<Figure, Object> kept = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Figure(long release, String name) {}

    /**
     * @param release id, unique over all families
     * @param name of the figure, with all that it depends on beside the release
     */
    public <T> T of(long release, String name, Class<T> type, Supplier<T> pass) {
        return type.cast(kept.get(new Figure(release, name), _ -> pass.get()));
    }

    /**
     * The first of a list: kept where they are no more than a page of people's.
     *
     * @param most that are asked for
     */
    public <T> List<T> first(long release, String name, int most, Class<T> type, Supplier<List<T>> pass) {
        if (most > A_PAGE) {
            return pass.get();
        }
        Object found = kept.get(new Figure(release, "first %d %s".formatted(most, name)), _ -> pass.get());
        return ((List<?>) found).stream().map(type::cast).toList();
    }
}

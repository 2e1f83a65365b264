package io.manymodels.promotion.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Keeps what releases come to. Neither their entries nor the models that these name ever change, so a pass over a hundred
 * thousand keys is made once a release, and not once a reader. Thread-safe; who asks for the same at once waits for one pass.
 */
@Component
public class ReleaseFigures {

    /** A few figures of each release that anybody looks at. */
    private static final long MOST = 500;

    private final Cache<Figure, Object> kept = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Figure(long release, String name) {}

    /**
     * @param release id, unique over all families
     * @param name of the figure, with all that it depends on beside the release
     */
    public <T> T of(long release, String name, Class<T> type, Supplier<T> pass) {
        return type.cast(kept.get(new Figure(release, name), _ -> pass.get()));
    }
}

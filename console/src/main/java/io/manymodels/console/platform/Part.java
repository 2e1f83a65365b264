package io.manymodels.console.platform;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a page that comes from a service: it is there, or it says why not. The rest of the page does not care.
 *
 * @param found null where it is not there
 * @param problem why not; null where it is there
 * @param missing whether nothing is wrong: there is no such thing yet
 */
public record Part<T>(@Nullable T found, @Nullable String problem, boolean missing) {

    public static <T> Part<T> of(T value) {
        return new Part<>(value, null, false);
    }

    static <T> Part<T> failed(ManyModelsException e) {
        return new Part<>(null, e.getMessage(), e.kind() == Kind.NOT_FOUND);
    }

    public boolean isPresent() {
        return found != null;
    }

    /** What is there. */
    public T value() {
        if (found == null) {
            throw new NoSuchElementException(problem);
        }
        return found;
    }

    public T orElse(T other) {
        return found == null ? other : found;
    }

    public <R> Part<R> map(Function<T, R> change) {
        return found == null ? new Part<>(null, problem, missing) : of(change.apply(found));
    }
}

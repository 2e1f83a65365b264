package io.manymodels.kernel;

/**
 * Thrown where a model would be stored that no service would read. A contest goes on with its next candidate, so that what is
 * promoted can be served.
 */
public final class TooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param bytes that it has, or at least has
     * @param most that are read
     */
    public TooLarge(String what, long bytes, long most) {
        super("%s would have [%d] bytes, and at most [%d] are read. Maybe settings that make it smaller, or fewer features"
                .formatted(what, bytes, most));
    }
}

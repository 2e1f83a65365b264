package io.manymodels.promotion.search;

import io.manymodels.problem.ManyModelsException;

/** By what found keys are sorted. The largest comes first, keys without a value last, and equal ones by their text. */
enum KeySort {
    /** What the family's metric says of the key's model, the worst first. */
    ERROR("bad"),
    /** By how much that became worse since the release before. */
    CHANGE("bad - bad_before"),
    /** Rows that the key has. */
    SIZE("rows::float8"),
    /** The key's text alone. */
    KEY("NULL::float8");

    private final String place;

    KeySort(String place) {
        this.place = place;
    }

    /** What is sorted by, in SQL over the columns that a search has. */
    String place() {
        return place;
    }

    /** MALFORMED {@code sort-unknown} for others. */
    static KeySort of(String name) {
        return switch (name) {
            case "error" -> ERROR;
            case "change" -> CHANGE;
            case "size" -> SIZE;
            case "key" -> KEY;
            default -> throw ManyModelsException.malformed("sort-unknown",
                    "Sort [%s] is not known. Maybe error, change, size or key".formatted(name));
        };
    }
}

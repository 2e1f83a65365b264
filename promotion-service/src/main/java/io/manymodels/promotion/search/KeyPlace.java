package io.manymodels.promotion.search;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.web.Cursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands among sorted ones: the largest place comes first, keys without one last, and equal ones by their text.
 *
 * @param place what is sorted by; null where the key has none
 */
public record KeyPlace(@Nullable Double place, String key) {

    /** Where a page ended; null for none. MALFORMED {@code cursor-malformed}. */
    public static @Nullable KeyPlace decoded(@Nullable String cursor) {
        List<String> parts = Cursor.decode(cursor, 2);
        if (parts.isEmpty()) {
            return null;
        }
        try {
            String place = parts.getFirst();
            return new KeyPlace(place.isEmpty() ? null : Double.valueOf(place), parts.getLast());
        } catch (NumberFormatException e) {
            throw new ManyModelsException(ManyModelsException.Kind.MALFORMED, "cursor-malformed",
                    "cursor is not one that this resource gave out. Maybe leave it away to begin anew", e);
        }
    }

    /** The cursor of a page that ends there. */
    public static String encoded(@Nullable Double place, String key) {
        return Cursor.encode(place == null ? "" : place, key);
    }
}

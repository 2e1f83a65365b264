package io.manymodels.web;

import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opaque cursors over the sort key of the last item of a page. */
public final class Cursor {

    private static final String SEPARATOR = "\u001f";

    /** Nothing of ours is younger, and a database knows no times much later. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Cursor() {}

    public static String encode(Object... sortKey) {
        String text = Arrays.stream(sortKey).map(String::valueOf).collect(Collectors.joining(SEPARATOR));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of the sort key; empty without a cursor; MALFORMED {@code cursor-malformed} for anything else. */
    public static List<String> decode(@Nullable String cursor, int parts) {
        if (cursor == null || cursor.isEmpty()) {
            return List.of();
        }
        try {
            List<String> sortKey = List
                    .of(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            if (sortKey.size() == parts && sortKey.stream().allMatch(Cursor::isPlain)) {
                return sortKey;
            }
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        throw malformed(null);
    }

    /** No part that we give out has control characters, and a database could not even compare some. */
    private static boolean isPlain(String part) {
        return part.chars().noneMatch(Character::isISOControl);
    }

    public static int integer(String part) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException e) {
            throw malformed(e);
        }
    }

    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw malformed(e);
        }
    }

    public static UUID uuid(String part) {
        try {
            return UUID.fromString(part);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    public static Instant instant(String part) {
        try {
            Instant instant = Instant.parse(part);
            if (instant.isAfter(LATEST) || instant.isBefore(Instant.EPOCH)) {
                throw malformed(null);
            }
            return instant;
        } catch (DateTimeException e) {
            throw malformed(e);
        }
    }

    private static ManyModelsException malformed(@Nullable Exception cause) {
        String message = "cursor is not one that this resource gave out. Maybe leave it away to begin anew";
        return cause == null
                ? ManyModelsException.malformed("cursor-malformed", message)
                : new ManyModelsException(ManyModelsException.Kind.MALFORMED, "cursor-malformed", message, cause);
    }
}

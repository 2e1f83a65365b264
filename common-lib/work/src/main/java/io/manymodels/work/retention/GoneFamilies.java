package io.manymodels.work.retention;

import java.util.Map;

/** Families that were deleted, and were not brought back in the time that they had for it. */
public final class GoneFamilies {

    private GoneFamilies() {}

    /** A query for their names; takes the {@link #parameters}. */
    public static String names() {
        return "SELECT name FROM catalog.family WHERE deleted_at < now() - make_interval(secs => :families)";
    }

    /** What {@link #names} asks for, in seconds. */
    public static Map<String, Object> parameters(RetentionProperties keep) {
        return Map.of("families", keep.families().toSeconds());
    }
}

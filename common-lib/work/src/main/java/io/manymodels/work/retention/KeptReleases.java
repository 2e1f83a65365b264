package io.manymodels.work.retention;

import java.util.Map;

/**
 * Which releases are kept: the current one of each family, the latest ones, and those that are young; of a family that is
 * gone none but a current one. Rules of several services spare what these refer to.
 */
public final class KeptReleases {

    private static final String FROM = """
            FROM production.release kept
            WHERE (kept.id IN (SELECT release_id FROM production.current_release)
                   OR kept.family NOT IN (%s)
                      AND (kept.created_at > now() - make_interval(secs => :releases)
                           OR :releasesKept > (SELECT count(*) FROM production.release later
                                               WHERE later.family = kept.family AND later.number > kept.number)))
            """.formatted(GoneFamilies.names());

    private KeptReleases() {}

    /**
     * A query for rows of {@code production.release} under the alias {@code kept}, to be followed by {@code AND}; takes the
     * {@link #parameters}.
     */
    public static String from() {
        return FROM;
    }

    /** What {@link #from} asks for: {@code releasesKept}, a count; {@code releases} and {@code families}, in seconds. */
    public static Map<String, Object> parameters(RetentionProperties keep) {
        return Map.of("releases", keep.releases().toSeconds(), "releasesKept", keep.releasesKept(), "families",
                keep.families().toSeconds());
    }
}

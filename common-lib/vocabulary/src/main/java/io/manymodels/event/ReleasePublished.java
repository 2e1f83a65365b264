package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Another release of the family is current, by promotion, approval or rollback. Published by promotion; realtime follows
 * it always, scoring starts where it names the scoring that is to follow.
 *
 * @param release number of the release within the family
 * @param run the promotion run that made the release
 * @param cycle that published it; null outside of one, and for a rollback
 * @param scoring id that the run takes which scores the release; null where nobody asked for one
 */
public record ReleasePublished(String family, int familyVersion, String snapshot, int release, UUID run,
        @Nullable UUID cycle, @Nullable UUID scoring) implements Fact {}

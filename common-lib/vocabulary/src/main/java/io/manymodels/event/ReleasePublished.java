package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Another release of the family is current, by promotion, approval or rollback. Published by promotion; realtime follows
 * it always, scoring starts when it carries a cycle.
 *
 * @param release number of the release within the family
 */
public record ReleasePublished(String family, int familyVersion, String snapshot, int release, UUID run,
        @Nullable UUID cycle) implements Fact {}

package io.manymodels.event;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A snapshot and its catalogue are complete. Published by ingestion; starts training when it carries a cycle. */
public record SnapshotSealed(String family, int familyVersion, String snapshot, UUID run,
        @Nullable UUID cycle) implements Fact {}

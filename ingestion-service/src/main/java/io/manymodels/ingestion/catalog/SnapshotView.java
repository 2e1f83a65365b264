package io.manymodels.ingestion.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A sealed snapshot as the API shows it. */
record SnapshotView(String id, String family, int familyVersion, UUID run, long rows, int partitions, JsonNode columns,
        @Nullable JsonNode timeAxis, @Nullable Long lastTime, JsonNode profile, Instant sealedAt) {}

package io.manymodels.ingestion.cycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cycle as the API shows it.
 *
 * @param state running, succeeded, failed or cancelled
 * @param problem why it failed
 */
record CycleView(UUID id, String family, int familyVersion, String state, List<Step> steps, @Nullable String problem,
        String startedBy, Instant startedAt, @Nullable Instant finishedAt) {

    /**
     * @param run id of its run, in the service that owns it; also before that service knows it
     * @param state waiting, running, succeeded, failed or cancelled
     */
    record Step(String kind, UUID run, String service, String state) {}
}

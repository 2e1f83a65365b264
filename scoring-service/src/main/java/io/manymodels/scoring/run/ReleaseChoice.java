package io.manymodels.scoring.run;

import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import org.springframework.stereotype.Component;

/** Which release scores which snapshot. */
@Component
class ReleaseChoice {

    private final ReleaseRepository releases;
    private final SnapshotRepository snapshots;

    ReleaseChoice(ReleaseRepository releases, SnapshotRepository snapshots) {
        this.releases = releases;
        this.snapshots = snapshots;
    }

    /** The named release, or the current one. Throws NOT_FOUND {@code release-unknown}, CONFLICT {@code release-missing}. */
    Release release(String family, ScoringParameters parameters) {
        Integer number = parameters.release();
        if (number == null) {
            return releases.current(family).orElseThrow(() -> ManyModelsException.conflict("release-missing",
                    "Family [%s] has no release to score with. Maybe promote its candidates first".formatted(family)));
        }
        return releases.find(family, number).orElseThrow(() -> ManyModelsException.notFound("release-unknown",
                "Family [%s] has no release [%d]. Maybe GET /api/v1/families/%s/releases".formatted(family, number,
                        family)));
    }

    /** A named release is scored on its own snapshot, which brings its predictions back as they were. */
    Snapshot snapshot(String family, ScoringParameters parameters, Release release) {
        return (parameters.release() == null ? snapshots.latest(family) : snapshots.find(release.snapshot()))
                .or(() -> snapshots.find(release.snapshot()))
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-missing",
                        "Family [%s] has no snapshot to score. Maybe ingest it again".formatted(family)));
    }
}

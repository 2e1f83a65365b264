package io.manymodels.training.context;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a run starts from: the family's current spec and a snapshot of it. */
@Component
public class SubmissionSource {

    private final FamilyRepository families;
    private final SnapshotRepository snapshots;

    SubmissionSource(FamilyRepository families, SnapshotRepository snapshots) {
        this.families = families;
        this.snapshots = snapshots;
    }

    /** The family's current version. Throws NOT_FOUND {@code family-unknown}. */
    public FamilyVersion family(String family) {
        return families.current(family).orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families".formatted(family)));
    }

    /** A version that a run recorded. Throws NOT_FOUND {@code family-unknown}. */
    public FamilyVersion family(String family, int version) {
        return families.version(family, version).orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                "Version [%d] of family [%s] does not exist. Maybe apply the family again".formatted(version, family)));
    }

    /**
     * A sealed snapshot of the family.
     *
     * @param id null takes the latest
     * @throws ManyModelsException NOT_FOUND {@code snapshot-unknown}, CONFLICT {@code snapshot-missing}
     */
    public Snapshot snapshot(String family, @Nullable String id) {
        if (id == null) {
            return snapshots.latest(family).orElseThrow(() -> ManyModelsException.conflict("snapshot-missing",
                    "Family [%s] has no snapshot yet. Maybe start POST /api/v1/families/%s/ingestions first"
                            .formatted(family, family)));
        }
        return snapshots.find(id).filter(snapshot -> snapshot.family().equals(family))
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-unknown",
                        "Snapshot [%s] of family [%s] does not exist. Maybe one of GET /api/v1/families/%s/snapshots"
                                .formatted(id, family, family)));
    }
}

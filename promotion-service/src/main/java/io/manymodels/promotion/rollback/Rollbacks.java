package io.manymodels.promotion.rollback;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.event.ReleasePublished;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.release.Releases;
import io.manymodels.work.outbox.Outbox;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moves the pointer to an earlier release and tells the others, in one small transaction. */
@Component
class Rollbacks {

    private final FamilyRepository families;
    private final Releases releases;
    private final Outbox outbox;

    Rollbacks(FamilyRepository families, Releases releases, Outbox outbox) {
        this.families = families;
        this.releases = releases;
        this.outbox = outbox;
    }

    /**
     * Rolls a family back. The fact names the scoring run that is to restore the release's predictions.
     *
     * @param to number of the release
     */
    @Transactional
    public Rollback rollBack(String family, int to, String changedBy) {
        if (families.current(family).isEmpty()) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families"
                            .formatted(family));
        }
        var release = releases.rollBack(family, to, changedBy);
        var scoring = UUID.randomUUID();
        outbox.publish(
                List.of(new ReleasePublished(family, release.familyVersion(), release.snapshot(), release.release(),
                        release.run(), null, scoring)));
        return Rollback.of(family, release.release(), release.id(), scoring, changedBy);
    }
}

package io.manymodels.scoring.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Submits scoring runs, whoever asks for them. */
@Component
class ScoringSubmission {

    private final FamilyRepository families;
    private final ReleaseChoice choice;
    private final Runs runs;

    ScoringSubmission(FamilyRepository families, ReleaseChoice choice, Runs runs) {
        this.families = families;
        this.choice = choice;
        this.runs = runs;
    }

    /** Submits a scoring with a version of the spec. The same id again is the same run. */
    Run submit(UUID id, String family, int familyVersion, @Nullable UUID cycle, ScoringParameters parameters,
            String submittedBy) {
        FamilyVersion version = families.version(family, familyVersion)
                .orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                        "Family [%s] has no version [%d]".formatted(family, familyVersion)));
        return runs.submit(new NewRun(id, RunKind.SCORING, family, familyVersion, cycle, parameters,
                version.spec().training().errorBudget(), submittedBy));
    }

    /**
     * Submits a scoring with the current version of the spec, after a look at what was asked: NOT_FOUND
     * {@code family-unknown} and {@code release-unknown}, CONFLICT {@code release-missing}, INVALID
     * {@code rows-unknown} and {@code horizon-missing}.
     */
    Run submitChecked(UUID id, String family, ScoringParameters parameters, String submittedBy) {
        FamilyVersion version = families.current(family)
                .orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                        "Family [%s] does not exist. Maybe GET /api/v1/families of the ingestion service"
                                .formatted(family)));
        FamilySpec.Rows rows = parameters.rowsOr(version.spec().scoring().rows());
        if (rows == FamilySpec.Rows.HORIZON && version.spec().forecast() == null) {
            throw ManyModelsException.invalid("horizon-missing",
                    "Rows [horizon] need a forecast, and family [%s] is a %s. Maybe unlabelled or all".formatted(family,
                            version.spec().task().wire()));
        }
        choice.release(family, parameters);
        return submit(id, family, version.version(), null, parameters, submittedBy);
    }
}

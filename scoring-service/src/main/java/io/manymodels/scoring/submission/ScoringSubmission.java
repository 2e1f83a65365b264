package io.manymodels.scoring.submission;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.event.ReleasePublished;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Submits scoring runs. Of a family's release at most one is under way. */
@Component
class ScoringSubmission {

    private static final Logger LOG = LoggerFactory.getLogger(ScoringSubmission.class);

    private final FamilyRepository families;
    private final ReleaseRepository releases;
    private final ReleaseChoice choice;
    private final ActiveScoringRepository active;
    private final Runs runs;
    private final JsonMapper json;

    ScoringSubmission(FamilyRepository families, ReleaseRepository releases, ReleaseChoice choice,
            ActiveScoringRepository active, Runs runs, JsonMapper json) {
        this.families = families;
        this.releases = releases;
        this.choice = choice;
        this.active = active;
        this.runs = runs;
        this.json = json;
    }

    /**
     * Scores the current release on somebody's word. Asked for the same twice, it answers the run that is under way.
     *
     * @throws ManyModelsException NOT_FOUND {@code family-unknown} and {@code release-unknown}; CONFLICT
     *     {@code release-missing}, {@code release-not-current} and {@code scoring-active}; INVALID {@code rows-unknown}
     *     and {@code horizon-missing}
     */
    @Transactional
    public Run submit(String family, ScoringParameters parameters, String submittedBy) {
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
        Release release = choice.asked(family, parameters);
        active.lock(family);
        Optional<Run> underWay = active.run(family, release.id()).map(runs::get);
        if (underWay.isPresent()) {
            return same(underWay.get(), release, parameters);
        }
        return start(UUID.randomUUID(), version, null, release, parameters, submittedBy);
    }

    private Run same(Run underWay, Release release, ScoringParameters parameters) {
        if (underWay.parameters().equals(json.valueToTree(parameters))) {
            return underWay;
        }
        throw ManyModelsException.conflict("scoring-active",
                "Release [%d] of family [%s] is being scored already, with other rows, by run [%s]. Maybe wait for its end, or POST /api/v1/runs/%s/cancellation"
                        .formatted(release.number(), release.family(), underWay.id(), underWay.id()));
    }

    /**
     * Scores a release that was published, if the fact asks for it. The fact is a hint: what it says of family, release
     * and cycle counts only as far as the registry agrees. Told twice, it is one run. It takes the place of a scoring of
     * the same release that is under way.
     */
    @Transactional
    public void follow(ReleasePublished fact) {
        UUID cycle = fact.cycle();
        UUID id = cycle == null ? fact.scoring() : RunId.inCycle(cycle, RunKind.SCORING);
        if (id == null || runs.find(id).isPresent()) {
            return;
        }
        Release release = releases.find(fact.family(), fact.release()).orElse(null);
        if (release == null || cycle != null && !RunId.inCycle(cycle, RunKind.PROMOTION).equals(release.run())) {
            LOG.warn("A fact about a release that the registry does not know is passed over family={} release={}",
                    fact.family(), fact.release());
            return;
        }
        FamilyVersion version = families.version(release.family(), release.familyVersion())
                .orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                        "Family [%s] has no version [%d]".formatted(release.family(), release.familyVersion())));
        active.lock(release.family());
        active.run(release.family(), release.id()).ifPresent(runs::cancel);
        start(id, version, cycle, release, new ScoringParameters(release.number(), null, null, null),
                cycle == null ? "rollback" : "cycle");
    }

    private Run start(UUID id, FamilyVersion version, @Nullable UUID cycle, Release release,
            ScoringParameters parameters, String submittedBy) {
        Run run = runs.submit(new NewRun(id, RunKind.SCORING, release.family(), version.version(), cycle, parameters,
                version.spec().training().errorBudget(), submittedBy));
        active.claim(release.family(), release.id(), id);
        return run;
    }
}

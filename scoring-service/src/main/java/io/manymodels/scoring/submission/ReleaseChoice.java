package io.manymodels.scoring.submission;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.work.api.Run;
import org.springframework.stereotype.Component;

/**
 * Which release a scoring works for. Predictions are those of the current release: when another became current since the
 * scoring was submitted, it is superseded.
 */
@Component
public class ReleaseChoice {

    /** Code of the problem when a scoring's release is no longer current. */
    public static final String SUPERSEDED = "release-superseded";

    private final ReleaseRepository releases;
    private final ActiveScoringRepository active;

    ReleaseChoice(ReleaseRepository releases, ActiveScoringRepository active) {
        this.releases = releases;
        this.active = active;
    }

    /**
     * The release to submit a scoring for.
     *
     * @throws ManyModelsException NOT_FOUND {@code release-unknown}; CONFLICT {@code release-missing} and
     *     {@code release-not-current}
     */
    Release asked(String family, ScoringParameters parameters) {
        Release current = current(family);
        Integer number = parameters.release();
        if (number == null || number == current.number()) {
            return current;
        }
        if (releases.find(family, number).isEmpty()) {
            throw ManyModelsException.notFound("release-unknown",
                    "Family [%s] has no release [%d]. Maybe GET /api/v1/families/%s/releases".formatted(family, number,
                            family));
        }
        throw ManyModelsException.conflict("release-not-current",
                "Release [%d] of family [%s] is not current, [%d] is. Maybe roll back to it: its scoring then starts by itself"
                        .formatted(number, family, current.number()));
    }

    /** The release of a run that is being planned. Throws CONFLICT {@value #SUPERSEDED}. */
    public Release planned(Run run, ScoringParameters parameters) {
        Release current = current(run.family());
        // Runs that an older version of this service submitted hold no place.
        long submittedFor = active.release(run.id()).orElseGet(() -> asked(run.family(), parameters).id());
        return checked(run.family(), submittedFor, current);
    }

    /**
     * Makes sure that a release is current until the transaction ends. Call first in the transaction that publishes its
     * predictions. Throws CONFLICT {@value #SUPERSEDED}.
     */
    public void holdCurrent(String family, long release) {
        checked(family, release, releases.currentUntilCommit(family).orElseThrow(() -> missing(family)));
    }

    private Release checked(String family, long release, Release current) {
        if (current.id() != release) {
            throw ManyModelsException.conflict(SUPERSEDED,
                    "%s of family [%s] is no longer current, [%d] is, so its predictions are not published. Maybe POST /api/v1/families/%s/scorings for the current release, unless its scoring is under way"
                            .formatted(releases.find(release).map(old -> "Release [%d]".formatted(old.number()))
                                    .orElse("The release"), family, current.number(), family));
        }
        return current;
    }

    private Release current(String family) {
        return releases.current(family).orElseThrow(() -> missing(family));
    }

    private static ManyModelsException missing(String family) {
        return ManyModelsException.conflict("release-missing",
                "Family [%s] has no release to score with. Maybe promote its candidates first".formatted(family));
    }
}

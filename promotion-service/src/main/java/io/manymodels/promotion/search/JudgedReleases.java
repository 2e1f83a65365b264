package io.manymodels.promotion.search;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.family.FamilyVersion;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks releases up with what they are judged by. */
@Component
class JudgedReleases {

    private final ReleaseRepository releases;
    private final FamilyRepository families;

    JudgedReleases(ReleaseRepository releases, FamilyRepository families) {
        this.releases = releases;
        this.families = families;
    }

    /** What readers of the family follow. NOT_FOUND {@code family-unknown} or {@code release-missing}. */
    Judged current(String family) {
        if (families.current(family).isEmpty()) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families"
                            .formatted(family));
        }
        return judged(releases.current(family).orElseThrow(() -> ManyModelsException.notFound("release-missing",
                "Family [%s] has no release. Maybe POST /api/v1/families/%s/cycles to ingestion-service first"
                        .formatted(family, family))));
    }

    /** NOT_FOUND {@code release-unknown}. */
    Judged withId(long id) {
        return judged(releases.find(id).orElseThrow(() -> ManyModelsException.notFound("release-unknown",
                "Release with id [%d] does not exist. Maybe take an id of GET /api/v1/families/{family}/releases, not a number"
                        .formatted(id))));
    }

    /** The same against another release of its family. NOT_FOUND {@code release-unknown}. */
    Judged since(Judged judged, int number) {
        String family = judged.release().family();
        return new Judged(judged.release(),
                releases.find(family, number).orElseThrow(() -> ManyModelsException.notFound("release-unknown",
                        "Family [%s] has no release [%d]. Maybe one of GET /api/v1/families/%s/releases"
                                .formatted(family, number, family))),
                judged.metric());
    }

    private Judged judged(Release release) {
        FamilyVersion version = families.version(release.family(), release.familyVersion())
                .orElseThrow(() -> ManyModelsException.notFound("family-unknown",
                        "Version [%d] of family [%s] does not exist. Maybe apply the family again"
                                .formatted(release.familyVersion(), release.family())));
        return new Judged(release, before(release), version.spec().training().metric());
    }

    /** Numbers may be missing where old releases are forgotten. */
    private @Nullable Release before(Release release) {
        return release.number() == 1 ? null : releases.before(release.family(), release.number()).orElse(null);
    }
}

package io.manymodels.promotion.release;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.ReleaseRepository;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Prepares releases and moves the pointer that readers follow. The family's pointer is locked for the switch alone, which
 * waits for predictions of the release before that are being published: preparing, however long, holds no lock. Of two
 * that would follow the same release one wins.
 */
@Component
public class Releases {

    /** Code of the problem when another release became current in the meantime. */
    public static final String CONFLICT = "release-conflict";

    private final PublishedReleaseRepository releases;
    private final ReleaseRepository registry;

    Releases(PublishedReleaseRepository releases, ReleaseRepository registry) {
        this.releases = releases;
        this.registry = registry;
    }

    public Optional<PublishedRelease> current(String family) {
        return releases.current(family);
    }

    /** NOT_FOUND {@code release-unknown}. */
    PublishedRelease numbered(String family, int number) {
        return releases.find(family, number)
                .orElseThrow(() -> ManyModelsException.notFound("release-unknown",
                        "Family [%s] has no release [%d]. Maybe ask for GET /api/v1/families/%s/releases"
                                .formatted(family, number, family)));
    }

    /**
     * Writes entries of a release that is being prepared. Takes part in the caller's transaction.
     *
     * @param assignments ascending by sequence
     */
    public void prepare(long releaseId, String family, String snapshot, List<Assignment> assignments) {
        if (!assignments.isEmpty()) {
            releases.insertEntries(releaseId, family, snapshot, assignments);
        }
    }

    /**
     * Keeps keys in a release that is being prepared as another release has them. Takes part in the caller's transaction.
     */
    public void carry(long releaseId, long from, List<String> keys) {
        if (!keys.isEmpty()) {
            releases.copyEntries(releaseId, from, keys);
        }
    }

    /** Keys by rung: of a release, or of one that is being prepared. */
    public Map<String, Long> byRung(long releaseId) {
        return releases.countByRung(releaseId);
    }

    /** Drops the entries of a release that will never be published. */
    public void discard(long releaseId) {
        releases.deleteEntries(releaseId);
    }

    /**
     * Publishes a prepared release. Call in a transaction, last: readers see the release before or this one, whole.
     *
     * @return its number
     * @throws ManyModelsException CONFLICT {@value #CONFLICT} when the current release is not the one it was judged
     *                             against
     */
    public int publish(Prepared prepared, String createdBy) {
        var base = prepared.baseRelease();
        registry.lockPointer(prepared.family());
        if (!Objects.equals(base, releases.current(prepared.family()).map(PublishedRelease::id).orElse(null))) {
            throw conflict(prepared.family(), base);
        }
        var number = releases.lastNumber(prepared.family()) + 1;
        releases.insert(prepared, number, createdBy);
        releases.point(prepared.family(), prepared.releaseId(), number);
        releases.recordChange(prepared.family(), base, prepared.releaseId(), "promotion", createdBy);
        return number;
    }

    /**
     * Makes an earlier (or later) release current again. Call in a transaction, last.
     *
     * @param number of the release within the family
     * @throws ManyModelsException NOT_FOUND {@code release-unknown}; CONFLICT {@code release-already-current} and
     *                             {@code release-forgotten}
     */
    public PublishedRelease rollBack(String family, int number, String changedBy) {
        var target = numbered(family, number);
        registry.lockPointer(family);
        var current = Objects.requireNonNull(releases.current(family).orElse(null), "a family with releases has one");
        if (current.id() == target.id()) {
            throw ManyModelsException.conflict("release-already-current",
                    "Release [%d] of family [%s] is current already. Maybe choose an earlier one".formatted(number,
                            family));
        }
        if (!releases.isKept(target.id())) {
            throw ManyModelsException.conflict("release-forgotten",
                    "Release [%d] of family [%s] is no longer kept. Maybe choose a later one, or raise manymodels.retention.releases-kept for the next time"
                            .formatted(number, family));
        }
        releases.point(family, target.id(), target.release());
        releases.recordChange(family, current.id(), target.id(), "rollback", changedBy);
        return target;
    }

    private ManyModelsException conflict(String family, @Nullable Long base) {
        var now = releases.current(family).map(PublishedRelease::release);
        var before = base == null ? Optional.<PublishedRelease>empty() : releases.find(base);
        return ManyModelsException.conflict(CONFLICT,
                "Release [%s] of family [%s] is no longer current, [%s] is. Maybe promote again against it".formatted(
                        before.map(release -> String.valueOf(release.release())).orElse("none"), family,
                        now.map(String::valueOf).orElse("none")));
    }
}

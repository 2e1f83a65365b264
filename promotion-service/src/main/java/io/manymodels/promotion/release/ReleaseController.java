package io.manymodels.promotion.release;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.registry.Rung;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Releases over REST. {@code {id}} is the release's id, not its number within the family. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "releases", description = "Which model version answers for each key")
class ReleaseController {

    private final Releases published;
    private final PublishedReleaseRepository releases;
    private final EntryRepository entries;
    private final AccuracyRepository accuracy;
    private final FamilyRepository families;
    private final ReleaseFigures figures;

    ReleaseController(Releases published, PublishedReleaseRepository releases, EntryRepository entries,
            AccuracyRepository accuracy, FamilyRepository families, ReleaseFigures figures) {
        this.published = published;
        this.releases = releases;
        this.entries = entries;
        this.accuracy = accuracy;
        this.families = families;
        this.figures = figures;
    }

    /**
     * Keys of a release.
     *
     * @param release number within the family
     * @param accuracy of the keys' own models; null where the family's spec is not there any more
     */
    record Summary(int release, String family, long keys, Map<String, Long> byRung, Map<String, Long> byAlgorithm,
            @Nullable Accuracy accuracy) {}

    @GetMapping("/families/{family}/releases")
    @Operation(summary = "Releases of a family, newest first")
    Page<PublishedRelease> list(@PathVariable String family, @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        requireFamily(family);
        var after = Cursor.decode(cursor, 1);
        var found = releases.list(family, after.isEmpty() ? Integer.MAX_VALUE : Cursor.integer(after.getFirst()),
                Page.checkedLimit(limit) + 1);
        return Page.of(found, limit, release -> Cursor.encode(release.release()));
    }

    @GetMapping("/families/{family}/releases/current")
    @Operation(summary = "The release that readers of a family follow")
    PublishedRelease current(@PathVariable String family) {
        requireFamily(family);
        return published.current(family).orElseThrow(() -> ManyModelsException.notFound("release-missing",
                "Family [%s] has no release. Maybe POST /api/v1/families/%s/cycles to ingestion-service first"
                        .formatted(family, family)));
    }

    @GetMapping("/families/{family}/releases/{number}")
    @Operation(summary = "A family's release by its number")
    PublishedRelease numbered(@PathVariable String family, @PathVariable int number) {
        requireFamily(family);
        return published.numbered(family, number);
    }

    private void requireFamily(String family) {
        if (!releases.familyExists(family)) {
            throw ManyModelsException.notFound("family-unknown",
                    "Family [%s] does not exist. Maybe ask ingestion-service for GET /api/v1/families"
                            .formatted(family));
        }
    }

    @GetMapping("/releases/{id}")
    @Operation(summary = "One release")
    PublishedRelease get(@PathVariable long id) {
        return releases.find(id).orElseThrow(() -> ManyModelsException.notFound("release-unknown",
                "Release with id [%d] does not exist. Maybe take an id of GET /api/v1/families/{family}/releases, not a number"
                        .formatted(id)));
    }

    @GetMapping("/releases/{id}/entries")
    @Operation(summary = "The model version of each key in a release; filter by rung")
    Page<EntryRepository.Entry> entries(@PathVariable long id, @RequestParam(required = false) @Nullable String rung,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        if (rung != null && Stream.of(Rung.values()).noneMatch(known -> known.wireName().equals(rung))) {
            throw ManyModelsException.malformed("rung-unknown",
                    "Rung [%s] is not known. Maybe own, previous, group, family or baseline".formatted(rung));
        }
        get(id);
        var after = Cursor.decode(cursor, 1);
        var found = entries.list(id, rung, after.isEmpty() ? null : after.getFirst(), Page.checkedLimit(limit) + 1);
        return Page.of(found, limit, entry -> Cursor.encode(entry.position())).map(EntryRepository.Positioned::entry);
    }

    @GetMapping("/releases/{id}/summary")
    @Operation(summary = "Keys of a release by rung and by algorithm, and how well their models did")
    Summary summary(@PathVariable long id) {
        var release = get(id);
        return figures.of(id, "summary", Summary.class, () -> counted(release));
    }

    private Summary counted(PublishedRelease release) {
        long id = release.id();
        var byRung = releases.countByRung(id);
        return new Summary(release.release(), release.family(),
                byRung.values().stream().mapToLong(Long::longValue).sum(),
                byRung, releases.countByAlgorithm(id), accuracy(release));
    }

    private @Nullable Accuracy accuracy(PublishedRelease release) {
        var previous = releases.list(release.family(), release.release(), 1).stream().findFirst().orElse(null);
        return families.version(release.family(), release.familyVersion())
                .map(version -> accuracy.find(release.id(), previous, version.spec().training().metric().wire()))
                .orElse(null);
    }
}

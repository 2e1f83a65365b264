package io.manymodels.promotion.search;

import io.manymodels.promotion.release.ReleaseFigures;
import io.manymodels.registry.TagFilter;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Keys of the current release over REST. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "keys", description = "The keys of a family's current release, found and sorted")
class KeyController {

    private final JudgedReleases releases;
    private final KeyRepository keys;
    private final ReleaseFigures figures;

    KeyController(JudgedReleases releases, KeyRepository keys, ReleaseFigures figures) {
        this.releases = releases;
        this.keys = keys;
        this.figures = figures;
    }

    /**
     * @param release number of the release that they are keys of
     * @param metric that error stands for
     */
    record KeyPage(int release, String metric, List<FoundKey> items, @Nullable String nextCursor) {}

    @GetMapping("/families/{family}/keys")
    @Operation(summary = "Keys of the current release: by beginnings of their values, tag.NAME=VALUE, rung, algorithm and reason; sorted by error, change, size or key")
    KeyPage find(@PathVariable String family, @RequestParam(required = false) @Nullable String prefix,
            @RequestParam(required = false) @Nullable String rung,
            @RequestParam(required = false) @Nullable String algorithm,
            @RequestParam(required = false) @Nullable String reason, @RequestParam(defaultValue = "error") String sort,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor,
            @RequestParam MultiValueMap<String, String> query) {
        KeyQuery wanted = new KeyQuery(prefix, TagFilter.of(query), rung, algorithm, reason, KeySort.of(sort));
        Judged judged = releases.current(family);
        KeyPlace after = KeyPlace.decoded(cursor);
        int most = Page.checkedLimit(limit) + 1;
        List<FoundKey> found = wanted.isAny() && after == null
                ? figures.first(judged.release().id(), "keys by " + wanted.sort(), most, FoundKey.class,
                        () -> keys.find(judged, wanted, null, most))
                : keys.find(judged, wanted, after, most);
        Page<FoundKey> page = Page.of(found, limit,
                key -> KeyPlace.encoded(key.place(), key.position()));
        return new KeyPage(judged.release().number(), judged.metric().wire(), page.items(), page.nextCursor());
    }
}

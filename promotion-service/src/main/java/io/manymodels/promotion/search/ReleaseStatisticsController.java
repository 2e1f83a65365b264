package io.manymodels.promotion.search;

import io.manymodels.family.Metric;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.release.ReleaseFigures;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a release comes to over all its keys. */
@RestController
@RequestMapping(path = "/api/v1/releases/{id}", produces = "application/json")
@Tag(name = "releases")
class ReleaseStatisticsController {

    private static final int MOST_BINS = 100;

    private final JudgedReleases releases;
    private final ReleaseStatisticsRepository statistics;
    private final ReleaseChangesRepository changes;
    private final ReleaseFigures figures;

    ReleaseStatisticsController(JudgedReleases releases, ReleaseStatisticsRepository statistics,
            ReleaseChangesRepository changes, ReleaseFigures figures) {
        this.figures = figures;
        this.releases = releases;
        this.statistics = statistics;
        this.changes = changes;
    }

    /** @param metric by which the lines are measured */
    record Leaderboard(int release, String metric, List<ReleaseStatisticsRepository.Line> lines) {}

    /**
     * @param since number of the earlier release
     * @param items those whose metric moved most first
     */
    record Changes(int release, int since, String metric, ReleaseChangesRepository.Counts counts,
            List<ChangedKey> items, @Nullable String nextCursor) {}

    @GetMapping("/leaderboard")
    @Operation(summary = "Keys of a release by algorithm and rung, with the mean and the median of the family's metric")
    Leaderboard leaderboard(@PathVariable long id) {
        Judged judged = releases.withId(id);
        String metric = judged.metric().wire();
        return figures.of(id, "leaderboard " + metric, Leaderboard.class,
                () -> new Leaderboard(judged.release().number(), metric, statistics.leaderboard(id, metric)));
    }

    @GetMapping("/histogram")
    @Operation(summary = "How a metric spreads over the keys of a release; the family's own unless another is named")
    ReleaseStatisticsRepository.Histogram histogram(@PathVariable long id,
            @RequestParam(required = false) @Nullable String metric, @RequestParam(defaultValue = "20") int bins) {
        if (bins < 1 || bins > MOST_BINS) {
            throw ManyModelsException.malformed("bins-out-of-range",
                    "bins [%d] is out of range. Maybe 1 to %d".formatted(bins, MOST_BINS));
        }
        if (metric != null && Metric.named(metric).isEmpty()) {
            throw ManyModelsException.malformed("metric-unknown",
                    "Metric [%s] is not known. Maybe mape or accuracy".formatted(metric));
        }
        Judged judged = releases.withId(id);
        String shown = metric == null ? judged.metric().wire() : metric;
        return figures.of(id, "histogram %s %d".formatted(shown, bins), ReleaseStatisticsRepository.Histogram.class,
                () -> statistics.histogram(id, shown, bins));
    }

    @GetMapping("/changes")
    @Operation(summary = "Keys that another model answers for than in an earlier release: the one before, unless since names its number")
    Changes changes(@PathVariable long id, @RequestParam(required = false) @Nullable Integer since,
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String cursor) {
        KeyPlace after = KeyPlace.decoded(cursor);
        int most = Page.checkedLimit(limit);
        Judged judged = since == null ? releases.withId(id) : releases.since(releases.withId(id), since);
        List<ChangedKey> found = after == null
                ? figures.first(id, "changes since " + judged.beforeId(), most + 1, ChangedKey.class,
                        () -> changes.list(judged, null, most + 1))
                : changes.list(judged, after, most + 1);
        Page<ChangedKey> page = Page.of(found, limit,
                key -> KeyPlace.encoded(key.place(), key.position()));
        return new Changes(judged.release().number(), judged.before() == null ? 0 : judged.before().number(),
                judged.metric().wire(), counts(judged), page.items(), page.nextCursor());
    }

    private ReleaseChangesRepository.Counts counts(Judged judged) {
        return figures.of(judged.release().id(), "counts since " + judged.beforeId(),
                ReleaseChangesRepository.Counts.class, () -> changes.count(judged));
    }
}

package io.manymodels.training.backtest;

import io.manymodels.catalog.KeyParameters;
import io.manymodels.family.FamilyVersion;
import io.manymodels.key.PartitionKey;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.training.context.SubmissionSource;
import io.manymodels.web.Cursor;
import io.manymodels.web.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Backtests as one key sees them. */
@RestController
@Tag(name = "backtests")
class KeyBacktestController {

    private static final String USUAL = "1000";

    private final SubmissionSource source;
    private final KeyBacktestRepository backtests;

    KeyBacktestController(SubmissionSource source, KeyBacktestRepository backtests) {
        this.source = source;
        this.backtests = backtests;
    }

    /**
     * @param run of the backtest
     * @param items rows as of {@code GET /runs/{id}/backtest}
     */
    record KeyBacktest(UUID run, List<JsonNode> items, @Nullable String nextCursor) {}

    @GetMapping("/api/v1/families/{family}/backtest")
    @Operation(summary = "What the family's latest backtest predicted for the key that KEYCOLUMN=VALUE names, beside what came to pass; go on by cursor and limit")
    KeyBacktest ofKey(@PathVariable String family, @RequestParam Map<String, String> parameters) {
        Map<String, String> named = new TreeMap<>(parameters);
        List<String> after = Cursor.decode(named.remove("cursor"), 1);
        String limitText = named.remove("limit");
        int limit = Page.checkedLimit(Cursor.integer(limitText == null ? USUAL : limitText));
        FamilyVersion version = source.family(family);
        BacktestRepository.Stored backtest = backtests.latest(family)
                .orElseThrow(() -> ManyModelsException.notFound("backtest-missing",
                        "Family [%s] has no complete backtest. Maybe POST /api/v1/families/%s/backtests first"
                                .formatted(family, family)));
        PartitionKey key = KeyParameters.read(source.snapshot(family, null).schema(), version.spec().key(), named);
        List<BacktestRepository.Row> found = backtests.page(backtest, key.values(),
                after.isEmpty() ? -1 : Cursor.number(after.getFirst()), limit + 1);
        Page<JsonNode> page = Page.of(found, limit, row -> Cursor.encode(row.id())).map(BacktestRepository.Row::values);
        return new KeyBacktest(backtest.run(), page.items(), page.nextCursor());
    }
}

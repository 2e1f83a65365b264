package io.manymodels.training.backtest;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code POST /families/{family}/backtests}: one of cutoffs, windows and folds.
 *
 * @param snapshot null takes the family's latest
 * @param cutoffs times as the family's rows have them: numbers, dates or timestamps
 * @param windows number of cutoffs back from each key's own end
 * @param step with windows: time steps between them; null takes the horizon
 * @param folds number of folds
 * @param seed with folds: of the dealing
 */
record BacktestRequest(@Nullable String snapshot, @Nullable List<JsonNode> cutoffs, @Nullable Integer windows,
        @Nullable Integer step, @Nullable Integer folds, @Nullable Long seed) {}

package io.manymodels.training.backtest;

import io.manymodels.dataset.PartitionRows;
import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;

/**
 * What was predicted for one partition at one cutoff, or in one fold.
 *
 * @param sequence of the partition
 * @param cutoff time ordinal, or number of the fold
 * @param rows those predicted, with the target that came to pass
 */
record BacktestPart(int sequence, long cutoff, PartitionRows rows, Predictions predictions, String algorithm, Rung rung) {
}

package io.manymodels.training.backtest;

import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * What one cut of a backtest gave for one partition.
 *
 * @param cutoff time ordinal that training ended with; null for folds
 * @param fold from 0; -1 unless folds
 * @param rows that were held out, with their target; those without one are left out
 * @param predictions of these rows; null where there was nothing to train on
 * @param algorithm null likewise
 * @param naiveError mean absolute error of the seasonal naive forecast in the rows up to the cutoff; NaN where they have none;
 *     likewise {@code naiveSquare} the mean squared one
 * @param unfit why there is no model of its own, and another rung predicts instead; else null
 * @param remark what else is told of a model of its own; null for nothing
 * @param rung who predicts; null where nobody does
 */
public record BacktestPart(@Nullable Long cutoff, int fold, PartitionRows rows, @Nullable Predictions predictions,
        @Nullable String algorithm, double naiveError, double naiveSquare,
        TrainingResult.@Nullable Unfit unfit, TrainingResult.@Nullable Unfit remark, @Nullable Rung rung) {}

package io.manymodels.training.backtest;

import io.manymodels.dataset.PartitionRows;
import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.training.trainer.BacktestPart;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one partition that were held out at one cutoff, or in one fold.
 *
 * @param sequence of the partition
 * @param cutoff time ordinal, or number of the fold
 * @param rows with the target that came to pass
 * @param predictions null where no row lies before the cutoff; likewise algorithm and rung
 */
record PredictedRows(int sequence, long cutoff, PartitionRows rows, @Nullable Predictions predictions,
        @Nullable String algorithm, @Nullable Rung rung) {

    static PredictedRows of(int sequence, BacktestPart part) {
        Long cutoff = part.cutoff();
        Rung rung = part.unfit() == null ? Rung.OWN : Rung.BASELINE;
        return new PredictedRows(sequence, cutoff == null ? part.fold() : cutoff, part.rows(), part.predictions(),
                part.algorithm(), part.predictions() == null ? null : rung);
    }
}

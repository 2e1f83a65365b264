package io.manymodels.training.backtest;

import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.PartitionRows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one partition that were held out at one cutoff, or in one fold: what the backtest tells of them, without the
 * columns that they were predicted from, as a task keeps them all until it commits.
 *
 * @param sequence of the partition
 * @param key canonical text
 * @param cutoff time ordinal, or number of the fold
 * @param times ordinals; empty without time
 * @param ids one array of texts a column that identifies rows, in the schema's order
 * @param actual the target that came to pass; empty for a classification
 * @param labels likewise of a classification; empty otherwise
 * @param naiveError see {@link BacktestPart}; likewise {@code naiveSquare}
 * @param predictions null where no row lies before the cutoff; likewise algorithm and rung
 */
record PredictedRows(int sequence, String key, long cutoff, long[] times, List<@Nullable String[]> ids, double[] actual,
        @Nullable String[] labels,
        @Nullable Predictions predictions, double naiveError, double naiveSquare, @Nullable String algorithm,
        @Nullable Rung rung) {

    static PredictedRows of(int sequence, BacktestPart part, boolean classes) {
        PartitionRows rows = part.rows();
        Long cutoff = part.cutoff();
        @Nullable
        String[] labels = new String[classes ? rows.size() : 0];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = rows.label(i);
        }
        return new PredictedRows(sequence, rows.key(), cutoff == null ? part.fold() : cutoff, rows.times(), ids(rows),
                classes ? new double[0] : rows.numbers(rows.schema().target()), labels, part.predictions(),
                part.naiveError(), part.naiveSquare(), part.algorithm(), part.rung());
    }

    private static List<@Nullable String[]> ids(PartitionRows rows) {
        List<@Nullable String[]> ids = new ArrayList<>();
        for (int column : rows.schema().withRole(ColumnRole.ID)) {
            @Nullable
            String[] texts = new String[rows.size()];
            for (int row = 0; row < texts.length; row++) {
                texts[row] = rows.text(column, row);
            }
            ids.add(texts);
        }
        return List.copyOf(ids);
    }

    int size() {
        return actual.length + labels.length;
    }
}

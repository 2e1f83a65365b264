package io.manymodels.scoring.prediction;

import io.manymodels.scoring.parquet.ColumnKind;

/**
 * One column that readers of predictions see.
 *
 * @param kind its type in the table and in Parquet
 * @param comment what it holds, as SQL readers are told
 */
public record PredictionColumn(String name, ColumnKind kind, Role role, String comment) {

    /** Where the values of a column come from. */
    public enum Role {
        /** A column of the family's key. */
        KEY,
        /** The family's time column. */
        TIME,
        /** What a model answered, or which model did. */
        ANSWER,
        /** The same for all rows of a run: in the Parquet file and the view, not in the table. */
        CONSTANT
    }
}

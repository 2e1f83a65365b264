package io.manymodels.model;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a model is asked about, complete and in the model's own schema.
 *
 * @param indexes step indexes; none without an axis
 * @param origin from which leads are counted; 0 where nothing goes by lead
 */
record AskedRows(PartitionRows rows, @Nullable TimeAxis axis, long[] indexes, long origin) {

    static AskedRows of(PartitionRows rows, ModelHeader header, ModelBody body) {
        return new AskedRows(rows, header.timeAxis(), FeatureRecipe.indexes(rows, header.timeAxis()),
                body.origin() == null ? 0 : body.origin());
    }

    int size() {
        return rows.size();
    }

    /** Steps from the origin to a row; negative before it. Throws INVALID {@code time-missing}. */
    long lead(int row) {
        if (row >= indexes.length) {
            throw FeatureRecipe.withoutTime();
        }
        return indexes[row] - origin;
    }
}

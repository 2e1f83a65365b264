package io.manymodels.ingestion.source;

import org.jspecify.annotations.Nullable;

/**
 * A column of a text file and how nearly all of its values are read.
 *
 * @param values how many are not missing
 * @param fitting how many of those can be read so
 * @param remark what the user may want to know about the decision; null where it goes without saying
 */
record TextColumn(String name, TextReading reading, long values, long fitting, @Nullable String remark) {

    boolean isEmpty() {
        return values == 0;
    }

    boolean fitsAll() {
        return fitting == values;
    }
}

package io.manymodels.ingestion.plain;

import io.manymodels.parquet.ParquetField;
import io.manymodels.parquet.ParquetType;
import io.manymodels.rows.ColumnType;

/**
 * A column of a CSV file.
 *
 * @param type of its values: INTEGER, DOUBLE, DATE or TEXT
 * @param words whether a word for a missing value ({@link PlainCsv#MISSING}) stands for none
 */
public record PlainColumn(String name, ColumnType type, boolean words) {

    ParquetField field() {
        return new ParquetField(name, ParquetType.of(type));
    }
}

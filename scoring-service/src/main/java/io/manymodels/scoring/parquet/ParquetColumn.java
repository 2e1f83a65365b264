package io.manymodels.scoring.parquet;

/** A column of a file: a value a row, in memory as suits it. */
public sealed interface ParquetColumn permits ColumnVector, RepeatedVector {

    String name();

    ColumnKind kind();

    /** How many rows it has. */
    int size();
}

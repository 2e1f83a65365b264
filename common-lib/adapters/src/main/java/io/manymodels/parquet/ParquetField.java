package io.manymodels.parquet;

/** A column of a file; every row may be without a value of it. */
public record ParquetField(String name, ParquetType type) {}

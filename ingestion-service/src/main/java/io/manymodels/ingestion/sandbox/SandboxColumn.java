package io.manymodels.ingestion.sandbox;

/** A column and its DuckDB type, for example {@code DECIMAL(10,2)}. */
public record SandboxColumn(String name, String type) {}

package io.manymodels.ingestion.sandbox;

/**
 * What one ingestion may use.
 *
 * @param memory DuckDB's memory limit, for example {@code 1GB}; what does not fit is spilled to the sandbox's folder
 * @param diskBytes most bytes of the sandbox's folder: downloaded inputs, spilled rows and the sorted file together
 */
public record SandboxLimits(String memory, int threads, long diskBytes) {}

package io.manymodels.ingestion.sandbox;

import org.jspecify.annotations.Nullable;

/** Takes the rows of a table, field by field. DuckDB writes them out in batches. */
public interface SandboxLoad {

    /** Hands in all rows. */
    @FunctionalInterface
    interface Feed<E extends Exception> {
        void rows(SandboxLoad load) throws E;
    }

    void beginRow();

    /** Long, Double, Boolean, String, LocalDate, LocalDateTime or null, as the column's type asks. */
    void field(@Nullable Object value);

    void endRow();
}

package io.manymodels.ingestion.sandbox;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Takes the rows of a table, field by field. DuckDB writes them out in batches. */
public final class SandboxLoad {

    /** Hands in all rows. */
    @FunctionalInterface
    public interface Feed {
        void rows(SandboxLoad load) throws SQLException;
    }

    private final DuckDBAppender appender;

    SandboxLoad(DuckDBAppender appender) {
        this.appender = appender;
    }

    public void beginRow() throws SQLException {
        appender.beginRow();
    }

    /** Long, Double, Boolean, String, LocalDate, LocalDateTime or null, as the column's type asks. */
    public void field(@Nullable Object value) throws SQLException {
        switch (value) {
            case null -> appender.appendNull();
            case Long number -> appender.append(number.longValue());
            case Double number -> appender.append(number.doubleValue());
            case Boolean flag -> appender.append(flag.booleanValue());
            case LocalDate date -> appender.append(date);
            case LocalDateTime time -> appender.append(time);
            default -> appender.append(value.toString());
        }
    }

    public void endRow() throws SQLException {
        appender.endRow();
    }
}

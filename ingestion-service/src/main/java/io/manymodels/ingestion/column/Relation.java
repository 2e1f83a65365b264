package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.Sandbox;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows that are about to be sorted, and what {@link ColumnPlan} asks about them. */
public record Relation(Sandbox sandbox, String name) {

    List<SandboxColumn> columns() {
        return sandbox.describe("SELECT * FROM " + identifier(name));
    }

    public boolean isEmpty() {
        return sandbox.first("SELECT 1 FROM %s LIMIT 1".formatted(identifier(name)), row -> 1).isEmpty();
    }

    /** Whether every value of a number is whole and fits 64 bits. */
    boolean isWhole(String column) {
        return sandbox.first(
                "SELECT count(*) FROM %2$s WHERE %1$s IS NOT NULL AND (TRY_CAST(%1$s AS BIGINT) IS NULL OR TRY_CAST(%1$s AS BIGINT) <> %1$s)"
                        .formatted(identifier(column), identifier(name)),
                row -> row.integer(0)).orElse(0L) == 0;
    }

    /** The calendar form of whole numbers that are times; empty for a counter. */
    Optional<CompactTimes.Form> compactTime(String column, @Nullable TimeStep unit) {
        return CompactTimes.find(sandbox, identifier(name), column, unit);
    }
}

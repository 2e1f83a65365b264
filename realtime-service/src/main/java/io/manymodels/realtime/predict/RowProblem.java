package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Why one row of a request has no prediction.
 *
 * @param row its place in the request
 * @param column that is wrong; null where it is not a single one
 */
public record RowProblem(int row, @Nullable String column, Kind kind, String code, String message) {

    static RowProblem invalid(int row, @Nullable String column, String code, String message) {
        return new RowProblem(row, column, Kind.INVALID, code, message);
    }

    static RowProblem of(int row, @Nullable String column, ManyModelsException e) {
        return new RowProblem(row, column, e.kind(), e.code(), e.getMessage());
    }

    /** Where in the request: {@code rows[1].price}. */
    public String path() {
        return column == null ? "rows[%d]".formatted(row) : "rows[%d].%s".formatted(row, column);
    }
}

package io.manymodels.realtime.predict;

import java.util.List;
import java.util.Map;

/**
 * Rows that somebody wants predicted, column by column: as tensors bring them and models take them.
 *
 * @param size rows
 * @param columns by the names that the family's schema has; each of {@code size}
 * @param problems found while reading; the rows that they name are not predicted
 */
public record RequestRows(int size, Map<String, Cells> columns, List<RowProblem> problems) {

    public RequestRows {
        columns = Map.copyOf(columns);
        problems = List.copyOf(problems);
        columns.forEach((name, cells) -> {
            if (cells.size() != size) {
                throw new IllegalArgumentException(
                        "Column [%s] has [%d] cells for [%d] rows".formatted(name, cells.size(), size));
            }
        });
    }
}

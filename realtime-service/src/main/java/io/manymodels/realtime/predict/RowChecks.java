package io.manymodels.realtime.predict;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.rows.PartitionRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with rows that could not be read as a whole. Slow, and only for that. */
final class RowChecks {

    private static final int MOST = 100;

    private RowChecks() {}

    /** What is wrong, with paths into the request; the problem itself where no single cell explains it. */
    static ManyModelsException explain(ServedFamily family, List<Row> rows, ManyModelsException problem) {
        List<Detail> details = new ArrayList<>();
        String time = family.schema().time() < 0 ? null : family.schema().column(family.schema().time()).name();
        for (int i = 0; i < rows.size() && details.size() < MOST; i++) {
            int row = i;
            Map<String, @Nullable Object> cells = rows.get(i).cells();
            cells.forEach((name, value) -> {
                if (value != null && !name.equals(time)) {
                    check(family, row, name, Map.of(name, value), false, details);
                }
            });
            if (time != null && family.timeAxis() != null) {
                Object value = cells.get(time);
                check(family, row, time, value == null ? Map.of() : Map.of(time, value), true, details);
            }
        }
        return details.isEmpty() ? problem : KeyReader.invalid(family, details);
    }

    private static void check(ServedFamily family, int row, String column, Map<String, Object> cell, boolean timed,
            List<Detail> details) {
        try {
            PartitionRows.of(family.schema(), timed ? family.timeAxis() : null, "", List.of(cell));
        } catch (ManyModelsException e) {
            details.add(new Detail("rows[%d].%s".formatted(row, column),
                    Objects.requireNonNull(e.getMessage()).replace("Row 0 ", "Row %d ".formatted(row))));
        }
    }
}

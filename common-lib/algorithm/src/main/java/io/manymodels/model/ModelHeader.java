package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.rows.Column;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all models of a run share.
 *
 * @param schema the columns that the models were trained on
 * @param timeAxis null without a time column
 * @param gap steps after the origin that are not forecast; likewise {@code horizon}; 0 for tabular tasks
 * @param intervals coverages of the prediction intervals in percent, ascending
 * @param provenance of the run: library versions, spec, snapshot
 */
public record ModelHeader(String family, Task task, RowSchema schema, @Nullable TimeAxis timeAxis, int gap, int horizon,
        List<Integer> intervals, Map<String, String> provenance) {

    public ModelHeader {
        intervals = List.copyOf(intervals);
        provenance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    public List<Column> columns() {
        return schema.columns();
    }
}

package io.manymodels.model;

import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.rows.Column;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models of a run share.
 *
 * @param schema the columns that the models were trained on
 * @param timeAxis null without a time column
 * @param gap steps after the origin that are not forecast; likewise {@code horizon}; 0 for tabular tasks
 * @param intervals coverages of the prediction intervals in percent, ascending
 * @param provenance of the run: library versions, spec, snapshot
 * @param kernels that bodies refer to by their places
 */
public record ModelHeader(String family, Task task, RowSchema schema, @Nullable TimeAxis timeAxis, int gap, int horizon,
        List<Integer> intervals, Map<String, String> provenance, List<Kernel.Shared> kernels) {

    public ModelHeader {
        intervals = List.copyOf(intervals);
        provenance = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        kernels = List.copyOf(kernels);
    }

    /** Of models that share no kernel. */
    public ModelHeader(String family, Task task, RowSchema schema, @Nullable TimeAxis timeAxis, int gap, int horizon,
            List<Integer> intervals, Map<String, String> provenance) {
        this(family, task, schema, timeAxis, gap, horizon, intervals, provenance, List.of());
    }

    /** The same with kernels that models share. */
    public ModelHeader sharing(List<Kernel.Shared> shared) {
        return new ModelHeader(family, task, schema, timeAxis, gap, horizon, intervals, provenance, shared);
    }

    public List<Column> columns() {
        return schema.columns();
    }
}

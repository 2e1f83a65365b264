package io.manymodels.training.backtest;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.metric.LabelColumns;
import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.NumberColumns;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.sql.ProbabilityColumns;
import io.manymodels.sql.SqlIdentifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * SQL expressions that measure all rows of a backtest at once: those of {@link Metric}. Rows whose actual value or
 * prediction is missing do not count.
 */
final class OverallMetrics {

    private OverallMetrics() {}

    /** Metric name to aggregate expression over the columns of a run's backtest. */
    static Map<String, String> expressions(Task task, BacktestLayout layout, UUID run) {
        String table = "training." + SqlName.table(run);
        LabelColumns labels = new LabelColumns(table, layout.labels().stream().map(SqlIdentifier::literal).toList(),
                ProbabilityColumns.of(layout.labels()).stream().map(SqlName::quoted).toList());
        List<String> series = Stream
                .concat(layout.keys().stream().map(BacktestColumn::name), Stream.of(layout.origin()))
                .map(SqlName::quoted).toList();
        NumberColumns numbers = new NumberColumns(table, series, layout.intervals(), layout.scaled());
        Map<String, String> expressions = new LinkedHashMap<>();
        for (Metric metric : Metric.fitting(task)) {
            switch (metric.measure()) {
                case NumberMeasure measure -> expressions.put(metric.wire(), measure.sql(numbers));
                case LabelMeasure measure -> {
                    if (!layout.labels().isEmpty()) {
                        expressions.put(metric.wire(), measure.sql(labels));
                    }
                }
            }
        }
        return expressions;
    }
}

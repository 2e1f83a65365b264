package io.manymodels.training.backtest;

import io.manymodels.family.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * SQL expressions that measure all rows of a backtest at once, in the units of {@link Metric}. Rows whose actual value or
 * prediction is missing do not count.
 */
final class OverallMetrics {

    private OverallMetrics() {}

    /** Metric name to aggregate expression over the backtest's columns. */
    static Map<String, String> expressions(BacktestLayout layout) {
        Map<String, String> expressions = new LinkedHashMap<>();
        if (!layout.classes()) {
            numbers(layout, expressions);
        } else if (!layout.labels().isEmpty()) {
            labels(layout, expressions);
        }
        return expressions;
    }

    private static void numbers(BacktestLayout layout, Map<String, String> expressions) {
        put(expressions, Metric.MAPE, "100 * avg(abs(actual - prediction) / abs(actual)) FILTER (WHERE actual <> 0)");
        put(expressions, Metric.WMAPE, "100 * sum(abs(actual - prediction)) / nullif(sum(abs(actual)), 0)");
        put(expressions, Metric.SMAPE, """
                avg(CASE WHEN actual = prediction THEN 0
                    ELSE 200 * abs(actual - prediction) / (abs(actual) + abs(prediction)) END)""");
        put(expressions, Metric.RMSE, "sqrt(avg((actual - prediction) * (actual - prediction)))");
        put(expressions, Metric.MAE, "avg(abs(actual - prediction))");
        put(expressions, Metric.BIAS, "100 * sum(prediction - actual) / nullif(sum(abs(actual)), 0)");
        if (!layout.intervals().isEmpty()) {
            int interval = layout.intervals().getFirst();
            String lower = "lower_" + interval;
            String upper = "upper_" + interval;
            put(expressions, Metric.COVERAGE,
                    "100 * avg(CASE WHEN actual BETWEEN %1$s AND %2$s THEN 1.0 ELSE 0.0 END) FILTER (WHERE %1$s IS NOT NULL)"
                            .formatted(lower, upper));
            put(expressions, Metric.WINKLER,
                    "avg(%2$s - %1$s + %3$s * (greatest(%1$s - actual, 0) + greatest(actual - %2$s, 0)))"
                            .formatted(lower, upper, 2 / (1 - interval / 100.0)));
        }
    }

    private static void labels(BacktestLayout layout, Map<String, String> expressions) {
        put(expressions, Metric.ACCURACY, "avg(CASE WHEN actual = prediction THEN 1.0 ELSE 0.0 END)");
        String ofActual = layout.labels().stream()
                .map(label -> "WHEN %s THEN %s".formatted(SqlName.literal(label), probability(label)))
                .collect(Collectors.joining(" ", "CASE actual ", " END"));
        put(expressions, Metric.LOGLOSS, "-avg(ln(greatest(%s, 1e-15)))".formatted(ofActual));
        List<String> squares = new ArrayList<>();
        for (String label : layout.labels()) {
            squares.add("power(%s - CASE WHEN actual = %s THEN 1 ELSE 0 END, 2)".formatted(probability(label),
                    SqlName.literal(label)));
        }
        // For two labels both squares are the same; the score is one of them.
        put(expressions, Metric.BRIER, "avg((%s) / %d)".formatted(String.join(" + ", squares),
                layout.labels().size() == 2 ? 2 : 1));
        expressions.put(Metric.F1.wire(), layout.labels().stream().map(SqlName::literal)
                .map(label -> """
                        coalesce(2.0 * count(*) FILTER (WHERE actual = %1$s AND prediction = %1$s)
                          / nullif(count(*) FILTER (WHERE actual = %1$s) + count(*) FILTER (WHERE prediction = %1$s), 0), 0)"""
                        .formatted(label))
                .collect(Collectors.joining(" + ", "(", ") / " + layout.labels().size())));
    }

    private static String probability(String label) {
        return SqlName.quoted("probability_" + label);
    }

    private static void put(Map<String, String> expressions, Metric metric, String expression) {
        expressions.put(metric.wire(), expression);
    }
}

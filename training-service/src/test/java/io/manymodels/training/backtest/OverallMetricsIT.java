package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.training.TrainingStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows measured by Java and by PostgreSQL: every metric of every task has one meaning. */
class OverallMetricsIT {

    private static final int SERIES = 7;
    private static final int STEPS = 6;
    private static final List<Integer> INTERVALS = List.of(80, 95);

    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        connection = TrainingStack.SERVICE.connection("training");
        connection.setSchema("training");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    @Test
    void measuresNumbersAsJavaDoes() throws SQLException {
        UUID run = UUID.randomUUID();
        BacktestColumn key = new BacktestColumn("store", BacktestColumn.Type.BIGINT, "");
        BacktestColumn cutoff = new BacktestColumn("cutoff", BacktestColumn.Type.BIGINT, "");
        BacktestLayout layout = new BacktestLayout(List.of(key), -1, List.of(), BacktestColumn.Type.BIGINT, false,
                INTERVALS, true,
                List.of(), List.of(key, cutoff));
        execute("""
                CREATE TABLE training.%s (store bigint, cutoff bigint, actual float8, prediction float8, lower_80 float8,
                  upper_80 float8, lower_95 float8, upper_95 float8, naive_error float8, naive_square float8)
                """.formatted(SqlName.table(run)));
        List<NumberRows> series = new ArrayList<>();
        Random random = new Random(1);
        for (int s = 0; s < SERIES; s++) {
            series.add(series(random, s));
            insert(run, s, series.getLast());
        }
        execute("INSERT INTO training.%s (store, cutoff, actual, prediction) VALUES (99, 1, 5, NULL), (99, 1, NULL, 5)"
                .formatted(SqlName.table(run)));

        Map<String, String> expressions = OverallMetrics.expressions(Task.FORECAST, layout, run);

        assertThat(expressions.keySet()).containsExactlyInAnyOrderElementsOf(
                Metric.fitting(Task.FORECAST).stream().map(Metric::wire).toList());
        NumberRows all = concatenated(series);
        for (Metric metric : Metric.fitting(Task.FORECAST)) {
            NumberMeasure measure = (NumberMeasure) metric.measure();
            double expected = metric == Metric.RMSSE
                    ? series.stream().mapToDouble(measure::value).filter(Double::isFinite).average()
                            .orElseThrow()
                    : measure.value(all);
            assertThat(measured(run, Objects.requireNonNull(expressions.get(metric.wire())))).as(metric.wire())
                    .isCloseTo(expected,
                            within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void measuresLabelsAsJavaDoes(int labels) throws SQLException {
        UUID run = UUID.randomUUID();
        List<String> names = IntStream.range(0, labels).mapToObj(k -> "it's " + k).toList();
        BacktestColumn fold = new BacktestColumn("fold", BacktestColumn.Type.BIGINT, "");
        BacktestLayout layout = new BacktestLayout(List.of(), -1, List.of(), BacktestColumn.Type.BIGINT, true,
                List.of(), false,
                names, List.of(fold));
        execute("CREATE TABLE training.%s (actual text, prediction text%s)".formatted(SqlName.table(run),
                names.stream().map(name -> ", " + SqlName.quoted("probability_" + name) + " float8")
                        .reduce("", String::concat)));
        Random random = new Random(labels);
        int n = 80;
        int[] actual = random.ints(n, 0, labels).toArray();
        double[][] probabilities = new double[labels][n];
        for (int i = 0; i < n; i++) {
            // Tenths, so that there are ties.
            double left = 1;
            for (int k = 0; k < labels - 1; k++) {
                probabilities[k][i] = Math.round(10 * left * random.nextDouble()) / 10.0;
                left -= probabilities[k][i];
            }
            probabilities[labels - 1][i] = Math.round(10 * left) / 10.0;
            int best = 0;
            for (int k = 1; k < labels; k++) {
                best = probabilities[k][i] > probabilities[best][i] ? k : best;
            }
            StringBuilder values = new StringBuilder("%s, %s".formatted(SqlIdentifier.literal(names.get(actual[i])),
                    SqlIdentifier.literal(names.get(best))));
            for (int k = 0; k < labels; k++) {
                values.append(", ").append(probabilities[k][i]);
            }
            execute("INSERT INTO training.%s VALUES (%s)".formatted(SqlName.table(run), values));
        }

        Map<String, String> expressions = OverallMetrics.expressions(Task.CLASSIFICATION, layout, run);

        LabelRows rows = new LabelRows(actual, probabilities);
        for (Metric metric : Metric.fitting(Task.CLASSIFICATION)) {
            assertThat(measured(run, Objects.requireNonNull(expressions.get(metric.wire())))).as(metric.wire())
                    .isCloseTo(((LabelMeasure) metric.measure()).value(rows), within(1e-9));
        }
    }

    private static NumberRows series(Random random, int series) {
        double[] actual = random.doubles(STEPS).map(u -> u < 0.2 ? 0 : 10 * u).toArray();
        double[] predicted = IntStream.range(0, STEPS).mapToDouble(i -> actual[i] + random.nextGaussian()).toArray();
        double[][] lower = new double[INTERVALS.size()][];
        double[][] upper = new double[INTERVALS.size()][];
        for (int k = 0; k < lower.length; k++) {
            double width = k + 1;
            lower[k] = IntStream.range(0, STEPS).mapToDouble(i -> predicted[i] - width).toArray();
            upper[k] = IntStream.range(0, STEPS).mapToDouble(i -> predicted[i] + width).toArray();
        }
        // One series is too short for a naive forecast, and one is constant.
        double scale = series == 0 ? Double.NaN : series == 1 ? 0 : 1 + random.nextDouble();
        double[] scales = IntStream.range(0, STEPS).mapToDouble(_ -> scale).toArray();
        return new NumberRows(actual, predicted, lower, upper, INTERVALS, scales,
                IntStream.range(0, STEPS).mapToDouble(i -> scales[i] * scales[i] * 1.5).toArray());
    }

    private static NumberRows concatenated(List<NumberRows> series) {
        return new NumberRows(joined(series.stream().map(NumberRows::actual).toList()),
                joined(series.stream().map(NumberRows::predicted).toList()),
                IntStream.range(0, INTERVALS.size())
                        .mapToObj(k -> joined(series.stream().map(s -> s.lower()[k]).toList()))
                        .toArray(double[][]::new),
                IntStream.range(0, INTERVALS.size())
                        .mapToObj(k -> joined(series.stream().map(s -> s.upper()[k]).toList()))
                        .toArray(double[][]::new),
                INTERVALS, joined(series.stream().map(NumberRows::naiveErrors).toList()),
                joined(series.stream().map(NumberRows::naiveSquares).toList()));
    }

    private static double[] joined(List<double[]> parts) {
        return parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
    }

    private static void insert(UUID run, int store, NumberRows rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO training.%s VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(SqlName.table(run)))) {
            for (int i = 0; i < rows.size(); i++) {
                insert.setLong(1, store);
                double[] values = {rows.actual()[i], rows.predicted()[i], rows.lower()[0][i], rows.upper()[0][i],
                        rows.lower()[1][i], rows.upper()[1][i], rows.naiveErrors()[i], rows.naiveSquares()[i]};
                for (int v = 0; v < values.length; v++) {
                    insert.setObject(2 + v, Double.isNaN(values[v]) ? null : values[v], java.sql.Types.DOUBLE);
                }
                insert.executeUpdate();
            }
        }
    }

    private static double measured(UUID run, String expression) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT %s FROM training.%s WHERE actual IS NOT NULL AND prediction IS NOT NULL"
                                .formatted(expression, SqlName.table(run)))) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

package io.manymodels.training.learner;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** Small partitions whose truth is known. */
@NullUnmarked
public final class Toys {

    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    public static final RowSchema DEMAND = new RowSchema(
            List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                    new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                    new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                    new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
                    new Column("deal", ColumnType.BOOLEAN, ColumnRole.KNOWN),
                    new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED)));

    public static final RowSchema WEATHER = new RowSchema(
            List.of(new Column("station", ColumnType.TEXT, ColumnRole.KEY),
                    new Column("humidity", ColumnType.DOUBLE, ColumnRole.OBSERVED),
                    new Column("sky", ColumnType.TEXT, ColumnRole.OBSERVED),
                    new Column("tomorrow", ColumnType.TEXT, ColumnRole.TARGET),
                    new Column("leak", ColumnType.DOUBLE, ColumnRole.OBSERVED, true, "tells tomorrow")));

    private Toys() {}

    public static final RowSchema RENT = new RowSchema(List.of(new Column("town", ColumnType.TEXT, ColumnRole.KEY),
            new Column("size", ColumnType.DOUBLE, ColumnRole.OBSERVED),
            new Column("lift", ColumnType.BOOLEAN, ColumnRole.OBSERVED),
            new Column("rent", ColumnType.DOUBLE, ColumnRole.TARGET)));

    public static final RowSchema SERIES = new RowSchema(List.of(new Column("id", ColumnType.TEXT, ColumnRole.KEY),
            new Column("t", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("value", ColumnType.DOUBLE, ColumnRole.TARGET)));

    public static TrainingSpec forecast(Metric metric, TrainingSpec.Functional functional, String... algorithms) {
        return new TrainingSpec("toy", Task.FORECAST, DEMAND, TimeAxis.integers(), 1, 2, choices(algorithms), metric,
                functional, 3, null, 20, Duration.ofSeconds(60), List.of(80, 95), Map.of("tribuo", "4.3.2"));
    }

    /** Monthly series without any other column. */
    public static TrainingSpec series(int horizon, String... algorithms) {
        return series(horizon, Metric.SMAPE, algorithms);
    }

    public static TrainingSpec series(int horizon, Metric metric, String... algorithms) {
        return series(TimeStep.MONTH, horizon, metric, algorithms);
    }

    /** Likewise of another step. */
    public static TrainingSpec series(TimeStep step, int horizon, Metric metric, String... algorithms) {
        return new TrainingSpec("toy", Task.FORECAST, SERIES,
                new TimeAxis(TimeAxis.Kind.INTEGER, step, 1, java.time.LocalDate.of(2000, 1, 1), 0), 0,
                horizon,
                choices(algorithms), metric, TrainingSpec.functional(FamilySpec.Point.AUTO, metric), 3, null, 8,
                Duration.ofSeconds(60),
                List.of(80, 95), Map.of());
    }

    public static TrainingSpec regression(String... algorithms) {
        return new TrainingSpec("toy", Task.REGRESSION, RENT, null, 0, 0, choices(algorithms), Metric.RMSE,
                TrainingSpec.Functional.MEAN, 3, null, 20, Duration.ofSeconds(60), List.of(80), Map.of());
    }

    public static TrainingSpec classification(String... algorithms) {
        return new TrainingSpec("toy", Task.CLASSIFICATION, WEATHER, null, 0, 0, choices(algorithms), Metric.ACCURACY,
                TrainingSpec.Functional.MEDIAN, 3, null, 20, Duration.ofSeconds(60), List.of(80), Map.of());
    }

    private static List<AlgorithmChoice> choices(String... algorithms) {
        return Arrays.stream(algorithms).map(AlgorithmChoice::of).toList();
    }

    /** One series, a value a step from step 0 on. */
    public static PartitionRows series(double... values) {
        long[] times = new long[values.length];
        double[][] numbers = new double[SERIES.size()][values.length];
        for (int t = 0; t < values.length; t++) {
            times[t] = t;
            numbers[1][t] = t;
            numbers[2][t] = values[t];
        }
        numbers[0] = new double[0];
        String[][] texts = texts(SERIES, values.length);
        Arrays.fill(texts[0], "one");
        return new PartitionRows(SERIES, "{\"id\":\"one\"}", values.length, times, numbers, texts);
    }

    /** Rows of the steps after a series. */
    public static PartitionRows after(PartitionRows rows, int steps) {
        long last = rows.time(rows.size() - 1);
        double[][] numbers = new double[SERIES.size()][steps];
        long[] times = new long[steps];
        for (int i = 0; i < steps; i++) {
            times[i] = last + 1 + i;
            numbers[1][i] = times[i];
            numbers[2][i] = Double.NaN;
        }
        numbers[0] = new double[0];
        String[][] texts = texts(SERIES, steps);
        Arrays.fill(texts[0], "one");
        return new PartitionRows(SERIES, rows.key(), steps, times, numbers, texts);
    }

    /** Rents that grow with size, and more with a lift. */
    public static PartitionRows rents(int rows, long seed) {
        Random random = new Random(seed);
        double[][] numbers = new double[RENT.size()][rows];
        for (int i = 0; i < rows; i++) {
            numbers[1][i] = 30 + 70 * random.nextDouble();
            numbers[2][i] = random.nextInt(2);
            numbers[3][i] = 200 + 9 * numbers[1][i] + 100 * numbers[2][i] + 30 * random.nextGaussian();
        }
        numbers[0] = new double[0];
        String[][] texts = texts(RENT, rows);
        Arrays.fill(texts[0], "here");
        return new PartitionRows(RENT, "{\"town\":\"here\"}", rows, new long[0], numbers, texts);
    }

    /** Lognormal demand: units = exp(3 - 2 ln price + 0.4 deal + noise). */
    public static PartitionRows demand(int store, int weeks, double noise, long seed) {
        Random random = new Random(seed);
        long[] times = new long[weeks];
        double[][] numbers = new double[DEMAND.size()][weeks];
        for (int t = 0; t < weeks; t++) {
            times[t] = 40L + t;
            numbers[0][t] = store;
            numbers[1][t] = times[t];
            numbers[3][t] = 0.5 + random.nextDouble();
            numbers[4][t] = random.nextInt(4) == 0 ? 1 : 0;
            numbers[2][t] = Math.exp(
                    3 - 2 * Math.log(numbers[3][t]) + 0.4 * numbers[4][t] + noise * random.nextGaussian());
            numbers[5][t] = random.nextGaussian();
        }
        return new PartitionRows(DEMAND, "{\"store\":%d}".formatted(store), weeks, times, numbers,
                texts(DEMAND, weeks));
    }

    /** Rain tomorrow where humidity is high, more so under clouds. */
    public static PartitionRows weather(String station, int rows, long seed) {
        Random random = new Random(seed);
        double[][] numbers = new double[WEATHER.size()][];
        String[][] texts = texts(WEATHER, rows);
        numbers[1] = new double[rows];
        numbers[4] = new double[rows];
        for (int i = 0; i < rows; i++) {
            texts[0][i] = station;
            numbers[1][i] = random.nextInt(20) == 0 ? Double.NaN : 100 * random.nextDouble();
            texts[2][i] = random.nextBoolean() ? "cloud" : "sun";
            double score = 0.1 * ((Double.isNaN(numbers[1][i]) ? 50 : numbers[1][i]) - 60)
                    + ("cloud".equals(texts[2][i]) ? 1 : -1);
            boolean rain = random.nextDouble() < 1 / (1 + Math.exp(-score));
            texts[3][i] = rain ? "Yes" : "No";
            numbers[4][i] = rain ? 1 : 0;
        }
        for (int c = 0; c < numbers.length; c++) {
            numbers[c] = numbers[c] == null ? new double[0] : numbers[c];
        }
        return new PartitionRows(WEATHER, "{\"station\":\"%s\"}".formatted(station), rows, new long[0], numbers, texts);
    }

    public static String[][] texts(RowSchema schema, int rows) {
        String[][] texts = new String[schema.size()][];
        Arrays.setAll(texts, c -> new String[schema.column(c).type().isText() ? rows : 0]);
        return texts;
    }
}

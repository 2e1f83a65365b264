package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
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
final class Toys {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    static final RowSchema DEMAND = new RowSchema(List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
            new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
            new Column("deal", ColumnType.BOOLEAN, ColumnRole.KNOWN),
            new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED)));

    static final RowSchema WEATHER = new RowSchema(List.of(new Column("station", ColumnType.TEXT, ColumnRole.KEY),
            new Column("humidity", ColumnType.DOUBLE, ColumnRole.OBSERVED),
            new Column("sky", ColumnType.TEXT, ColumnRole.OBSERVED),
            new Column("tomorrow", ColumnType.TEXT, ColumnRole.TARGET),
            new Column("leak", ColumnType.DOUBLE, ColumnRole.OBSERVED, true, "tells tomorrow")));

    private Toys() {}

    static TrainingSpec forecast(Metric metric, TrainingSpec.Functional functional, Algorithm... algorithms) {
        return new TrainingSpec("toy", Task.FORECAST, DEMAND, TimeAxis.integers(), 1, 2,
                algorithms.length == 0 ? Algorithm.fitting(Task.FORECAST) : List.of(algorithms), metric, functional, 3,
                null, 20, Duration.ofSeconds(60), List.of(80, 95), Map.of("tribuo", "4.3.2"));
    }

    static TrainingSpec classification(Algorithm... algorithms) {
        return new TrainingSpec("toy", Task.CLASSIFICATION, WEATHER, null, 0, 0,
                algorithms.length == 0 ? Algorithm.fitting(Task.CLASSIFICATION) : List.of(algorithms), Metric.ACCURACY,
                TrainingSpec.Functional.MEDIAN, 3, null, 20, Duration.ofSeconds(60), List.of(80), Map.of());
    }

    /** Lognormal demand: units = exp(3 - 2 ln price + 0.4 deal + noise). */
    static PartitionRows demand(int store, int weeks, double noise, long seed) {
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
    static PartitionRows weather(String station, int rows, long seed) {
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

    static String[][] texts(RowSchema schema, int rows) {
        String[][] texts = new String[schema.size()][];
        Arrays.setAll(texts, c -> new String[schema.column(c).type().isText() ? rows : 0]);
        return texts;
    }
}

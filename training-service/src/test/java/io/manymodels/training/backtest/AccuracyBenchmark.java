package io.manymodels.training.backtest;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.contest.*;
import io.manymodels.training.learner.*;
import io.manymodels.training.shared.*;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Accuracy and speed of the trainer alone on the real data sets, run by {@code benchmarks/accuracy/trainer}. Its name keeps it out
 * of the tests: it takes minutes and needs the data folder.
 */
@NullUnmarked
class AccuracyBenchmark {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final String VALIDATION = "-validation";

    /** Whether the test part is left out, and what lies before it is forecast. */
    private static boolean validating;

    @Test
    void run() throws IOException {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("manymodels.data"),
                "name the data folder: benchmarks/accuracy/trainer DATA"));
        for (String what : System.getProperty("manymodels.benchmarks", "orange-juice").split(" ")) {
            long start = System.nanoTime();
            validating = what.endsWith(VALIDATION);
            switch (what.replace(VALIDATION, "")) {
                case "orange-juice" -> orangeJuice(data, validating ? cutoffs(113, 131) : cutoffs(135, 157));
                case "training" -> training(data);
                case "pooled" -> pooled(data);
                case "weather" -> weather(data);
                case "m3" -> m3(data);
                case "carparts" -> carparts(data, Metric.MASE);
                case "carparts-mean" -> carparts(data, Metric.RMSSE);
                case "hospital" -> hospital(data);
                default -> throw new IllegalArgumentException(what);
            }
            System.out.printf("  %.1f s%n", (System.nanoTime() - start) / 1e9);
        }
    }

    private static long[] cutoffs(long from, long to) {
        List<Long> cutoffs = new ArrayList<>();
        for (long c = from; c <= to; c += 2) {
            cutoffs.add(c);
        }
        return cutoffs.stream().mapToLong(Long::longValue).toArray();
    }

    private static TrainingSpec orangeJuiceSpec(RowSchema schema) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, LocalDate.of(1989, 9, 14), 40);
        String algorithms = System.getProperty("algorithms", "");
        return new TrainingSpec("orange-juice", Task.FORECAST, schema, axis, 1, 2,
                algorithms.isEmpty()
                        ? List.of()
                        : Arrays.stream(algorithms.split(",")).map(AlgorithmChoice::of).toList(),
                Metric.MAPE, TrainingSpec.functional(FamilySpec.Point.AUTO, Metric.MAPE), 3, null, 20,
                Duration.ofSeconds(60), List.of(80, 95), Map.of());
    }

    private static void orangeJuice(Path data, long[] cutoffs) throws IOException {
        List<PartitionRows> partitions = orangeJuiceRows(data);
        TrainingSpec spec = orangeJuiceSpec(partitions.getFirst().schema());
        DoubleAdder error = new DoubleAdder();
        DoubleAdder rows = new DoubleAdder();
        DoubleAdder covered80 = new DoubleAdder();
        DoubleAdder covered95 = new DoubleAdder();
        Map<String, Integer> algorithms = new TreeMap<>();
        partitions.parallelStream().forEach(partition -> {
            for (BacktestPart part : new Backtest(spec, CATALOGUE).run(partition, new BacktestPlan.Cutoffs(cutoffs))) {
                double[] actual = part.rows().numbers(spec.schema().target());
                if (part.predictions() == null) {
                    System.out.println(partition.key() + " " + part.unfit());
                    continue;
                }
                synchronized (algorithms) {
                    algorithms.merge(part.algorithm(), 1, Integer::sum);
                }
                for (int i = 0; i < actual.length; i++) {
                    error.add(Math.abs(part.predictions().value()[i] / actual[i] - 1));
                    covered80.add(inside(actual[i], part, 0, i));
                    covered95.add(inside(actual[i], part, 1, i));
                    rows.add(1);
                }
            }
        });
        System.out.printf("orange-juice: MAPE %.2f over %.0f rows, coverage %.3f %.3f, %s%n",
                100 * error.sum() / rows.sum(),
                rows.sum(), covered80.sum() / rows.sum(), covered95.sum() / rows.sum(), algorithms);
    }

    private static double inside(double actual, BacktestPart part, int k, int i) {
        return actual >= part.predictions().lower()[k][i] && actual <= part.predictions().upper()[k][i] ? 1 : 0;
    }

    private static void training(Path data) throws IOException {
        List<PartitionRows> partitions = orangeJuiceRows(data);
        TrainingSpec spec = orangeJuiceSpec(partitions.getFirst().schema());
        for (int repeat = 0; repeat < 2; repeat++) {
            long start = System.nanoTime();
            Map<String, Integer> algorithms = new TreeMap<>();
            long bytes = 0;
            for (TrainingResult result : partitions.parallelStream()
                    .map(rows -> new PartitionTrainer(spec, CATALOGUE).train(rows)).toList()) {
                if (result instanceof TrainingResult.Trained trained) {
                    algorithms.merge(trained.algorithm(), 1, Integer::sum);
                    bytes += trained.body().length;
                }
            }
            System.out.printf("training: %d keys in %.2f s, %s, %d bytes a model%n", partitions.size(),
                    (System.nanoTime() - start) / 1e9, algorithms, bytes / partitions.size());
        }
    }

    private static void pooled(Path data) throws IOException {
        List<PartitionRows> partitions = orangeJuiceRows(data);
        TrainingSpec spec = orangeJuiceSpec(partitions.getFirst().schema());
        for (int most : new int[] {5_000, 40_000}) {
            long start = System.nanoTime();
            PooledSample sample = new PooledSample(spec, most);
            partitions.forEach(sample::add);
            long collected = System.nanoTime();
            TrainingResult result = new SharedTrainer(spec, CATALOGUE).train(sample, false);
            System.out.printf("pooled: %d rows collected in %.2f s, trained in %.2f s%n", most,
                    (collected - start) / 1e9, (System.nanoTime() - collected) / 1e9);
            if (result instanceof TrainingResult.Trained trained) {
                System.out.println("  " + trained.metrics() + " " + trained.provenance());
            }
        }
    }

    private static List<PartitionRows> orangeJuiceRows(Path data) throws IOException {
        Map<String, List<Map<String, Object>>> keys = new LinkedHashMap<>();
        boolean others = Boolean.getBoolean("others");
        for (Map<String, String> row : csv(data.resolve("orange-juice/sales.csv.gz"))) {
            Map<String, Object> cells = new HashMap<>();
            cells.put("store", row.get("store"));
            cells.put("brand", row.get("brand"));
            cells.put("week", row.get("week"));
            cells.put("units", (double) Math.round(Math.exp(Double.parseDouble(row.get("logmove")))));
            for (String column : List.of("deal", "feat", "profit")) {
                cells.put(column, row.get(column));
            }
            int brand = Integer.parseInt(row.get("brand"));
            cells.put("price", row.get("price" + brand));
            if (others) {
                double sum = 0;
                for (int b = 1; b <= 11; b++) {
                    sum += b == brand ? 0 : Math.log(Double.parseDouble(row.get("price" + b)));
                }
                cells.put("others", Math.exp(sum / 10));
            }
            keys.computeIfAbsent(row.get("store") + "/" + row.get("brand"), k -> new ArrayList<>()).add(cells);
        }
        List<Column> columns = new ArrayList<>(List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("brand", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN),
                new Column("deal", ColumnType.INTEGER, ColumnRole.KNOWN),
                new Column("feat", ColumnType.DOUBLE, ColumnRole.KNOWN),
                new Column("profit", ColumnType.DOUBLE, ColumnRole.OBSERVED)));
        if (others) {
            columns.add(new Column("others", ColumnType.DOUBLE, ColumnRole.KNOWN));
        }
        RowSchema schema = new RowSchema(columns);
        return partitions(schema, TimeAxis.integers(), "week", keys);
    }

    private static List<PartitionRows> partitions(RowSchema schema, TimeAxis axis, String time,
            Map<String, List<Map<String, Object>>> keys) {
        List<PartitionRows> partitions = new ArrayList<>();
        keys.forEach((key, rows) -> {
            rows.sort(java.util.Comparator.comparingLong(row -> axis.ordinal(row.get(time))));
            partitions.add(PartitionRows.of(schema, axis, key, rows));
        });
        return partitions;
    }

    private static void weather(Path data) throws IOException {
        Map<String, List<Map<String, Object>>> keys = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>();
        for (Map<String, String> row : csv(data.resolve("weather-aus/weatherAUS.csv.gz"))) {
            Map<String, Object> cells = new HashMap<>();
            row.forEach((name, value) -> {
                if (!value.isEmpty() && !value.equals("NA")) {
                    cells.put(name, value);
                }
            });
            keys.computeIfAbsent(row.get("Location"), k -> new ArrayList<>()).add(cells);
            if (columns.isEmpty()) {
                row.keySet().forEach(name -> columns.add(column(name)));
            }
        }
        RowSchema schema = new RowSchema(columns);
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0);
        String algorithms = System.getProperty("algorithms", "");
        TrainingSpec spec = new TrainingSpec("weather", Task.CLASSIFICATION, schema, axis, 0, 0,
                algorithms.isEmpty()
                        ? List.of()
                        : Arrays.stream(algorithms.split(",")).map(AlgorithmChoice::of).toList(),
                Metric.ACCURACY, TrainingSpec.Functional.MEDIAN, 3, null, 20, Duration.ofSeconds(60), List.of(),
                Map.of());
        long end = LocalDate.of(2015, 6, 30).toEpochDay();
        long cutoff = validating ? LocalDate.of(2013, 12, 31).toEpochDay() : end;
        List<BacktestPart> parts = partitions(schema, axis, "Date", keys).parallelStream()
                .map(rows -> validating
                        ? rows.select(IntStream.range(0, rows.size()).filter(i -> rows.time(i) <= end).toArray())
                        : rows)
                .flatMap(rows -> new Backtest(spec, CATALOGUE).run(rows, new BacktestPlan.Cutoffs(new long[] {cutoff}))
                        .stream())
                .toList();
        List<Integer> actual = new ArrayList<>();
        List<Double> rain = new ArrayList<>();
        Map<String, Integer> chosen = new TreeMap<>();
        for (BacktestPart part : parts) {
            chosen.merge(String.valueOf(part.algorithm()), 1, Integer::sum);
            for (int i = 0; i < part.rows().size() && part.predictions() != null; i++) {
                actual.add("Yes".equals(part.rows().label(i)) ? 1 : 0);
                rain.add(part.predictions().probabilities()[1][i]);
            }
        }
        double[] yes = rain.stream().mapToDouble(Double::doubleValue).toArray();
        double[] no = Arrays.stream(yes).map(p -> 1 - p).toArray();
        LabelRows rows = new LabelRows(actual.stream().mapToInt(Integer::intValue).toArray(), new double[][] {no, yes});
        System.out.printf("weather: accuracy %.4f, auc %.4f over %d rows, %s%n",
                new LabelMeasure.Accuracy().value(rows), new LabelMeasure.RocArea().value(rows), yes.length, chosen);
    }

    private static final RowSchema SERIES = new RowSchema(List.of(
            new Column("series_id", ColumnType.TEXT, ColumnRole.KEY),
            new Column("t", ColumnType.INTEGER, ColumnRole.TIME),
            new Column("value", ColumnType.DOUBLE, ColumnRole.TARGET)));

    private static void m3(Path data) throws IOException {
        Map<String, String> periods = new HashMap<>();
        csv(data.resolve("m3/m3_info.csv.gz")).forEach(row -> periods.put(row.get("series_id"), row.get("period")));
        Map<String, Map<String, List<Map<String, Object>>>> byPeriod = new TreeMap<>();
        for (Map<String, String> row : csv(data.resolve("m3/m3_long.csv.gz"))) {
            byPeriod.computeIfAbsent(periods.get(row.get("series_id")), k -> new LinkedHashMap<>())
                    .computeIfAbsent(row.get("series_id"), k -> new ArrayList<>()).add(new HashMap<>(row));
        }
        byPeriod.forEach((period, keys) -> {
            TimeStep unit = switch (period) {
                case "MONTHLY" -> TimeStep.MONTH;
                case "QUARTERLY" -> TimeStep.QUARTER;
                case "YEARLY" -> TimeStep.YEAR;
                default -> null;
            };
            int horizon = switch (period) {
                case "MONTHLY" -> 18;
                case "YEARLY" -> 6;
                default -> 8;
            };
            keys.values().forEach(rows -> rows.forEach(row -> row.remove("part")));
            series("m3 " + period, keys, unit, horizon, Metric.SMAPE);
        });
    }

    private static void carparts(Path data, Metric metric) throws IOException {
        Map<String, List<Map<String, Object>>> keys = new LinkedHashMap<>();
        for (Map<String, String> row : csv(data.resolve("carparts/carparts_long.csv.gz"))) {
            String[] month = row.get("month").split("-");
            keys.computeIfAbsent(row.get("series_id"), k -> new ArrayList<>()).add(new HashMap<>(Map.of("series_id",
                    row.get("series_id"), "t", Integer.parseInt(month[0]) * 12 + Integer.parseInt(month[1]), "value",
                    row.get("value").isEmpty() || row.get("value").equals("NA") ? Double.NaN : row.get("value"))));
        }
        series("carparts " + metric.wire(), keys, TimeStep.MONTH, 12, metric);
    }

    private static void series(String name, Map<String, List<Map<String, Object>>> keys, TimeStep unit, int horizon,
            Metric metric) {
        TimeAxis axis = new TimeAxis(TimeAxis.Kind.INTEGER, unit, 1, unit == null ? null : LocalDate.of(1900, 1, 1), 1);
        String algorithms = System.getProperty("algorithms", "");
        TrainingSpec spec = new TrainingSpec(name, Task.FORECAST, SERIES, axis, 0, horizon,
                algorithms.isEmpty()
                        ? List.of()
                        : Arrays.stream(algorithms.split(",")).map(AlgorithmChoice::of).toList(),
                metric, TrainingSpec.functional(FamilySpec.Point.AUTO, metric), 3, null, 8, Duration.ofSeconds(60),
                List.of(80, 95), Map.of());
        List<BacktestPart> parts = partitions(SERIES, axis, "t", keys).parallelStream()
                .map(rows -> validating ? rows.slice(0, Math.max(0, rows.size() - horizon)) : rows)
                .flatMap(rows -> new Backtest(spec, CATALOGUE).run(rows, new BacktestPlan.Windows(1, horizon)).stream())
                .filter(part -> part.predictions() != null).toList();
        Map<String, Integer> chosen = new TreeMap<>();
        double[] sums = new double[6];
        double error = 0;
        double actuals = 0;
        int scaled = 0;
        for (BacktestPart part : parts) {
            chosen.merge(String.valueOf(part.algorithm()), 1, Integer::sum);
            double[] actual = part.rows().numbers(2);
            double[] naive = new double[actual.length];
            double[] square = new double[actual.length];
            Arrays.fill(naive, part.naiveError());
            Arrays.fill(square, part.naiveSquare());
            NumberRows rows = new NumberRows(actual, part.predictions().value(), part.predictions().lower(),
                    part.predictions().upper(), List.of(80, 95), naive, square);
            sums[0] += NumberMeasure.SMAPE.value(rows) / parts.size();
            sums[3] += NumberMeasure.COVERAGE.value(rows) / parts.size();
            for (int i = 0; i < actual.length; i++) {
                error += rows.predicted()[i] - actual[i];
                actuals += Math.abs(actual[i]);
                sums[4] += (actual[i] >= rows.lower()[1][i] && actual[i] <= rows.upper()[1][i] ? 100.0 : 0)
                        / actual.length / parts.size();
            }
            if (part.naiveError() > 0) {
                scaled++;
                sums[1] += NumberMeasure.MASE.value(rows);
                sums[2] += NumberMeasure.RMSSE.value(rows);
                sums[5] += NumberMeasure.WINKLER.value(rows) / part.naiveError();
            }
        }
        System.out.printf(
                "%s: sMAPE %.2f, MASE %.3f, RMSSE %.3f, bias %.1f %%, coverage %.1f / %.1f, Winkler %.2f, %d series, %s%n",
                name, sums[0], sums[1] / scaled, sums[2] / scaled, 100 * error / actuals, sums[3], sums[4],
                sums[5] / scaled, parts.size(), chosen);
    }

    private static void hospital(Path data) throws IOException {
        Map<String, List<Map<String, Object>>> keys = new LinkedHashMap<>();
        for (Map<String, String> row : csv(data.resolve("hospital/patients.csv.gz"))) {
            String[] month = row.get("month").split("-");
            keys.computeIfAbsent(row.get("series_id"), k -> new ArrayList<>()).add(new HashMap<>(Map.of("series_id",
                    row.get("series_id"), "t", Integer.parseInt(month[0]) * 12 + Integer.parseInt(month[1]), "value",
                    row.get("value"))));
        }
        series("hospital", keys, TimeStep.MONTH, 12, Metric.MASE);
    }

    private static Column column(String name) {
        return switch (name) {
            case "Location" -> new Column(name, ColumnType.TEXT, ColumnRole.KEY);
            case "Date" -> new Column(name, ColumnType.DATE, ColumnRole.TIME);
            case "RainTomorrow" -> new Column(name, ColumnType.TEXT, ColumnRole.TARGET);
            case "RISK_MM" -> new Column(name, ColumnType.DOUBLE, ColumnRole.OBSERVED, true, null);
            case "WindGustDir", "WindDir9am", "WindDir3pm", "RainToday" ->
                new Column(name, ColumnType.TEXT, ColumnRole.OBSERVED);
            default -> new Column(name, ColumnType.DOUBLE, ColumnRole.OBSERVED);
        };
    }

    private static List<Map<String, String>> csv(Path file) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            String[] names = cells(in.readLine());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = cells(line);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < names.length; i++) {
                    row.put(names[i], cells[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String[] cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(cell -> cell.replace("\"", "")).toArray(String[]::new);
    }
}

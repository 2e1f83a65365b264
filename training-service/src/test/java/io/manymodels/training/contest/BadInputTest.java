package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.model.Predictions;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.preparation.TrainingRows;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a key's rows are like, each row asked for has a finite answer. */
@NullUnmarked
class BadInputTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final int ROWS = 80;
    private static final int ASKED = 4;
    private static final int TARGET = 2;
    private static final int MANY = 2_000;
    /** The first of the columns that are bad. */
    private static final int FIRST = 4;

    /** Made of rows 0 .. {@value #ROWS}, and {@value #ASKED} more that are asked for. */
    enum Bad {
        ALL_MISSING, CONSTANT, MISSING_WHERE_ASKED, MISSING_IN_TRAINING, HUGE, LARGEST, TINY, NEGATIVE_WHERE_ASKED, MANY_COLUMNS, THREE_ROWS, ONE_ROW, GAPS, CHANGING_STEPS, ZERO_TARGET, HUGE_TARGET, ONE_OTHER_TARGET, SAME_COLUMNS, FAR_AHEAD
    }

    @ParameterizedTest
    @EnumSource
    void aForecastIsFinite(Bad bad) {
        isFinite(bad, Task.FORECAST);
    }

    @ParameterizedTest
    @EnumSource
    void aRegressionIsFinite(Bad bad) {
        isFinite(bad, Task.REGRESSION);
    }

    @ParameterizedTest
    @EnumSource
    void aClassificationIsFinite(Bad bad) {
        isFinite(bad, Task.CLASSIFICATION);
    }

    private static void isFinite(Bad bad, Task task) {
        RowSchema schema = schema(task, bad == Bad.MANY_COLUMNS ? MANY : 2);
        TrainingSpec spec = spec(schema, task);
        PartitionRows all = rows(schema, task, bad);
        int known = bad == Bad.THREE_ROWS ? 3 : bad == Bad.ONE_ROW ? 1 : ROWS;
        PartitionRows labelled = TrainingRows.labelled(spec, all.slice(ROWS - known, ROWS));
        PartitionTrainer trainer = new PartitionTrainer(spec, CATALOGUE);

        Choice choice = trainer.check(labelled) == null ? trainer.choose(labelled) : trainer.plain(labelled);
        Predictions predicted = choice.fitted().model().predict(all.slice(ROWS, ROWS + ASKED));
        double[] everything = task == Task.CLASSIFICATION
                ? Arrays.stream(predicted.probabilities()).flatMapToDouble(Arrays::stream).toArray()
                : Stream.of(predicted.value(), predicted.lower()[0], predicted.upper()[0])
                        .flatMapToDouble(DoubleStream::of).toArray();

        assertThat(everything).as("of [%s]", choice.fitted().model().algorithm()).isNotEmpty();
        assertThat(Arrays.stream(everything)).as("of [%s]: %s", choice.fitted().model().algorithm(),
                Arrays.toString(everything)).allMatch(Double::isFinite);
    }

    private static RowSchema schema(Task task, int columns) {
        ColumnRole role = task == Task.FORECAST ? ColumnRole.KNOWN : ColumnRole.OBSERVED;
        List<Column> list = new ArrayList<>(List.of(new Column("id", ColumnType.TEXT, ColumnRole.KEY),
                new Column("t", ColumnType.INTEGER, ColumnRole.TIME),
                new Column("y", task == Task.CLASSIFICATION ? ColumnType.TEXT : ColumnType.DOUBLE, ColumnRole.TARGET),
                new Column("good", ColumnType.DOUBLE, role)));
        IntStream.range(0, columns).forEach(c -> list.add(new Column("bad" + c, ColumnType.DOUBLE, role)));
        return new RowSchema(list);
    }

    private static TrainingSpec spec(RowSchema schema, Task task) {
        boolean forecast = task == Task.FORECAST;
        Metric metric = task == Task.CLASSIFICATION ? Metric.ACCURACY : Metric.MAE;
        return new TrainingSpec("bad", task, schema,
                new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.DAY, 1, LocalDate.of(2024, 1, 1), 0), 0,
                forecast ? ASKED : 0, List.of(), metric, TrainingSpec.functional(FamilySpec.Point.AUTO, metric), 3,
                null, 3,
                Duration.ofSeconds(60), List.of(80), Map.of());
    }

    private static PartitionRows rows(RowSchema schema, Task task, Bad bad) {
        int n = ROWS + ASKED;
        Random random = new Random(7);
        double[][] numbers = new double[schema.size()][n];
        String[][] texts = Toys.texts(schema, n);
        numbers[0] = new double[0];
        Arrays.fill(texts[0], "one");
        IntUnaryOperator time = switch (bad) {
            case GAPS -> t -> t < 40 ? t : t + 500;
            case CHANGING_STEPS -> t -> t < 40 ? t : 40 + 7 * (t - 40);
            case FAR_AHEAD -> t -> t < ROWS ? t : 1_000_000 + t;
            default -> t -> t;
        };
        long[] times = IntStream.range(0, n).mapToLong(time::applyAsInt).toArray();
        numbers[1] = Arrays.stream(times).asDoubleStream().toArray();
        numbers[3] = random.doubles(n, 1, 2).toArray();
        for (int c = FIRST; c < schema.size(); c++) {
            numbers[c] = IntStream.range(0, n).mapToDouble(column(bad, random, numbers[3])).toArray();
        }
        double[] y = IntStream.range(0, n).mapToDouble(t -> switch (bad) {
            case ZERO_TARGET -> 0;
            case HUGE_TARGET -> 1e100 * (numbers[3][t] - 1.5);
            case ONE_OTHER_TARGET -> t == ROWS - 1 ? 1 : 0;
            default -> 10 * numbers[3][t] + random.nextGaussian();
        }).toArray();
        if (task == Task.CLASSIFICATION) {
            numbers[TARGET] = new double[0];
            double middle = Arrays.stream(y).sorted().skip(n / 2).findFirst().orElseThrow();
            Arrays.setAll(texts[TARGET], t -> y[t] > middle ? "high" : "low");
        } else {
            numbers[TARGET] = y;
        }
        return new PartitionRows(schema, "{\"id\":\"one\"}", n, times, numbers, texts);
    }

    private static IntToDoubleFunction column(Bad bad, Random random, double[] good) {
        return switch (bad) {
            case ALL_MISSING -> _ -> Double.NaN;
            case CONSTANT -> _ -> 5;
            case MISSING_WHERE_ASKED -> t -> t < ROWS ? random.nextDouble() : Double.NaN;
            case MISSING_IN_TRAINING -> t -> t < ROWS ? Double.NaN : 1;
            case HUGE -> _ -> 1e200 * random.nextGaussian();
            case LARGEST -> _ -> random.nextBoolean() ? Double.MAX_VALUE : -Double.MAX_VALUE;
            case TINY -> _ -> Double.MIN_VALUE * random.nextInt(3);
            case NEGATIVE_WHERE_ASKED -> t -> t < ROWS ? Math.exp(random.nextGaussian()) : -1;
            case SAME_COLUMNS -> t -> good[t];
            default -> _ -> random.nextGaussian();
        };
    }
}

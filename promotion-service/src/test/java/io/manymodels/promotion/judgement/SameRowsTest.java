package io.manymodels.promotion.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.metric.Holdout;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.ResidualQuantiles;
import io.manymodels.model.Scorer;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Comparison.Pair;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.rows.Substitutes;
import io.manymodels.rows.TimeAxis;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SameRowsTest {

    private static final TimeAxis WEEKS = new TimeAxis(TimeAxis.Kind.INTEGER, TimeStep.WEEK, 1, null, 1);
    private static final double MISSING = Double.NaN;

    private static RowSchema schema(ColumnType target) {
        return new RowSchema(List.of(new Column("store", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                new Column("y", target, ColumnRole.TARGET), new Column("price", ColumnType.DOUBLE, ColumnRole.KNOWN)));
    }

    /** Weeks from 1 with these values. */
    private static PartitionRows numbers(double... units) {
        int n = units.length;
        double[] weeks = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        double[] same = new double[n];
        Arrays.fill(same, 1);
        return new PartitionRows(schema(ColumnType.DOUBLE), "{\"store\":1}", n,
                IntStream.rangeClosed(1, n).asLongStream().toArray(), new double[][] {same, weeks, units, same},
                new @Nullable String[4][0]);
    }

    private static PartitionRows labels(@Nullable String... labels) {
        int n = labels.length;
        double[] same = new double[n];
        Arrays.fill(same, 1);
        return new PartitionRows(schema(ColumnType.TEXT), "{\"store\":1}", n,
                IntStream.rangeClosed(1, n).asLongStream().toArray(),
                new double[][] {same, same, {}, same}, new @Nullable String[][] {{}, {}, labels, {}});
    }

    /** A model that always answers this, give or take as much for each interval. */
    private static PartitionModel always(double answer, Map<Integer, Double> intervals) {
        List<Integer> coverages = intervals.keySet().stream().sorted().toList();
        double[] width = coverages.stream().mapToDouble(coverage -> intervals.get(coverage)).toArray();
        return model(Task.FORECAST, ColumnType.DOUBLE, coverages, List.of(),
                new Kernel.Linear(1, new double[] {answer}, new double[] {0}, new double[] {0}),
                ResidualQuantiles.pooled(Arrays.stream(width).map(w -> -w).toArray(), width));
    }

    /** A model of two labels that always gives the second one this score. */
    private static PartitionModel always(List<String> labels, double score) {
        return model(Task.CLASSIFICATION, ColumnType.TEXT, List.of(), labels,
                new Kernel.Linear(1, new double[] {score}, new double[] {0}, new double[] {0}),
                ResidualQuantiles.pooled(new double[0], new double[0]));
    }

    private static PartitionModel model(Task task, ColumnType target, List<Integer> intervals, List<String> labels,
            Kernel kernel, ResidualQuantiles quantiles) {
        return new PartitionModel(new ModelHeader("f", task, schema(target), WEEKS, 0, 2, intervals, Map.of()),
                new ModelBody("mean", null,
                        new Scorer.Rows(new FeatureRecipe(List.of(new FeatureTerm.Value(3, FeatureTerm.Scale.RAW))),
                                History.NONE, kernel),
                        labels, Link.IDENTITY, quantiles, new Substitutes(List.of())));
    }

    private static Holdout judged(int[] rows, double... predicted) {
        double[] missing = new double[rows.length];
        Arrays.fill(missing, MISSING);
        return new Holdout(rows, List.of(), predicted, new double[0][], new double[0][], missing, missing, List.of(),
                new double[0][]);
    }

    private static Optional<Comparison> compare(Set<Metric> metrics, Holdout holdout, PartitionRows rows, String origin,
            PartitionModel champion) {
        return new SameRows(metrics, WEEKS).compare(holdout, rows, origin, champion);
    }

    @Test
    void bothAreMeasuredOnTheRowsThatTheChampionHasNotSeen() {
        Comparison comparison = compare(Set.of(Metric.MAE, Metric.BIAS), judged(new int[] {1, 2, 3}, 99, 30, 50),
                numbers(10, 20, 30, 40), "2", always(20, Map.of())).orElseThrow();

        assertThat(comparison.basis()).isEqualTo(Comparison.Basis.SAME_ROWS);
        assertThat(comparison.rows()).as("weeks 3 and 4").isEqualTo(2);
        assertThat(comparison.figures()).containsOnlyKeys("mae", "bias");
        assertThat(comparison.figures().get("mae")).isEqualTo(new Pair(5, 15));
        assertThat(pair(comparison, "bias").champion()).isCloseTo(-100 * 30 / 70.0, within(1e-9));
    }

    @Test
    void whereNoJudgedRowIsNewThereIsNothingToCompare() {
        Holdout holdout = judged(new int[] {0, 1}, 1, 2);

        assertThat(compare(Set.of(Metric.MAE), holdout, numbers(1, 2, 3), "2", always(1, Map.of()))).isEmpty();
        assertThat(compare(Set.of(Metric.MAE), holdout, numbers(1, 2, 3), "9", always(1, Map.of()))).isEmpty();
        assertThat(compare(Set.of(Metric.MAE), judged(new int[0]), numbers(1, 2), "0", always(1, Map.of()))).isEmpty();
    }

    @Test
    void aRowWithoutATargetOrBehindTheSnapshotDoesNotCount() {
        Comparison comparison = compare(Set.of(Metric.MAE), judged(new int[] {0, 1, 2, 7}, 1, 1, 1, 1),
                numbers(3, MISSING, 5), "0", always(4, Map.of())).orElseThrow();

        assertThat(comparison.rows()).isEqualTo(2);
        assertThat(comparison.figures().get("mae")).isEqualTo(new Pair(3, 1));
        assertThat(compare(Set.of(Metric.MAE), judged(new int[] {1}, 1), numbers(3, MISSING), "0",
                always(4, Map.of()))).isEmpty();
    }

    @Test
    void aChampionThatPredictsNothingIsNotCompared() {
        assertThat(compare(Set.of(Metric.MAE), judged(new int[] {0}, 1), numbers(3), "0",
                always(Double.NaN, Map.of()))).isEmpty();
    }

    @Test
    void aFigureThatOneOfThemLacksIsLeftOut() {
        // No actual value but 0: no percentage; and no naive error was kept.
        Comparison comparison = compare(Set.of(Metric.MAPE, Metric.MASE, Metric.RMSE), judged(new int[] {0, 1}, 3, 4),
                numbers(0, 0), "0", always(1, Map.of())).orElseThrow();

        assertThat(comparison.figures()).containsOnlyKeys("rmse");
    }

    @Test
    void intervalsAreTheCandidatesInBothWhereTheChampionHasThem() {
        Holdout holdout = new Holdout(new int[] {0, 1}, List.of(80), new double[] {10, 10}, new double[][] {{5, 5}},
                new double[][] {{15, 15}}, new double[] {MISSING, MISSING}, new double[] {MISSING, MISSING}, List.of(),
                new double[0][]);
        PartitionRows rows = numbers(14, 26);

        Comparison same = compare(Set.of(Metric.COVERAGE), holdout, rows, "0", always(20, Map.of(50, 1d, 80, 7d)))
                .orElseThrow();
        Comparison other = compare(Set.of(Metric.COVERAGE), holdout, rows, "0", always(20, Map.of(95, 7d)))
                .orElseThrow();

        assertThat(same.figures()).containsEntry("coverage", new Pair(50, 100));
        assertThat(other.figures()).isEmpty();
    }

    @Test
    void labelsOfOneModelAreLabelsOfBoth() {
        Holdout holdout = Holdout.ofLabels(new int[] {0, 1, 2}, List.of("no", "yes"),
                new double[][] {{0.9, 0.2, 0.5}, {0.1, 0.8, 0.5}});
        PartitionModel champion = always(List.of("no", "old"), 50);

        Comparison comparison = compare(Set.of(Metric.ACCURACY, Metric.LOGLOSS, Metric.RMSE), holdout,
                labels("no", "yes", "new"), "0", champion).orElseThrow();

        assertThat(comparison.rows()).isEqualTo(3);
        assertThat(comparison.figures()).containsOnlyKeys("accuracy", "logloss");
        assertThat(pair(comparison, "accuracy").candidate()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(pair(comparison, "accuracy").champion()).isZero();
        assertThat(pair(comparison, "logloss").champion())
                .isGreaterThan(pair(comparison, "logloss").candidate());
    }

    @Test
    void anOriginThatIsNoTimeIsSaid() {
        assertThatThrownBy(() -> compare(Set.of(Metric.MAE), judged(new int[] {0}, 1), numbers(3), "long ago",
                always(1, Map.of()))).hasMessageContaining("[long ago]");
    }

    private static Pair pair(Comparison comparison, String metric) {
        return Objects.requireNonNull(comparison.figures().get(metric), metric);
    }
}

package io.manymodels.training.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.features.FeatureTerm.Scale;
import io.manymodels.features.History;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.RowSchema;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which features a column is worth, and that none of them is of the target or of what is known only after the fact. */
class RecipeBuilderTest {

    private static final int ROWS = 100;

    private static RowSchema schema(ColumnType type, ColumnRole role) {
        return new RowSchema(List.of(new Column("k", ColumnType.INTEGER, ColumnRole.KEY), new Column("x", type, role),
                new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET)));
    }

    private static TrainingSpec spec(RowSchema schema) {
        return new TrainingSpec("toy", Task.REGRESSION, schema, null, 0, 0, List.of(), Metric.RMSE,
                TrainingSpec.Functional.MEAN, 3, null, 20, Duration.ofSeconds(60), List.of(80), Map.of());
    }

    private static List<FeatureTerm> numbers(ColumnType type, IntToDoubleFunction x) {
        RowSchema schema = schema(type, ColumnRole.OBSERVED);
        double[] values = new double[ROWS];
        Arrays.setAll(values, x);
        double[] zeros = new double[ROWS];
        return RecipeBuilder.tabular(spec(schema), new PartitionRows(schema, "{\"k\":0}", ROWS, new long[0],
                new double[][] {zeros, values, zeros}, new @Nullable String[3][0])).terms();
    }

    private static FeatureRecipe forecast(TrainingSpec spec, PartitionRows rows, Features features,
            boolean logarithmic) {
        return RecipeBuilder.forecast(new Lesson(spec, rows, List.of(), Deadline.NONE), features, logarithmic);
    }

    private static List<FeatureTerm> texts(ColumnRole role, int rows, IntFunction<@Nullable String> x) {
        RowSchema schema = schema(ColumnType.TEXT, role);
        @Nullable
        String[] values = new String[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = x.apply(i);
        }
        double[] zeros = new double[rows];
        return RecipeBuilder.tabular(spec(schema), new PartitionRows(schema, "{\"k\":0}", rows, new long[0],
                new double[][] {zeros, {}, zeros}, new @Nullable String[][] {{}, values, {}})).terms();
    }

    @Test
    void aNumberIsOneFeatureOnItsScale() {
        assertThat(numbers(ColumnType.DOUBLE, i -> i)).containsExactly(new FeatureTerm.Value(1, Scale.RAW));
        assertThat(numbers(ColumnType.DOUBLE, i -> Math.exp(i / 10.0)))
                .containsExactly(new FeatureTerm.Value(1, Scale.LOG1P));
        assertThat(numbers(ColumnType.DOUBLE, i -> Math.exp(i / 10.0) - 2)).as("below zero it stays as it is")
                .containsExactly(new FeatureTerm.Value(1, Scale.RAW));
        assertThat(numbers(ColumnType.INTEGER, i -> i == 7 ? 1 : 0)).as("a flag is not skewed")
                .containsExactly(new FeatureTerm.Value(1, Scale.RAW));
        assertThat(numbers(ColumnType.BOOLEAN, i -> i == 7 ? 1 : 0))
                .containsExactly(new FeatureTerm.Value(1, Scale.RAW));
    }

    @Test
    void whatDoesNotVaryIsNoFeature() {
        assertThat(numbers(ColumnType.DOUBLE, _ -> 7)).isEmpty();
        assertThat(numbers(ColumnType.DOUBLE, _ -> Double.NaN)).isEmpty();
        assertThat(texts(ColumnRole.OBSERVED, ROWS, _ -> "same")).isEmpty();
        assertThat(texts(ColumnRole.OBSERVED, ROWS, _ -> null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, true", "70, true"})
    void whetherAValueIsThereIsAFeatureWhereItOftenIsNot(int missing, boolean told) {
        List<FeatureTerm> terms = numbers(ColumnType.DOUBLE, i -> i < missing ? Double.NaN : i);

        assertThat(terms.contains(new FeatureTerm.Missing(1))).isEqualTo(told);
        assertThat(terms).contains(new FeatureTerm.Value(1, Scale.RAW));
    }

    @Test
    void aSensorThatHardlyEverSpeaksIsHeardOnlyForSpeaking() {
        assertThat(numbers(ColumnType.DOUBLE, i -> i < 71 ? Double.NaN : i))
                .containsExactly(new FeatureTerm.Missing(1));
        assertThat(numbers(ColumnType.DOUBLE, i -> i < 70 ? Double.NaN : i)).hasSize(2);
    }

    @Test
    void aTextIsOneFeatureForEachOfItsFrequentValues() {
        assertThat(texts(ColumnRole.OBSERVED, ROWS, i -> i % 10 == 0 ? "rare" : "often"))
                .as("of two one tells both").containsExactly(new FeatureTerm.Category(1, "often"));
        assertThat(texts(ColumnRole.OBSERVED, ROWS, i -> List.of("a", "b", "b", "c").get(i % 4)))
                .containsExactly(new FeatureTerm.Category(1, "b"), new FeatureTerm.Category(1, "a"),
                        new FeatureTerm.Category(1, "c"));
        assertThat(texts(ColumnRole.OBSERVED, 5_000, i -> "v" + i % 100)).hasSize(32);
    }

    @ParameterizedTest
    @EnumSource(value = ColumnRole.class, names = {"IGNORED", "ID", "KEY", "TARGET", "TIME"})
    void rolesThatAreNoFeaturesAreNone(ColumnRole role) {
        RowSchema schema = new RowSchema(List.of(new Column("x", ColumnType.DOUBLE, role),
                new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET)));
        double[] values = new double[ROWS];
        Arrays.setAll(values, i -> i);

        assertThat(RecipeBuilder.tabular(spec(schema), new PartitionRows(schema, "{}", ROWS, new long[0],
                new double[][] {values, values}, new @Nullable String[2][0])).terms()).isEmpty();
    }

    @Test
    void aColumnThatTellsTheTargetIsNoFeature() {
        FeatureRecipe recipe = RecipeBuilder.tabular(Toys.classification(), Toys.weather("Albury", 300, 1));

        assertThat(recipe.terms()).isNotEmpty().noneMatch(term -> term instanceof FeatureTerm.Value value
                && value.column() == Toys.WEATHER.indexOf("leak"));
    }

    @ParameterizedTest
    @EnumSource(Features.class)
    void aForecastSeesTheTargetAndWhatIsObservedOnlyFromAfar(Features features) {
        TrainingSpec spec = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN);
        PartitionRows rows = Toys.demand(1, 120, 0.1, 1);

        List<FeatureTerm> terms = forecast(spec, rows, features, true).terms();

        assertThat(terms).allSatisfy(term -> {
            if (term instanceof FeatureTerm.Value value) {
                assertThat(rows.schema().column(value.column()).role()).isEqualTo(ColumnRole.KNOWN);
            }
            if (term instanceof FeatureTerm.LagMean lag) {
                assertThat(lag.steps()).isGreaterThanOrEqualTo(spec.lead());
            }
        });
        assertThat(terms).contains(new FeatureTerm.Value(3, Scale.LOG));
        assertThat(terms.stream().anyMatch(FeatureTerm.LagMean.class::isInstance))
                .isEqualTo(features == Features.LAGGED || features == Features.LAGGED_TREND);
        assertThat(terms.stream().anyMatch(FeatureTerm.Trend.class::isInstance)).isEqualTo(
                features == Features.TREND || features == Features.LAGGED_TREND || features == Features.OUTLINE);
    }

    @Test
    void aSeasonTakesTwoOfItsKindToBeSeen() {
        TrainingSpec months = Toys.series(3, "seasonal");
        double[] two = new double[24];
        double[] less = new double[23];
        Arrays.setAll(two, i -> i);
        Arrays.setAll(less, i -> i);

        assertThat(forecast(months, Toys.series(two), Features.TREND, false).terms())
                .filteredOn(FeatureTerm.StepWave.class::isInstance).hasSize(11);
        assertThat(forecast(months, Toys.series(less), Features.TREND, false).terms())
                .noneMatch(FeatureTerm.StepWave.class::isInstance);
        assertThat(forecast(months, Toys.series(1.0), Features.TREND, false).terms()).isEmpty();
    }

    @Test
    void aSharedModelKnowsKeysAsNumbersOrAsNamesAndNoHistory() {
        TrainingSpec spec = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN);
        PartitionRows one = Toys.demand(1, 60, 0.1, 1);
        PartitionRows rows = one.withNumbers(0,
                Arrays.stream(one.numbers(3)).map(price -> price > 1 ? 1 : 2).toArray());

        List<FeatureTerm> cut = RecipeBuilder.pooled(spec, rows, true, false).terms();
        List<FeatureTerm> named = RecipeBuilder.pooled(spec, rows, false, false).terms();

        assertThat(cut).contains(new FeatureTerm.Value(0, Scale.RAW)).noneMatch(FeatureTerm.Category.class::isInstance);
        assertThat(named).filteredOn(FeatureTerm.Category.class::isInstance).hasSize(1);
        assertThat(List.of(cut, named)).allSatisfy(terms -> assertThat(terms)
                .noneMatch(FeatureTerm.LagMean.class::isInstance).noneMatch(FeatureTerm.Trend.class::isInstance)
                .noneMatch(term -> term instanceof FeatureTerm.Value value && value.column() == 5));
    }

    @Test
    void aHistoryHasTheNumbersThatAreObserved() {
        assertThat(History.observed(Toys.demand(1, 5, 0, 1).schema())).containsExactly(5);
        assertThat(History.observed(Toys.weather("Albury", 5, 1).schema())).as("texts and leaks are none")
                .containsExactly(1);
    }
}

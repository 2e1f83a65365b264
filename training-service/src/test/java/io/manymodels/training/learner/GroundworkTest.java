package io.manymodels.training.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.preparation.Features;
import io.manymodels.training.preparation.RecipeBuilder;
import io.manymodels.training.preparation.Transforms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NullUnmarked
class GroundworkTest {

    private static final PartitionRows ROWS = Toys.demand(3, 900, 0.3, 1);
    /** Of days, so that there are waves of the week and of the year. */
    private static final TrainingSpec SPEC = new TrainingSpec("toy", Task.FORECAST, ROWS.schema(),
            new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 0), 1, 2, List.of(), Metric.RMSE,
            TrainingSpec.Functional.MEAN, 1, null, 20, Duration.ofSeconds(60), List.of(80), Map.of());

    private static Lesson lesson(PartitionRows rows) {
        return new Lesson(SPEC, rows, List.of(), Deadline.NONE);
    }

    private static FeatureRecipe recipe(Features features) {
        return RecipeBuilder.forecast(lesson(ROWS), features, true);
    }

    /** What a model would be fitted on that shares nothing. */
    private static double[] alone(PartitionRows rows, FeatureRecipe recipe) {
        long[] indexes = FeatureRecipe.indexes(rows, SPEC.timeAxis());
        double[] z = Transforms.forward(TargetTransform.LOG, rows.numbers(SPEC.schema().target()));
        return recipe.matrix(rows, SPEC.timeAxis(), indexes, lesson(rows).history(z));
    }

    @ParameterizedTest
    @EnumSource
    void candidatesThatShareColumnsHaveTheNumbersThatEachWouldHaveAlone(Features features) {
        Lesson lesson = lesson(ROWS);
        Arrays.stream(Features.values())
                .forEach(other -> lesson.groundwork(TargetTransform.LOG).data(recipe(other)));

        assertThat(lesson.groundwork(TargetTransform.LOG).data(recipe(features)).matrix())
                .containsExactly(alone(ROWS, recipe(features)));
    }

    @ParameterizedTest
    @EnumSource
    void aLessonThatFollowsAnotherHasTheNumbersThatItWouldHaveAlone(Features features) {
        Lesson first = lesson(ROWS.slice(0, ROWS.size() - 9));
        first.groundwork(TargetTransform.LOG).data(recipe(Features.SEASONAL));
        first.groundwork(TargetTransform.LOG).data(recipe(Features.LAGGED));

        Groundwork groundwork = lesson(ROWS).following(first).groundwork(TargetTransform.LOG);

        assertThat(groundwork.data(recipe(features)).matrix()).containsExactly(alone(ROWS, recipe(features)));
        assertThat(groundwork.target())
                .containsExactly(Transforms.forward(TargetTransform.LOG, ROWS.numbers(SPEC.schema().target())));
    }

    @Test
    void aLessonThatSeesTheTargetInAnotherWayTakesNothingOver() {
        Lesson first = lesson(ROWS.slice(0, ROWS.size() - 9));
        first.groundwork(TargetTransform.IDENTITY).data(recipe(Features.LAGGED));

        assertThat(lesson(ROWS).following(first).groundwork(TargetTransform.LOG).data(recipe(Features.LAGGED)).matrix())
                .containsExactly(alone(ROWS, recipe(Features.LAGGED)));
    }

    @Test
    void theGramMatrixIsThatOfTheStandardisedColumns() {
        Random random = new Random(5);
        int rows = 1300;
        double[][] columns = new double[5][rows];
        for (int i = 0; i < rows; i++) {
            columns[0][i] = 1e4 + random.nextGaussian();
            columns[1][i] = i % 5 == 0 ? Double.NaN : random.nextGaussian();
            columns[2][i] = i % 3 == 0 ? 1 : 0;
            columns[3][i] = 7;
            columns[4][i] = columns[0][i] + random.nextGaussian();
        }
        Design design = new Design(rows);
        Arrays.stream(columns).forEach(design::add);
        int[] some = {1, 4};
        design.multiply(some, 0, Deadline.NONE);
        int[] all = {0, 1, 2, 3};

        double[] gram = design.gram(all, Deadline.NONE);
        double[] products = design.products(all, 4, Deadline.NONE);

        double[][] standardised = new double[5][];
        for (int j = 0; j < 5; j++) {
            double[] present = Arrays.stream(columns[j]).filter(x -> !Double.isNaN(x)).toArray();
            double mean = Arrays.stream(present).average().orElseThrow();
            double deviation = j == 2 || j == 4
                    ? 1
                    : Math.sqrt(Arrays.stream(present).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
            standardised[j] = Arrays.stream(columns[j])
                    .map(x -> Double.isNaN(x) || deviation == 0 ? 0 : (x - mean) / deviation).toArray();
        }
        for (int j = 0; j < 4; j++) {
            for (int k = 0; k <= j; k++) {
                assertThat(gram[4 * j + k]).isCloseTo(dot(standardised[j], standardised[k]), within(1e-9 * rows));
            }
            assertThat(products[j]).isCloseTo(dot(standardised[j], standardised[4]), within(1e-9 * rows));
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}

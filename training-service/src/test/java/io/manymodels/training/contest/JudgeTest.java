package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Metric;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.FeatureTerm;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class JudgeTest {

    private static final TrainingSpec SPEC = Toys.forecast(Metric.RMSE, TrainingSpec.Functional.MEAN, "ridge");
    private static final PartitionRows ROWS = Toys.demand(1, 40, 0.1, 1);
    private static final FeatureRecipe PRICE = new FeatureRecipe(
            List.of(new FeatureTerm.Value(3, FeatureTerm.Scale.RAW)));

    private static Windows.Window window(IntStream training) {
        return new Windows.Window(training.toArray(), new int[] {39});
    }

    private static double[] prices(Lesson lesson) {
        return lesson.groundwork(TargetTransform.LOG).data(PRICE).matrix();
    }

    @Test
    void aWindowTakesOverFromTheOneBeforeOnlyWhereItBeginsWithItsRows() {
        List<Windows.Window> windows = List.of(window(IntStream.range(0, 10)), window(IntStream.range(5, 30)),
                window(IntStream.range(0, 20)), window(IntStream.range(0, 15)), window(IntStream.range(0, 30)));

        List<Judge.Trial> trials = new Judge(SPEC).trials(ROWS, windows, List.of(), Deadline.NONE);

        for (int w = 0; w < windows.size(); w++) {
            assertThat(prices(trials.get(w).lesson())).as("window %d", w)
                    .containsExactly(ROWS.select(windows.get(w).training()).numbers(3));
        }
        assertThat(prices(trials.get(1).followedBy(new Lesson(SPEC, ROWS, List.of(), Deadline.NONE))))
                .containsExactly(ROWS.numbers(3));
    }
}

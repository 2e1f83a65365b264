package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Metric;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One day of the week is not like the others, and the forecast begins with it or comes to it. */
@NullUnmarked
class WeeklySpikeTest {

    private static final int SPIKE = 3;
    private static final int KEYS = 12;

    /**
     * @param level of the other days
     * @param factor what the day is of it
     * @param weeks of history, which ends on the day before
     */
    @ParameterizedTest
    @CsvSource({"1000, 1.5, 26, 1, 0.02", "1000, 1.5, 26, 2, 0.02", "1000, 1.5, 26, 7, 0.02", "30, 2.5, 12, 1, 0.03",
            "-400, 1.5, 20, 1, 0.02", "5000, 0.3, 15, 1, 0.02", "5000, 0.3, 15, 7, 0.02", "200, 0, 20, 1, 0.02",
            "0.004, 1.8, 16, 3, 0.03", "8e9, 1.4, 30, 1, 0.01", "60, 4, 8, 1, 0.05"})
    void theDayIsForecastAsItAlwaysWas(double level, double factor, int weeks, int horizon, double noise) {
        PartitionTrainer trainer = new PartitionTrainer(
                Toys.series(TimeStep.DAY, horizon, Metric.MASE), Catalogue.installed());
        for (int key = 0; key < KEYS; key++) {
            double[] values = days(new Random(key), level, factor, 7 * weeks + SPIKE, noise);
            PartitionRows rows = Toys.series(values);
            double predicted = trainer.choose(rows).fitted().model().predict(Toys.after(rows, horizon)).value()[0];

            double error = Math.abs(predicted - level * factor) / Math.abs(level * (factor - 1));
            assertThat(error).as("key [%d]: [%s] of [%s]", key, predicted, level * factor).isLessThan(0.25);
        }
    }

    /** The same beside a column that is known ahead and says nothing, which other candidates answer. */
    @ParameterizedTest
    @CsvSource({"100, 1.5, 26, 1", "100, 0.4, 20, 2", "40, 2.5, 14, 1"})
    void aKnownColumnThatSaysNothingDoesNotHideIt(double level, double factor, int weeks, int horizon) {
        TrainingSpec demand = Toys.forecast(Metric.MASE, TrainingSpec.Functional.MEDIAN);
        TrainingSpec spec = new TrainingSpec("toy", demand.task(), demand.schema(),
                Toys.series(TimeStep.DAY, horizon, Metric.MASE).timeAxis(), 0, horizon, demand.algorithms(),
                demand.metric(), demand.functional(), 3, null, 20, demand.timeout(), demand.intervals(),
                demand.provenance());
        PartitionTrainer trainer = new PartitionTrainer(spec, Catalogue.installed());
        for (int key = 0; key < KEYS; key++) {
            int days = 7 * weeks + SPIKE;
            double[] values = days(new Random(key), level, factor, days + horizon, 0.02);
            PartitionRows rows = Toys.demand(key, days + horizon, 0, key).withNumbers(2, values);
            double predicted = trainer.choose(rows.slice(0, days)).fitted().model()
                    .predict(rows.slice(days, days + horizon)).value()[0];

            double error = Math.abs(predicted - level * factor) / Math.abs(level * (factor - 1));
            assertThat(error).as("key [%d]: [%s] of [%s]", key, predicted, level * factor).isLessThan(0.3);
        }
    }

    private static double[] days(Random random, double level, double factor, int days, double noise) {
        double[] values = new double[days];
        for (int day = 0; day < days; day++) {
            values[day] = level * (day % 7 == SPIKE ? factor : 1) * (1 + noise * random.nextGaussian());
        }
        return values;
    }
}

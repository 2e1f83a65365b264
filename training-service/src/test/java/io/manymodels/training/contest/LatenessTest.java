package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.TimeStep;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that ends before its family is judged at the steps that it is asked for, and its intervals know how far off they are. */
@NullUnmarked
class LatenessTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final int STEPS = 120;
    private static final int HORIZON = 3;

    private static TrainingSpec spec(String... algorithms) {
        return Toys.series(TimeStep.YEAR, HORIZON, Metric.MAE, algorithms);
    }

    private static double[] walk(long seed, int steps) {
        Random random = new Random(seed);
        double[] walk = new double[steps];
        double at = 500;
        for (int t = 0; t < steps; t++) {
            at += random.nextGaussian();
            walk[t] = at;
        }
        return walk;
    }

    /** Of random walks that end some steps before their family, how many lie within 80 % over the horizon of the family. */
    private static double coverage(PartitionTrainer trainer, int keys, int late) {
        int within = 0;
        for (int key = 0; key < keys; key++) {
            double[] walk = walk(key, STEPS + late + HORIZON);
            PartitionRows rows = Toys.series(Arrays.copyOf(walk, STEPS));
            Long end = STEPS - 1L + late;
            Predictions predictions = asked(trainer.choose(rows, end).fitted().model(), rows, late);
            for (int step = 0; step < HORIZON; step++) {
                double truth = walk[STEPS + late + step];
                within += truth >= predictions.lower()[0][step] && truth <= predictions.upper()[0][step] ? 1 : 0;
            }
        }
        return (double) within / keys / HORIZON;
    }

    private static Predictions asked(PartitionModel model, PartitionRows rows, int late) {
        return model.predict(Toys.after(rows, late + HORIZON).slice(late, late + HORIZON));
    }

    @ParameterizedTest
    @CsvSource({"naive, 0", "naive, 5", "naive, 20", "ets, 5", "ets, 20", "theta, 5", "ridge, 5"})
    void aRandomWalkIsCoveredHoweverLateItIs(String algorithm, int late) {
        assertThat(coverage(new PartitionTrainer(spec(algorithm), CATALOGUE), 200, late)).isBetween(0.72, 0.9);
    }

    /** They cover 66 % of a walk that is on time; 24 % of a late one while they were judged as if it were not. */
    @Test
    void treesAreAlmostAsGoodAsOnTime() {
        assertThat(coverage(new PartitionTrainer(spec("boosted-trees"), CATALOGUE), 200, 5)).isGreaterThan(0.55);
    }

    @Test
    void itIsByWhatTheCatalogueProposesToo() {
        assertThat(coverage(new PartitionTrainer(spec(), CATALOGUE), 60, 5)).isBetween(0.7, 0.92);
    }

    /** The steps of a season, the rows and the horizon; values are the season's and a little noise. */
    @ParameterizedTest
    @CsvSource({"DAY, 7, 120, 7, 1", "DAY, 7, 120, 7, 3", "DAY, 7, 120, 7, 9", "DAY, 7, 120, 7, 17", "DAY, 7, 90, 1, 5",
            "HOUR, 24, 400, 12, 2", "HOUR, 24, 400, 12, 11", "HOUR, 24, 400, 12, 30", "MONTH, 12, 96, 6, 1",
            "MONTH, 12, 96, 6, 4", "MONTH, 12, 96, 3, 7"})
    void aSeasonGoesOnForKeysThatEndEarly(TimeStep step, int season, int length, int horizon, int late) {
        Random random = new Random(season + late);
        double[] pattern = random.doubles(season, 50, 150).toArray();
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            values[t] = pattern[t % season] + 0.5 * random.nextGaussian();
        }
        PartitionRows rows = Toys.series(values);
        PartitionTrainer trainer = new PartitionTrainer(Toys.series(step, horizon, Metric.MASE), CATALOGUE);

        Predictions predictions = trainer.choose(rows, length - 1L + late).fitted().model()
                .predict(Toys.after(rows, late + horizon).slice(late, late + horizon));

        for (int h = 0; h < horizon; h++) {
            assertThat(predictions.value()[h]).as("step [%d] of [%d]", h, horizon)
                    .isCloseTo(pattern[(length + late + h) % season], within(3.0));
        }
    }

    @Test
    void theStepsByWhichItIsLateAreTold() {
        PartitionTrainer trainer = new PartitionTrainer(spec("naive"), CATALOGUE);
        PartitionRows rows = Toys.series(walk(1, STEPS));

        assertThat(late(trainer, rows, STEPS + 4L)).isEqualTo(5);
        assertThat(late(trainer, rows, STEPS - 1L)).isNull();
        assertThat(late(trainer, rows, 10L)).isNull();
        assertThat(late(trainer, rows, null)).isNull();
    }

    /** Of 119 steps nine are judged; of the others half are enough to train on. */
    @Test
    void aKeyThatIsSilentForLongIsJudgedAsFarAsItsOwnPastReaches() {
        PartitionTrainer trainer = new PartitionTrainer(spec("naive"), CATALOGUE);

        assertThat(late(trainer, Toys.series(walk(1, STEPS)), 1_000_000L)).isEqualTo(55);
        assertThat(late(trainer, Toys.series(walk(1, 10)), 1_000_000L)).isNull();
    }

    private static @Nullable Object late(PartitionTrainer trainer, PartitionRows rows, @Nullable Long end) {
        return ((TrainingResult.Trained) trainer.train(rows, end, null)).provenance().get("late");
    }

    /** The last value is best one step ahead, and a long way off the mean is: the series comes back to it. */
    @Test
    void theContestIsAboutTheStepsThatAreAskedFor() {
        double[] values = new double[400];
        Random random = new Random(3);
        for (int t = 1; t < values.length; t++) {
            values[t] = 0.93 * values[t - 1] + random.nextGaussian();
        }
        PartitionRows rows = Toys.series(values);
        PartitionTrainer trainer = new PartitionTrainer(spec("naive", "mean"), CATALOGUE);

        Choice now = trainer.choose(rows);
        Choice late = trainer.choose(rows, values.length + 49L);

        assertThat(late.losses().get("naive")).isGreaterThan(1.5 * now.losses().get("naive"));
    }
}

package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.Metric;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever rows a key has: what is predicted was never trained on, and is told once for each cut that holds it out. */
class BacktestPropertyTest {

    /** Gap 1, horizon 2. */
    private static final TrainingSpec FORECAST = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN, "naive");
    private static final int GAP = 1;
    private static final int HORIZON = 2;

    /** Weeks from 40 on, some of them without a target, some missing altogether. */
    private static PartitionRows gappy(long seed, int weeks) {
        Random random = new Random(seed);
        PartitionRows rows = Toys.demand(1, weeks, 0.3, seed);
        double[] units = rows.numbers(2).clone();
        int[] kept = new int[weeks];
        int count = 0;
        for (int i = 0; i < weeks; i++) {
            units[i] = random.nextInt(8) == 0 ? Double.NaN : units[i];
            if (random.nextInt(8) != 0) {
                kept[count++] = i;
            }
        }
        return rows.withNumbers(2, units).select(Arrays.copyOf(kept, count));
    }

    private static List<BacktestPart> run(TrainingSpec spec, PartitionRows rows, BacktestPlan plan) {
        return new Backtest(spec, Catalogue.installed()).run(rows, plan);
    }

    private static long labelled(PartitionRows rows, long after, long upTo) {
        int target = rows.schema().target();
        long count = 0;
        for (int i = 0; i < rows.size(); i++) {
            count += !rows.isMissing(target, i) && rows.time(i) > after && rows.time(i) <= upTo ? 1 : 0;
        }
        return count;
    }

    @Property(tries = 40)
    void aCutoffHoldsOutItsHorizonBehindTheGap(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int weeks,
            @ForAll @IntRange(min = 30, max = 110) int cutoff) {
        PartitionRows rows = gappy(seed, weeks);

        List<BacktestPart> parts = run(FORECAST, rows, new BacktestPlan.Cutoffs(new long[] {cutoff}));

        long held = labelled(rows, cutoff + GAP, cutoff + GAP + HORIZON);
        assertThat(parts).hasSize(held == 0 ? 0 : 1);
        for (BacktestPart part : parts) {
            assertThat(part.cutoff()).isEqualTo(cutoff);
            assertThat(part.rows().size()).isEqualTo((int) held);
            assertThat(Arrays.stream(part.rows().times()))
                    .allMatch(time -> time > cutoff + GAP && time <= cutoff + GAP + HORIZON);
            assertThat(part.predictions() == null).as("nothing to train on")
                    .isEqualTo(labelled(rows, Long.MIN_VALUE, cutoff) == 0);
            if (part.predictions() != null) {
                assertThat(part.predictions().size()).isEqualTo(part.rows().size());
                assertThat(part.unfit() != null).as("too few rows").isEqualTo(
                        labelled(rows, Long.MIN_VALUE, cutoff) < FORECAST.minimumRows());
            }
        }
    }

    @Property(tries = 30)
    void windowsAreCountedBackFromTheKeysOwnEnd(@ForAll long seed, @ForAll @IntRange(min = 10, max = 60) int weeks,
            @ForAll @IntRange(min = 1, max = 5) int count, @ForAll @IntRange(min = 1, max = 4) int step) {
        PartitionRows rows = gappy(seed, weeks);
        long last = Arrays.stream(rows.select(labelledPlaces(rows)).times()).max().orElse(0);

        List<BacktestPart> parts = run(FORECAST, rows, new BacktestPlan.Windows(count, step));

        assertThat(parts).extracting(BacktestPart::cutoff).doesNotHaveDuplicates().allSatisfy(
                cutoff -> assertThat((last - GAP - HORIZON - cutoff) % step).isZero());
        assertThat(parts.size()).isLessThanOrEqualTo(count);
        assertThat(Objects.requireNonNull(parts.getLast().cutoff())).as("the last one ends where the key does")
                .isEqualTo(last - GAP - HORIZON);
    }

    private static int[] labelledPlaces(PartitionRows rows) {
        return IntStream.range(0, rows.size()).filter(i -> !rows.isMissing(rows.schema().target(), i))
                .toArray();
    }

    @Property(tries = 30)
    void inFoldsEveryRowIsPredictedOnceByAModelOfTheOthers(@ForAll long seed,
            @ForAll @IntRange(min = 2, max = 60) int count, @ForAll @IntRange(min = 2, max = 5) int folds) {
        PartitionRows rows = Toys.rents(count, seed);

        List<BacktestPart> parts = run(Toys.regression("mean"), rows, new BacktestPlan.Folds(folds, seed));

        List<Double> actual = new ArrayList<>();
        for (BacktestPart part : parts) {
            Arrays.stream(part.rows().numbers(3)).forEach(actual::add);
            assertThat(part.cutoff()).isNull();
            assertThat(Objects.requireNonNull(part.predictions()).size()).isEqualTo(part.rows().size());
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(rows.numbers(3)).boxed().toList());
        assertThat(parts).extracting(BacktestPart::fold).doesNotHaveDuplicates();
        assertThat(run(Toys.regression("mean"), rows, new BacktestPlan.Folds(folds, seed)))
                .extracting(part -> part.rows().numbers(3)).as("the same seed deals the same")
                .containsExactlyElementsOf(parts.stream().map(part -> part.rows().numbers(3)).toList());
    }

    @Example
    void aKeyWithoutATargetHasNothingToHoldOut() {
        PartitionRows rows = Toys.demand(1, 60, 0.3, 1);
        double[] none = new double[60];
        Arrays.fill(none, Double.NaN);

        assertThat(run(FORECAST, rows.withNumbers(2, none), new BacktestPlan.Windows(3, 2))).isEmpty();
        assertThat(run(FORECAST, rows, new BacktestPlan.Cutoffs(new long[] {5_000}))).isEmpty();
    }

    @Example
    void withoutTimeOnlyFoldsCanCut() {
        assertThatThrownBy(() -> run(Toys.regression("mean"), Toys.rents(30, 1), new BacktestPlan.Windows(3, 1)))
                .hasMessageContaining("Maybe use folds");
        assertThatThrownBy(() -> run(Toys.regression("mean"), Toys.rents(30, 1),
                new BacktestPlan.Cutoffs(new long[] {1}))).hasMessageContaining("no time column");
    }

    @Example
    void plansAreEqualWhereTheyCutAlike() {
        BacktestPlan cutoffs = new BacktestPlan.Cutoffs(new long[] {1, 2});

        assertThat(cutoffs).isEqualTo(new BacktestPlan.Cutoffs(new long[] {1, 2})).hasToString("Cutoffs[1, 2]")
                .hasSameHashCodeAs(new BacktestPlan.Cutoffs(new long[] {1, 2}))
                .isNotEqualTo(new BacktestPlan.Cutoffs(new long[] {1, 3}))
                .isNotEqualTo(new BacktestPlan.Windows(1, 2));
    }
}

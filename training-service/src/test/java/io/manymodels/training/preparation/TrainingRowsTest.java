package io.manymodels.training.preparation;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingRowsTest {

    private static final double NONE = Double.NaN;

    private static TrainingSpec months(FamilySpec.@Nullable History history) {
        TrainingSpec spec = Toys.series(3, "seasonal");
        return new TrainingSpec(spec.family(), spec.task(), spec.schema(), spec.timeAxis(), spec.gap(), spec.horizon(),
                spec.algorithms(), spec.metric(), spec.functional(), spec.windows(), history, spec.minimumRows(),
                spec.timeout(), spec.intervals(), spec.provenance());
    }

    @Test
    void rowsWithoutATargetTeachNothing() {
        PartitionRows rows = TrainingRows.labelled(months(null), Toys.series(1, NONE, 3, NONE));

        assertThat(rows.times()).containsExactly(0, 2);
        assertThat(rows.numbers(2)).containsExactly(1, 3);
        assertThat(TrainingRows.labelled(months(null), Toys.series(NONE, NONE)).size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "steps", value = {"3, steps, 4", "3, MONTH, 4", "1, YEAR, 13", "1, QUARTER, 4",
            "100, YEAR, 30", "0, steps, 1"})
    void historyCountsBackFromTheLastRowWithATarget(int amount, @Nullable TimeStep unit, int kept) {
        double[] values = new double[32];
        Arrays.setAll(values, i -> i < 30 ? i : NONE);

        PartitionRows rows = TrainingRows.labelled(months(new FamilySpec.History(amount, unit)), Toys.series(values));

        assertThat(rows.size()).isEqualTo(kept);
        assertThat(rows.time(rows.size() - 1)).isEqualTo(29);
    }

    @Property(tries = 200)
    void theyAscendInTimeWhateverOrderTheyCameIn(@ForAll long seed, @ForAll @IntRange(max = 40) int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextInt(4) == 0 ? NONE : i);
        PartitionRows sorted = Toys.series(values);
        int[] order = random.ints(0, Math.max(1, count)).distinct().limit(count).toArray();
        PartitionRows shuffled = sorted.select(order);

        int[] places = TrainingRows.places(months(null), shuffled);
        PartitionRows labelled = shuffled.select(places);

        assertThat(labelled.times()).isSorted().containsExactly(
                TrainingRows.labelled(months(null), sorted).times());
        assertThat(labelled.numbers(2)).doesNotContain(NONE);
    }

    @Test
    void labelsStandInTheOrderOfTheAlphabetAndNumbersHaveNone() {
        assertThat(TrainingRows.labels(Toys.classification(), Toys.weather("Albury", 50, 1))).containsExactly("No",
                "Yes");
        assertThat(TrainingRows.labels(months(null), Toys.series(1, 2))).isEmpty();
    }

    @Test
    void oneNumberOrOneLabelIsNothingToLearn() {
        TrainingSpec labels = Toys.classification();

        assertThat(TrainingRows.constant(months(null), Toys.series(7, 7, 7), List.of())).isTrue();
        assertThat(TrainingRows.constant(months(null), Toys.series(7.0), List.of())).isTrue();
        assertThat(TrainingRows.constant(months(null), Toys.series(7, 7, 7.0000001), List.of())).isFalse();
        assertThat(TrainingRows.constant(labels, Toys.weather("Albury", 5, 1), List.of("No"))).isTrue();
        assertThat(TrainingRows.constant(labels, Toys.weather("Albury", 5, 1), List.of("No", "Yes"))).isFalse();
    }

    @Test
    void aMetricAsksForItsPointOfTheDistribution() {
        assertThat(TrainingSpec.functional(FamilySpec.Point.AUTO, Metric.MAPE))
                .isEqualTo(TrainingSpec.Functional.LEAST_PERCENTAGE_ERROR);
        assertThat(TrainingSpec.functional(FamilySpec.Point.AUTO, Metric.RMSE)).isEqualTo(TrainingSpec.Functional.MEAN);
        assertThat(TrainingSpec.functional(FamilySpec.Point.AUTO, Metric.MAE))
                .isEqualTo(TrainingSpec.Functional.MEDIAN);
        for (Metric metric : Metric.values()) {
            assertThat(TrainingSpec.functional(FamilySpec.Point.MEAN, metric)).isEqualTo(TrainingSpec.Functional.MEAN);
            assertThat(TrainingSpec.functional(FamilySpec.Point.MEDIAN, metric))
                    .isEqualTo(TrainingSpec.Functional.MEDIAN);
        }
    }
}

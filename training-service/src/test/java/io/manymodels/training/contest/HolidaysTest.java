package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.TimeStep;
import io.manymodels.features.FeatureTerm;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Scorer;
import io.manymodels.rows.Holidays;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Days whose demand goes by holidays. */
@NullUnmarked
class HolidaysTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final int DAYS = 4 * 365;
    private static final int HORIZON = 7;
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    /** Thirteen a year at odd distances; one is the fourth day after the rows. */
    private static final Set<Long> HOLIDAYS = LongStream
            .concat(LongStream.range(0, 52).map(i -> i * 28 + i * i % 17), LongStream.of(DAYS + 3)).boxed()
            .collect(Collectors.toSet());

    private static double expected(long day) {
        double usual = 100 + 20 * Math.sin(2 * Math.PI * day / 7);
        return HOLIDAYS.contains(day) ? 0.3 * usual : HOLIDAYS.contains(day + 1) ? 1.4 * usual : usual;
    }

    private static PartitionRows rows() {
        Random random = new Random(3);
        return Toys.series(IntStream.range(0, DAYS)
                .mapToDouble(day -> expected(day) * Math.exp(0.05 * random.nextGaussian())).toArray());
    }

    private static TrainingSpec spec(boolean holidays) {
        TrainingSpec plain = Toys.series(TimeStep.DAY, HORIZON, Metric.MAE);
        TimeAxis axis = Objects.requireNonNull(plain.timeAxis());
        return new TrainingSpec(plain.family(), plain.task(), plain.schema(),
                holidays
                        ? axis.with(new Holidays("XX",
                                HOLIDAYS.stream().mapToLong(day -> EPOCH.toEpochDay() + day).toArray()))
                        : axis,
                plain.gap(), plain.horizon(), plain.algorithms(), plain.metric(), plain.functional(), plain.windows(),
                plain.history(), plain.minimumRows(), plain.timeout(), plain.intervals(), plain.provenance());
    }

    private static PartitionModel model(boolean holidays) {
        return new PartitionTrainer(spec(holidays), CATALOGUE).choose(rows()).fitted().model();
    }

    @Test
    void aHolidayAndTheDayBeforeAreForecastAsTheyAre() {
        PartitionRows asked = Toys.after(rows(), HORIZON);

        double[] with = model(true).predict(asked).value();
        double[] without = model(false).predict(asked).value();

        for (int i = 0; i < HORIZON; i++) {
            assertThat(with[i]).as("day %d", i).isCloseTo(expected(DAYS + i), within(0.2 * expected(DAYS + i)));
        }
        assertThat(without[3]).as("nothing says so").isGreaterThan(2 * expected(DAYS + 3));
    }

    @Test
    void aDayAloneIsForecastAsAmongOthersAndSaysWhatTheHolidayDoes() {
        PartitionModel model = model(true);
        PartitionRows asked = Toys.after(rows(), HORIZON);

        double alone = model.predict(asked.select(new int[] {3})).value()[0];

        assertThat(alone).isEqualTo(model.predict(asked).value()[3]);
        assertThat(model.explain(asked, null).rows().get(3).contributions().get("(holiday)")).isLessThan(-0.7);
        assertThat(model.body().scorer()).isInstanceOfSatisfying(Scorer.Rows.class,
                rows -> assertThat(rows.recipe().terms()).contains(new FeatureTerm.Holiday(0),
                        new FeatureTerm.Holiday(1)));
    }

    @Test
    void withoutAHolidayInItsRowsAKeyHasNoSuchFeature() {
        PartitionRows few = rows().slice(DAYS - 30, DAYS);

        PartitionModel model = new PartitionTrainer(spec(true), CATALOGUE).choose(few).fitted().model();

        assertThat(model.predict(Toys.after(few, HORIZON)).value()).doesNotContain(Double.NaN);
        assertThat(model.body().scorer()).satisfies(scorer -> assertThat(
                scorer instanceof Scorer.Rows rows && rows.recipe().terms().contains(new FeatureTerm.Holiday(0)))
                .isFalse());
    }
}

package io.manymodels.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.model.ResidualQuantiles;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class IntervalsTest {

    private final Fitted fitted = fitted();

    @Test
    void errorsAsExpectedLeaveIntervalsAsTheResidualsAre() {
        assertThat(width(1)).isCloseTo(width(), org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void intervalsGoWithTheErrorsThatWindowsSaw() {
        assertThat(width(0.5)).isBetween(0.6 * width(), 0.9 * width());
        assertThat(width(2)).isBetween(1.5 * width(), 2 * width());
    }

    @Test
    void noWindowsMakeThemVanishOrRunAway() {
        assertThat(width(0)).isGreaterThanOrEqualTo(0.5 * width() - 1e-9);
        assertThat(width(1e9)).isLessThanOrEqualTo(4 * width() + 1e-9);
    }

    /** Of the interval of 80 % where windows saw such residuals over those expected. */
    private double width(double... relative) {
        double[] many = Arrays.stream(relative).flatMap(r -> IntStream.range(0, 36).mapToDouble(i -> r)).toArray();
        ResidualQuantiles quantiles = Intervals.calibrate(fitted, many, List.of(80));
        return quantiles.upper()[0][0] - quantiles.lower()[0][0];
    }

    private static Fitted fitted() {
        Random random = new Random(1);
        TrainingSpec spec = Toys.series(6, "mean");
        double[] y = IntStream.range(0, 60).mapToDouble(t -> 100 + 10 * random.nextGaussian()).toArray();
        return Catalogue.installed().variants(spec).getFirst().fitting()
                .fit(new Lesson(spec, Toys.series(y), List.of(), Deadline.NONE));
    }
}

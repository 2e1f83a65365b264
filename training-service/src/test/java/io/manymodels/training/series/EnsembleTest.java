package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnsembleTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Ensemble();
    }

    @Override
    protected String golden() {
        return "3.217:21bb7c8e969e72dc";
    }

    /** Days at 100, and a month of each year at 180, which is what comes. */
    @Test
    void halfOfItSeesTheYearOfDays() {
        Random random = new Random(1);
        int n = 3 * 365;
        double[] y = IntStream.range(0, n)
                .mapToDouble(t -> (t % 365 < 30 ? 180 : 100) + 5 * random.nextGaussian()).toArray();

        double withYear = level(new Series(y, 7, 7, 365));
        double without = level(new Series(y, 7));

        assertThat(without).isBetween(95.0, 105.0);
        assertThat(withYear).isBetween(130.0, 150.0);
    }

    private static double level(Series series) {
        return Arrays.stream(new Ensemble().forecast(series, 28, Deadline.NONE).values()).average().orElseThrow();
    }
}

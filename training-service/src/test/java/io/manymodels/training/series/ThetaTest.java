package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class ThetaTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Theta();
    }

    @Override
    protected String golden() {
        return "3.4:eae7ac5fa2215d8a";
    }

    /** The level before the first step is found by the later ones, so that the first error may be many times the series. */
    @Test
    void itsErrorsAreThoseAfterTheStart() {
        double[] bent = IntStream.range(0, 60).mapToDouble(t -> 10_000 - 20 * t - t * t + 20 * Math.sin(t)).toArray();

        Path path = new Theta().forecast(new Series(bent, 12), 18, Deadline.NONE);

        assertThat(Arrays.stream(path.residuals()).map(Math::abs).max().orElseThrow()).isLessThan(200);
    }
}

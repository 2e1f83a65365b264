package io.manymodels.training.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class IntermittentTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Intermittent();
    }

    @Override
    protected String golden() {
        return "3.2:f59b9b4270ddb0ef";
    }

    /** Demand that became rare a year ago: smoothed probabilities remember what came before longest. */
    @Test
    void whatRemembersLongestDoesNotDrawTheMeanUp() {
        double[] values = new double[60];
        Arrays.setAll(values, t -> t % 2 == 0 && t < 48 || t == 55 ? 6 : 0);
        Series series = new Series(values, 12);
        double recent = 0.5;

        double[] forecast = new Intermittent().forecast(series, 3, Deadline.NONE).values();

        assertThat(recent).isLessThan(Imapa.level(series));
        assertThat(Imapa.level(series)).isLessThan(Tsb.level(series));
        assertThat(forecast).containsOnly(Imapa.level(series));
    }
}

package io.manymodels.scoring.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.model.ModelHeader;
import io.manymodels.model.Predictions;
import io.manymodels.rows.PartitionRows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShiftsTest {

    private static final ModelHeader HEADER = ToyFamily.header("toy");
    /** Half the width of an interval that holds 80 % of a standard normal distribution, as R's qnorm(0.9) tells it. */
    private static final double HALF = 1.2815515655446004;
    private static final PartitionRows ROWS = new PartitionRows(HEADER.schema(), "{}", 3, new long[] {20, 21, 22},
            new double[5][0], new @Nullable String[5][0]);

    private static Shifts shifts(double... bySteps) {
        return new Shifts(ToyFamily.AXIS, 20, 1, 80, Map.of(List.of("north"), bySteps), Map.of(7, List.of("north")));
    }

    /** A standard deviation of 2 at each of three rows. */
    private static Predictions predictions(double... values) {
        double[] lower = new double[3];
        double[] upper = new double[3];
        for (int i = 0; i < 3; i++) {
            lower[i] = values[i] - 2 * HALF;
            upper[i] = values[i] + 2 * HALF;
        }
        return new Predictions(values, new double[][] {lower}, new double[][] {upper}, List.of(), new double[0][],
                new int[0], new boolean[3]);
    }

    @Test
    void aKeyIsMovedByItsVarianceAtEachStepAndItsIntervalWithIt() {
        Predictions moved = shifts(0.5, -1).adjusted(7, ROWS, HEADER, predictions(10, 10, 10));

        assertThat(moved.value()).as("week 20 is before the horizon").containsExactly(new double[] {10, 12, 6},
                within(1e-8));
        assertThat(moved.lower()[0][1]).isCloseTo(12 - 2 * HALF, within(1e-8));
        assertThat(moved.upper()[0][2]).isCloseTo(6 + 2 * HALF, within(1e-8));
    }

    @Test
    void nothingIsMovedOverZero() {
        Predictions moved = shifts(-1, -1).adjusted(7, ROWS, HEADER, predictions(3, 3, -3));

        assertThat(moved.value()).containsExactly(new double[] {3, 0, -7}, within(1e-8));
        assertThat(moved.lower()[0][1]).as("nor is a bound").isZero();
        assertThat(moved.lower()[0][2]).as("unless it was below it").isCloseTo(-7 - 2 * HALF, within(1e-8));
        assertThat(moved.upper()[0][1]).isCloseTo(3 + 2 * HALF - 4, within(1e-8));
    }

    @Test
    void aKeyWithoutIntervalOrGroupIsLeftAsItIs() {
        Predictions predictions = predictions(10, 10, 10);
        Predictions bare = new Predictions(new double[] {1, 2, 3},
                new double[][] {{Double.NaN, Double.NaN, Double.NaN}},
                new double[][] {{Double.NaN, Double.NaN, Double.NaN}}, List.of(), new double[0][], new int[0],
                new boolean[3]);

        assertThat(shifts(1, 1).adjusted(8, ROWS, HEADER, predictions)).isSameAs(predictions);
        assertThat(shifts(1, 1).adjusted(7, ROWS, HEADER, bare).value()).containsExactly(1, 2, 3);
    }
}

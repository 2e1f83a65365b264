package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What Tribuo sees of features. */
class ColumnsTest {

    private static final double NONE = Double.NaN;
    private static final int ROWS = 4;
    private static final int WIDTH = 3;
    /** A feature, one that is missing once, and a constant. */
    private static final double[] MATRIX = {1, 10, 7, 2, NONE, 7, 3, 20, 7, 6, 30, 7};

    @Test
    void rawOnesStayAsTheyAreAndTakeTheirMeanWhereMissing() {
        Columns columns = Columns.raw(MATRIX, ROWS, WIDTH);

        assertThat(columns.width()).isEqualTo(WIDTH);
        assertThat(columns.of(MATRIX, 0)).containsExactly(1, 10, 7);
        assertThat(columns.of(MATRIX, 1)).containsExactly(2, 20, 7);
        assertThat(columns.of(new double[] {-5, -1e9, 0}, 0)).containsExactly(-5, -1e9, 0);
        assertThat(columns.of(new double[] {NONE, NONE, NONE}, 0)).containsExactly(3, 20, 7);
    }

    @Test
    void standardisedOnesHaveMeanZeroAndDeviationOne() {
        Columns columns = Columns.standardised(MATRIX, ROWS, WIDTH);

        // Deviations: of 1, 2, 3, 6 the root of 3.5; of 10, 20, 30 with its mean for the missing one the root of 50.
        assertThat(columns.of(MATRIX, 0)).containsExactly(new double[] {-2 / Math.sqrt(3.5), -10 / Math.sqrt(50), 0},
                within(1e-12));
        assertThat(columns.of(MATRIX, 1)).containsExactly(new double[] {-1 / Math.sqrt(3.5), 0, 0}, within(1e-12));
        // A constant says nothing, whatever it is later.
        assertThat(columns.of(new double[] {3, 20, 99}, 0)).containsExactly(new double[] {0, 0, 0}, within(0.0));
    }

    @Test
    void thoseFromZeroLieBetweenLeastAndMostOfTraining() {
        Columns columns = Columns.fromZero(MATRIX, ROWS, WIDTH);

        assertThat(columns.of(MATRIX, 0)).containsExactly(new double[] {0, 0, 0}, within(0.0));
        assertThat(columns.of(MATRIX, 1)).containsExactly(new double[] {0.2, 0.5, 0}, within(1e-12));
        assertThat(columns.of(MATRIX, 3)).containsExactly(1, 1, 0);
        assertThat(columns.of(new double[] {-4, 40, 8}, 0)).containsExactly(new double[] {0, 1.5, 0}, within(1e-12));
    }

    @Test
    void aFeatureThatNoRowHasIsZero() {
        double[] nothing = {NONE, NONE};

        for (Columns columns : new Columns[] {Columns.raw(nothing, 2, 1), Columns.standardised(nothing, 2, 1),
                Columns.fromZero(nothing, 2, 1)}) {
            assertThat(columns.of(nothing, 1)).containsExactly(new double[] {0}, within(0.0));
        }
        assertThat(Columns.standardised(nothing, 2, 1).of(new double[] {5}, 0)).containsExactly(new double[] {0},
                within(0.0));
        assertThat(Columns.fromZero(nothing, 2, 1).of(new double[] {5}, 0)).containsExactly(new double[] {0},
                within(0.0));
    }

    @Test
    void aSpreadBeyondAllNumbersIsNone() {
        double[] huge = {-Double.MAX_VALUE, Double.MAX_VALUE};

        assertThat(Columns.standardised(huge, 2, 1).of(huge, 0)).containsExactly(new double[] {0}, within(0.0));
        assertThat(Columns.fromZero(huge, 2, 1).of(huge, 1)).containsExactly(new double[] {0}, within(0.0));
    }

    @Property(tries = 200)
    void trainingsRowsAreStandardised(@ForAll("matrices") double[] matrix) {
        int rows = matrix.length / 2;
        Columns columns = Columns.standardised(matrix, rows, 2);
        for (int j = 0; j < 2; j++) {
            int feature = j;
            double[] seen = IntStream.range(0, rows).mapToDouble(i -> columns.of(matrix, i)[feature]).toArray();

            assertThat(Arrays.stream(seen).average().orElseThrow()).isCloseTo(0, within(1e-9));
            double deviation = Math.sqrt(Arrays.stream(seen).map(x -> x * x).average().orElseThrow());
            assertThat(deviation).satisfiesAnyOf(d -> assertThat(d).isCloseTo(1, within(1e-9)),
                    d -> assertThat(d).isZero());
        }
    }

    @Property(tries = 200)
    void trainingsRowsLieFromZeroToOne(@ForAll("matrices") double[] matrix) {
        Columns columns = Columns.fromZero(matrix, matrix.length / 2, 2);
        for (int i = 0; i < matrix.length / 2; i++) {
            assertThat(Arrays.stream(columns.of(matrix, i))).allMatch(x -> x >= 0 && x <= 1 + 1e-12);
        }
    }

    @Provide
    Arbitrary<double[]> matrices() {
        return Arbitraries.integers().between(1, 20).flatMap(rows -> Arbitraries.integers().between(-1000, 1000)
                .map(x -> x / 8.0).injectDuplicates(0.2).array(Double[].class).ofSize(2 * rows)
                .map(boxed -> Arrays.stream(boxed).mapToDouble(Double::doubleValue).toArray()));
    }
}

package io.manymodels.training.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.LowerTriangle;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equations of linear fits, with many rows and with many columns. */
class CholeskyTest {

    private static final double NEAR = 1e-8;

    private static double[] gram(double[] matrix, int rows, int width, double... weights) {
        double[] gram = new double[width * width];
        Cholesky.addGram(matrix, rows, width, weights, gram, Deadline.NONE);
        return gram;
    }

    private static double[] uniform(long seed, int count) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }

    @Property(tries = 200)
    void aSystemIsSolved(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
        double[] a = gram(uniform(seed, 2 * size * size), 2 * size, size);
        for (int i = 0; i < size; i++) {
            a[i * size + i] += 0.1;
        }
        double[] truth = uniform(~seed, size);
        double[] b = new double[size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                b[i] += a[Math.max(i, j) * size + Math.min(i, j)] * truth[j];
            }
        }

        Cholesky.factorise(a, size, Deadline.NONE);
        LowerTriangle.solve(a, size, b);

        assertThat(b).containsExactly(truth, within(NEAR));
    }

    @Property(tries = 200)
    void theFactorTimesItselfIsTheMatrix(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int size) {
        double[] a = gram(uniform(seed, 3 * size * size), 3 * size, size);
        double[] factor = a.clone();
        Cholesky.factorise(factor, size, Deadline.NONE);

        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int k = 0; k <= j; k++) {
                    product += factor[i * size + k] * factor[j * size + k];
                }
                assertThat(product).isCloseTo(a[i * size + j], within(NEAR));
            }
        }
    }

    /** The second column is the first once more: its coefficient stays near 0, and the first explains all. */
    @Test
    void aColumnThatTellsNothingNewTakesNoPart() {
        double[] gram = gram(new double[] {1, 1, 2, 2, 3, 3}, 3, 2);
        double[] products = {28, 28};

        Cholesky.factorise(gram, 2, Deadline.NONE);
        LowerTriangle.solve(gram, 2, products);

        assertThat(products[0]).isCloseTo(2, within(1e-9));
        assertThat(products[1]).isCloseTo(0, within(1e-9));
    }

    @Property(tries = 100)
    void weightsCountRowsSeveralTimes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int width) {
        double[] rows = uniform(seed, 3 * width);
        rows[0] = 0;
        double[] repeated = new double[6 * width];
        for (int i = 0, to = 0; i < 3; i++) {
            for (int n = 0; n <= i; n++, to++) {
                System.arraycopy(rows, i * width, repeated, to * width, width);
            }
        }

        assertThat(gram(rows, 3, width, 1, 2, 3)).containsExactly(gram(repeated, 6, width), within(NEAR));
        assertThat(gram(rows, 3, width, 1, 1, 1)).as("no weights are weights of 1").containsExactly(
                gram(rows, 3, width));
    }

    /** Whatever is done at a time, each sum is that of the rows one after the other, to the last bit. */
    @Property(tries = 50)
    void eachSumIsInTheOrderOfTheRows(@ForAll long seed, @ForAll @IntRange(min = 0, max = 11) int rows,
            @ForAll @IntRange(min = 1, max = 6) int width) {
        double[] x = uniform(seed, rows * width);
        double[] expected = new double[width * width];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                for (int k = 0; k <= j; k++) {
                    expected[j * width + k] += x[i * width + j] * x[i * width + k];
                }
            }
        }

        double[] gram = new double[width * width];
        Cholesky.addGram(x, rows, width, new double[0], gram, Deadline.NONE);

        assertThat(gram).containsExactly(expected);
    }

    @Test
    void aGramMatrixIsAddedToWhatIsThere() {
        double[] gram = {10, 0, 20, 30};

        Cholesky.addGram(new double[] {1, 2, 3, 4}, 2, 2, new double[0], gram, Deadline.NONE);

        assertThat(gram).containsExactly(20, 0, 34, 50);
    }

    @Test
    void nothingGoesOnWhenTimeIsUp() {
        Deadline passed = Deadline.in(Duration.ofNanos(-1));

        assertThatThrownBy(() -> Cholesky.factorise(new double[] {1}, 1, passed)).isInstanceOf(Deadline.Passed.class)
                .hasMessageContaining("Maybe raise training.timeout");
        assertThatThrownBy(() -> Cholesky.addGram(new double[] {1}, 1, 1, new double[0], new double[1], passed))
                .isInstanceOf(Deadline.Passed.class);
        assertThatThrownBy(() -> RowSpace.of(new double[300], 1, 300, passed)).isInstanceOf(Deadline.Passed.class);
    }

    @ParameterizedTest
    @CsvSource({"300, 300, false", "299, 300, true", "1, 257, true", "1, 256, false", "10, 20, false"})
    void onlyManyColumnsOfFewRowsAreSeenFromTheRows(int rows, int width, boolean seen) {
        assertThat(RowSpace.isSmaller(rows, width)).isEqualTo(seen);
    }

    /** Scores of any coefficients are the same in both spaces: that is what makes the fits the same. */
    @Property(tries = 20)
    void scoresAreTheSameInTheSpaceOfTheRows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int rows) {
        int width = 260;
        double[] x = uniform(seed, rows * width);
        RowSpace space = RowSpace.of(x, rows, width, Deadline.NONE);
        double[] inTheirPlace = uniform(~seed, rows);
        double[] coefficients = space.coefficients(inTheirPlace);

        double square = 0;
        for (int i = 0; i < rows; i++) {
            double few = 0;
            for (int k = 0; k <= i; k++) {
                few += space.columns()[i * rows + k] * inTheirPlace[k];
            }
            double many = 0;
            for (int j = 0; j < width; j++) {
                many += x[i * width + j] * coefficients[j];
            }
            square += inTheirPlace[i] * inTheirPlace[i];
            assertThat(many).isCloseTo(few, within(1e-6));
        }
        assertThat(Arrays.stream(coefficients).map(c -> c * c).sum()).as("and so is what the penalty sees")
                .isCloseTo(square, within(1e-6 * Math.max(1, square)));
    }

    @Test
    void aRowThatIsThereTwiceKeepsItsSpaceFinite() {
        double[] one = uniform(3, 300);
        double[] x = new double[900];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(one, 0, x, i * 300, 300);
        }

        double[] coefficients = RowSpace.of(x, 3, 300, Deadline.NONE)
                .coefficients(new double[] {1, 0, 0});

        assertThat(Arrays.stream(coefficients).allMatch(Double::isFinite)).isTrue();
    }

    private static DenseData data(int width, double... matrix) {
        return DenseData.of(matrix, matrix.length / width, width, new double[matrix.length / width], 0);
    }

    @Test
    void columnsAreCentredAndScaledAndFlagsKeepTheirScale() {
        DenseData data = data(3, 1, 0, 5, 3, 1, 5, 5, 0, 5, 7, 0, 5);

        Columns columns = Columns.of(data, Deadline.NONE);

        assertThat(columns.means()).containsExactly(4, 0.25, 5);
        assertThat(columns.deviations()).containsExactly(new double[] {Math.sqrt(5), 1, 0}, within(1e-12));
        assertThat(columns.standardise(data)).containsExactly(new double[] {-3 / Math.sqrt(5), -0.25, 0,
                -1 / Math.sqrt(5), 0.75, 0, 1 / Math.sqrt(5), -0.25, 0, 3 / Math.sqrt(5), -0.25, 0}, within(1e-12));
    }

    @Test
    void whatIsMissingCountsForNothingAndStandsAtTheMean() {
        DenseData data = data(2, 2, Double.NaN, Double.NaN, Double.NaN, 4, Double.NaN);

        Columns columns = Columns.of(data, Deadline.NONE);

        assertThat(columns.means()).containsExactly(3, 0);
        assertThat(columns.deviations()).containsExactly(1, 0);
        assertThat(columns.standardise(data)).containsExactly(-1, 0, 0, 0, 1, 0);
    }

    @Test
    void numbersThatNobodyCanSumTellNothing() {
        DenseData data = data(2, 1e308, 1e12, 1.7e308, 1e12 + 1e-3, -1e308, 1e12);

        Columns columns = Columns.of(data, Deadline.NONE);

        assertThat(columns.deviations()).as("too large to be squared, and the same but for rounding")
                .containsExactly(0, 0);
        assertThat(columns.standardise(data)).containsOnly(0);
        assertThat(columns.means()[0]).isZero();
    }
}

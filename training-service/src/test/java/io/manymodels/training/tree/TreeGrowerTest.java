package io.manymodels.training.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.DenseData;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features in bins, and the trees that grow on them. */
class TreeGrowerTest {

    private static final double MISSING = Double.NaN;

    private static DenseData data(int width, double... matrix) {
        return DenseData.of(matrix, matrix.length / width, width, new double[matrix.length / width], 0);
    }

    private static FeatureBins bins(int most, double... column) {
        return FeatureBins.of(data(1, column), most);
    }

    @Test
    void fewValuesHaveABinEachAndACutBetween() {
        FeatureBins bins = bins(64, 3, 1, MISSING, 2, 1, 10);

        assertThat(bins.cuts()[0]).containsExactly(1.5, 2.5, 6.5);
        assertThat(bins.bins()[0]).containsExactly(3, 1, 0, 2, 1, 4);
    }

    @Test
    void manyValuesShareBinsOfEqualSize() {
        FeatureBins bins = bins(4, IntStream.range(0, 100).mapToDouble(i -> i * i).toArray());

        assertThat(bins.cuts()[0]).hasSize(3);
        for (int b = 1; b <= 4; b++) {
            int bin = b;
            assertThat(IntStream.range(0, 100).filter(i -> bins.bins()[0][i] == bin).count()).isEqualTo(25);
        }
    }

    @Test
    void aColumnWithoutValuesOrWithOneHasNoCuts() {
        assertThat(bins(64, MISSING, MISSING).cuts()[0]).isEmpty();
        assertThat(bins(64, MISSING, MISSING).bins()[0]).containsExactly(0, 0);
        assertThat(bins(64, 7, 7, MISSING).cuts()[0]).isEmpty();
        assertThat(bins(64, 7, 7, MISSING).bins()[0]).containsExactly(1, 1, 0);
    }

    /** A row is on the same side of a cut by its bin, in training, and by its value, when it is served. */
    @Property(tries = 500)
    void aBinIsOnTheSideOfEachCutThatItsValuesAreOn(@ForAll @Size(min = 1, max = 150) int[] values,
            @ForAll @IntRange(min = 2, max = 64) int most) {
        double[] column = Arrays.stream(values).mapToDouble(value -> value % 97 == 0 ? MISSING : value / 7.0)
                .toArray();

        FeatureBins bins = bins(most, column);

        double[] cuts = bins.cuts()[0];
        assertThat(cuts).isSorted().doesNotHaveDuplicates().hasSizeLessThan(most);
        for (int i = 0; i < column.length; i++) {
            int bin = bins.bins()[0][i];
            if (Double.isNaN(column[i])) {
                assertThat(bin).isZero();
                continue;
            }
            assertThat(bin).isBetween(1, cuts.length + 1);
            for (int c = 0; c < cuts.length; c++) {
                assertThat(bin <= c + 1).isEqualTo(column[i] <= cuts[c]);
            }
        }
    }

    /** What is between two numbers without any between them is one of them. */
    @Test
    void numbersNextToEachOtherAreStillOnTheirSides() {
        double next = Math.nextUp(1.0);
        double[] column = {1, next, Math.nextUp(next), 1e300, -1e300};

        FeatureBins bins = bins(64, column);

        for (int i = 0; i < column.length; i++) {
            for (int c = 0; c < bins.cuts()[0].length; c++) {
                assertThat(bins.bins()[0][i] <= c + 1).isEqualTo(column[i] <= bins.cuts()[0][c]);
            }
        }
    }

    private record Grown(Kernel.Trees kernel, double[] scores) {

        double[] served(double[] matrix, int width) {
            double[] served = new double[matrix.length / width];
            kernel.score(matrix, served.length, width, served);
            return served;
        }
    }

    /** One tree for squared loss from scores of 0. */
    private static Grown grown(DenseData data, double[] y, int depth, int leastRows, double penalty, double rate) {
        TreeGrower grower = new TreeGrower(FeatureBins.of(data, FeatureBins.MOST), depth, leastRows, penalty, rate);
        double[] scores = new double[y.length];
        double[] curvatures = new double[y.length];
        Arrays.fill(curvatures, 1);
        int root = grower.grow(Arrays.stream(y).map(value -> -value).toArray(), curvatures, scores, 0, 1);
        return new Grown(grower.kernel(1, new double[] {0}, new int[] {root}), scores);
    }

    @Test
    void aTreeCutsWhereTheErrorFallsMost() {
        double[] x = {1, 0, 2, 0, 3, 1, 4, 1, 5, 0, 6, 1};
        double[] y = {1, 1, 1, 1, 5, 5};

        Kernel.Trees tree = grown(data(2, x), y, 1, 1, 0, 1).kernel();

        assertThat(tree.feature()).containsExactly(0, -1, -1);
        assertThat(tree.split()).containsExactly(4.5, 1, 5);
        assertThat(tree.rows()).containsExactly(6, 4, 2);
        assertThat(tree.left()[0]).isEqualTo(1);
    }

    @Test
    void aLeafStepsByItsGradientOverItsCurvatureAndThePenalty() {
        Grown grown = grown(data(1, 1, 2), new double[] {-3, 9}, 1, 1, 2, 0.5);

        assertThat(grown.kernel().split()).containsExactly(1.5, 0.5 * -3 / 3, 0.5 * 9 / 3);
        assertThat(grown.scores()).containsExactly(-0.5, 1.5);
    }

    @ParameterizedTest
    @CsvSource({"9, true", "0, false"})
    void whatIsMissingGoesWhereItFits(double missing, boolean left) {
        double[] x = {MISSING, MISSING, 1, 2, 3, 4};
        double[] y = {missing, missing, 9, 9, 0, 0};

        Grown grown = grown(data(1, x), y, 1, 1, 0, 1);

        assertThat(grown.kernel().split()[0]).isEqualTo(2.5);
        assertThat(grown.kernel().missingLeft()[0]).isEqualTo(left);
        assertThat(grown.scores()).containsExactly(y, within(1e-12));
    }

    @Test
    void whereNothingIsToBeWonThereIsOneLeaf() {
        Grown same = grown(data(1, 1, 2, 3, 4), new double[] {5, 5, 5, 5}, 4, 1, 0, 1);
        Grown constant = grown(data(1, 7, 7, 7, MISSING), new double[] {1, 2, 3, 4}, 4, 1, 0, 1);
        Grown few = grown(data(1, 1, 2, 3, 4), new double[] {1, 2, 3, 4}, 4, 3, 0, 1);

        assertThat(same.kernel().feature()).containsExactly(-1);
        assertThat(same.scores()).containsOnly(5);
        assertThat(constant.kernel().feature()).containsExactly(-1);
        assertThat(few.kernel().feature()).as("half of four rows are fewer than three").containsExactly(-1);
    }

    /** Training sees bins and serving sees values: a tree says the same to both, of every row. */
    @Property(tries = 150)
    void aTreeServesWhatItLearnt(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 4) int width, @ForAll @IntRange(min = 1, max = 6) int depth,
            @ForAll @IntRange(min = 1, max = 8) int leastRows) {
        Random random = new Random(seed);
        double[] matrix = random.doubles((long) rows * width, -3, 3)
                .map(x -> x > 2 ? MISSING : x < 0 ? Math.rint(x) : x).toArray();
        double[] y = random.doubles(rows, -10, 10).toArray();

        Grown grown = grown(data(width, matrix), y, depth, leastRows, 1, 0.3);

        assertThat(grown.served(matrix, width)).containsExactly(grown.scores(), within(1e-12));
        Kernel.Trees tree = grown.kernel();
        int leaves = 0;
        for (int node = 0; node < tree.feature().length; node++) {
            if (tree.feature()[node] >= 0) {
                int left = tree.left()[node];
                assertThat(left).as("children lie behind their parent").isGreaterThan(node);
                assertThat(tree.rows()[left] + tree.rows()[left + 1]).isEqualTo(tree.rows()[node]);
                assertThat(Math.min(tree.rows()[left], tree.rows()[left + 1])).isGreaterThanOrEqualTo(leastRows);
            } else {
                leaves++;
            }
        }
        assertThat(leaves).isLessThanOrEqualTo(1 << depth);
    }

    /** A split never makes the squared error larger, nor does another tree. */
    @Property(tries = 50)
    void moreTreesErrLessInTraining(@ForAll long seed) {
        Random random = new Random(seed);
        double[] matrix = random.doubles(160).toArray();
        double[] y = random.doubles(80).toArray();
        TreeGrower grower = new TreeGrower(FeatureBins.of(data(2, matrix), 16), 3, 5, 1, 0.5);
        double[] scores = new double[80];
        double[] curvatures = new double[80];
        Arrays.fill(curvatures, 1);
        double before = Double.MAX_VALUE;
        int[] roots = new int[10];
        for (int t = 0; t < 10; t++) {
            double[] gradients = IntStream.range(0, 80).mapToDouble(i -> scores[i] - y[i]).toArray();
            double error = Arrays.stream(gradients).map(g -> g * g).sum();
            assertThat(error).isLessThan(before + 1e-9);
            before = error;
            roots[t] = grower.grow(gradients, curvatures, scores, 0, 1);
        }
        double[] served = new double[80];
        grower.kernel(1, new double[] {0}, roots).score(matrix, 80, 2, served);
        assertThat(served).containsExactly(scores, within(1e-9));
    }

    /** Trees of several labels write their scores side by side. */
    @Test
    void aTreeAddsToTheScoresOfItsOutputAlone() {
        TreeGrower grower = new TreeGrower(bins(64, 1, 2), 1, 1, 0, 1);
        double[] scores = {10, 20, 30, 40, 50, 60};

        grower.grow(new double[] {-1, -2}, new double[] {1, 1}, scores, 1, 3);

        assertThat(scores).containsExactly(10, 21, 30, 40, 52, 60);
    }

    @ParameterizedTest
    @CsvSource({"8, 60, 3, 3, 4", "299, 60, 3, 11, 37", "300, 100, 4, 10, 37", "19999, 100, 4, 199, 64",
            "20000, 120, 6, 50, 64"})
    void treesAreAsLargeAsTheRowsCarry(int rows, int trees, int depth, int leastRows, int bins) {
        TreesFit.Settings settings = TreesFit.Settings.forRows(rows);

        assertThat(settings).extracting(TreesFit.Settings::rounds, TreesFit.Settings::depth,
                TreesFit.Settings::leastRows, TreesFit.Settings::bins).containsExactly(trees, depth, leastRows, bins);
    }

    /** What a tree adds to rows that it was not grown on is what its kernel says of them. */
    @Property(tries = 50)
    void givesRowsLeftOutWhatItsKernelSays(@ForAll @IntRange(min = 20, max = 200) int rows, @ForAll long seed) {
        Random random = new Random(seed);
        double[] matrix = random.doubles(rows * 3L).map(x -> x < 0.1 ? MISSING : x).toArray();
        double[] gradients = random.doubles(rows, -1, 1).toArray();
        double[] curvatures = new double[rows];
        Arrays.fill(curvatures, 1);
        int[] half = IntStream.range(0, rows).filter(_ -> random.nextBoolean()).toArray();
        if (half.length == 0) {
            return;
        }
        TreeGrower grower = new TreeGrower(FeatureBins.of(data(3, matrix), 16), 4, 2, 1, 0.5);
        double[] scores = new double[rows];

        int root = grower.grow(half, new boolean[] {true, false, true}, gradients, curvatures, scores, 0, 1);

        Kernel.Trees kernel = grower.kernel(1, new double[1], new int[] {root});
        double[] said = new double[rows];
        kernel.score(matrix, rows, 3, said);
        assertThat(scores).containsExactly(said, within(1e-12));
        assertThat(kernel.feature()).doesNotContain((short) 1);
    }
}

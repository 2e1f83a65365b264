package io.manymodels.scoring.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Against figures of {@code numpy}: the shrinkage of hts ({@code shrink.estim}), and the projection by the paper's formula over groups
 * and keys at once, {@code S (S' W^-1 S)^-1 S' W^-1 y}.
 */
class MinimumTraceTest {

    private static final double NEAR = 1e-9;

    /** All; north with stores 1 and 2; south with stores 3 and 4. */
    private static final int SIZE = 7;
    private static final int[] GROUP_OF_KEY = {2, 2, 3, 3, 3, 5, 5, 6, 6};

    private static final double[][] ERRORS = {
            {-4.56, -4.37, 2.3, -3.82, -2.32, -2.95, 2.61},
            {-7.31, -1.28, -2.11, 0.54, -3.02, 2.18, -6.59},
            {-26.67, -23.6, -11.84, -9.31, -11.08, 2.98, -11.6},
            {-10.53, -9.14, -0.2, -5.42, -7.68, -2.86, 3.64},
            {1.49, 0.25, 2.24, -3.7, 3.02, -4.57, 4.2},
            {1.43, 1.12, -4.62, 6.95, 0.33, 0.62, 1.98},
            {3.79, 6.95, 0.36, 6.13, -3.18, -2.02, -3.77},
            {-11.76, 3.55, -6.64, 3.44, -9.72, -3.54, -6.94},
            {4.19, 1.91, -5.2, 6.33, 1.38, -1.71, 1.78},
            {0.85, -5.23, -0.14, -6.51, 1.66, 1.31, 4.44},
            {-1.51, 3.99, 1.05, 1.1, -4.89, -2.73, -4.33},
            {-4.72, -0.14, -5.66, 5.29, -3.4, -7.13, 3.99}};
    private static final double[] VARIANCES = {6.42, 1.17, 3.48, 8.51, 5.31, 7.49, 6.26, 5.89, 2.53};
    private static final double[] KEYS = {56.0, 13.2, 74.1, 86.8, 78.3, 14.1, 37.1, 35.4, 19.0};
    private static final double[] GROUPS = {413.9, 318.5, 49.5, 213.9, 108.7, 51.7, 51.5};

    private static GroupTree groups() {
        GroupTree groups = new GroupTree();
        for (List<?> path : List.of(List.of("north"), List.of("north", 1), List.of("north", 2), List.of("south"),
                List.of("south", 3), List.of("south", 4))) {
            groups.add(path);
        }
        return groups;
    }

    private static double[] sums(GroupTree groups, double[] ofKeys) {
        double[] own = new double[SIZE];
        for (int key = 0; key < ofKeys.length; key++) {
            own[GROUP_OF_KEY[key]] += ofKeys[key];
        }
        return groups.sums(own);
    }

    private static int[] allBut(int... silent) {
        return IntStream.range(0, SIZE).filter(group -> IntStream.of(silent).noneMatch(one -> one == group)).toArray();
    }

    /** What a matrix by group says of those that are heard. */
    private static double[] of(double[] matrix, int[] heard) {
        return IntStream.of(heard).boxed()
                .flatMapToDouble(i -> IntStream.of(heard).mapToDouble(j -> matrix[i * SIZE + j])).toArray();
    }

    private static double[] moved(MinimumTrace trace, double[] forecasts, double[] keys, double[] variances) {
        double[] shifts = trace.shifts(forecasts, sums(groups(), keys));
        double[] moved = keys.clone();
        for (int key = 0; key < keys.length; key++) {
            moved[key] += variances[key] * shifts[GROUP_OF_KEY[key]];
        }
        return moved;
    }

    private static double[] reconciled(double[] forecasts, double[] keys, double[] variances, int... heard) {
        return moved(new MinimumTrace(groups(), heard, of(ShrunkCovariance.of(ERRORS).matrix(), heard),
                sums(groups(), variances)), IntStream.of(heard).mapToDouble(group -> forecasts[group]).toArray(), keys,
                variances);
    }

    @Test
    void aPathNamesOneGroupAndAllThatHoldIt() {
        GroupTree groups = new GroupTree();

        assertThat(groups.add(List.of("south", 3))).isEqualTo(2);
        assertThat(groups.add(List.of("south"))).isEqualTo(1);
        assertThat(groups.add(List.of("south", 4))).isEqualTo(3);
        assertThat(groups.add(List.of())).isZero();
        assertThat(groups.size()).isEqualTo(4);
        assertThat(groups.sums(new double[] {1, 10, 100, 1000})).containsExactly(1111, 1110, 100, 1000);
    }

    @Test
    void correlationsAreDrawnTowardsNoneAsInHts() {
        ShrunkCovariance shrunk = ShrunkCovariance.of(ERRORS);

        assertThat(shrunk.intensity()).isCloseTo(0.7850517522630748, within(NEAR));
        assertThat(Arrays.copyOf(shrunk.matrix(), SIZE)).containsExactly(new double[] {91.34694166666668,
                13.249770028819027, 7.204696269649783, 5.380966070490446, 9.79592963835558, 0.14207720928331175,
                6.854472133435022}, within(NEAR));
        assertThat(Arrays.copyOfRange(shrunk.matrix(), 6 * SIZE, 7 * SIZE)).containsExactly(new double[] {
                6.854472133435022, 2.7279135857355117, 2.946603724218457, 0.4421270507700814, 4.023772086867113,
                -1.1944441266139223, 28.294808333333332}, within(NEAR));
    }

    @Test
    void seriesThatNeverErrHaveNoCovariance() {
        ShrunkCovariance shrunk = ShrunkCovariance.of(new double[][] {{0, 1}, {0, -3}});

        assertThat(shrunk.matrix()).containsExactly(new double[] {0, 0, 0, 5}, within(NEAR));
        assertThat(shrunk.intensity()).isEqualTo(1);
        assertThatThrownBy(() -> ShrunkCovariance.of(new double[][] {{1, 2}})).hasMessageContaining("[1] times");
    }

    @Test
    void keysAndGroupsAgreeAtTheLeastVarianceAsInThePaper() {
        double[] keys = reconciled(GROUPS, KEYS, VARIANCES, allBut());

        assertThat(keys).containsExactly(new double[] {53.82238664472905, 12.803145229646882, 73.05524752495528,
                84.2451598957958, 76.70585182687141, 14.812549786708969, 37.69553560277679, 35.960335319975684,
                19.240687327595666}, within(NEAR));
        assertThat(sums(groups(), keys)).containsExactly(new double[] {408.3408991590555, 300.6317911219984,
                66.62553187437594, 234.0062592476225, 107.7091080370571, 52.508085389485764, 55.20102264757135},
                within(NEAR));
    }

    @Test
    void aGroupWithoutAForecastOfItsOwnIsTheSumOfItsKeys() {
        double[] forecasts = GROUPS.clone();
        forecasts[5] = Double.NaN;

        assertThat(reconciled(forecasts, KEYS, VARIANCES, allBut(5))).containsExactly(new double[] {53.823718579157166,
                12.803387965360411, 73.06000836811785, 84.25680207261007, 76.71311621686951, 15.35832003950797,
                38.15168003302002, 35.82281681924419, 19.181617411322208}, within(NEAR));
    }

    /** Which makes unbiased forecasts stay unbiased, whatever the variances are taken to be. */
    @Property(tries = 100)
    void forecastsThatAgreeStayAsTheyAre(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int silent) {
        double[] keys = new Random(seed).doubles(KEYS.length, -100, 100).toArray();
        double[] variances = new Random(~seed).doubles(KEYS.length, 0, 10).toArray();

        assertThat(reconciled(sums(groups(), keys), keys, variances, allBut(silent))).containsExactly(keys,
                within(NEAR));
    }

    @Test
    void aKeyThatNeverErrsIsNotMovedAndAGroupThatNeverErrsIsMet() {
        double[] variances = VARIANCES.clone();
        variances[0] = 0;
        double[] covariance = ShrunkCovariance.of(ERRORS).matrix();
        for (int i = 0; i < SIZE; i++) {
            covariance[i] = 0;
            covariance[i * SIZE] = 0;
        }

        double[] moved = moved(new MinimumTrace(groups(), allBut(), covariance, sums(groups(), variances)), GROUPS,
                KEYS,
                variances);

        assertThat(moved[0]).isEqualTo(KEYS[0]);
        assertThat(Arrays.stream(moved).sum()).isCloseTo(GROUPS[0], within(NEAR));
    }

    @Test
    void whereNothingErrsNothingIsMoved() {
        double[] shifts = new MinimumTrace(groups(), allBut(), new double[SIZE * SIZE], new double[SIZE])
                .shifts(GROUPS, sums(groups(), KEYS));

        assertThat(shifts).containsExactly(new double[SIZE], within(0.0));
    }

    /** One region with one store: their forecasts say the same thing twice, and their errors are the same. */
    @Test
    void groupsThatAreTheSameAreHeardOnce() {
        GroupTree groups = new GroupTree();
        groups.add(List.of("north"));
        double[] same = {4, 4, 4, 4};
        int[] both = {0, 1};

        double[] shifts = new MinimumTrace(groups, both, same, new double[] {4, 4}).shifts(new double[] {108, 108},
                new double[] {100, 100});

        assertThat(100 + 4 * shifts[1]).isCloseTo(104, within(NEAR));
    }
}

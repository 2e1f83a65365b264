package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Trees that rank features score rows as those do that walk row by row. */
class RankedTreesTest {

    private static final double[] ODD = {Double.NaN, 0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1,
            Double.MIN_VALUE, Double.MAX_VALUE};

    @Property(tries = 300)
    void theyScoreToTheLastBitAsAWalkDoes(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int features = random.nextInt(1, 6);
        int width = features + random.nextInt(3);
        Kernel.Trees trees = grown(random, random.nextInt(1, 4), random.nextInt(30), features, random.nextInt(7));
        int rows = random.nextInt(300);
        double[] matrix = new double[rows * width];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = number(random);
        }
        double[] walked = new double[rows * trees.outputs()];
        double[] ranked = new double[walked.length];

        trees.walk(matrix, rows, width, walked);
        RankedTrees.of(trees).score(matrix, rows, width, ranked);

        assertThat(ranked).containsExactly(walked);
    }

    @Test
    void fewRowsAreNotWorthIt() {
        Kernel.Trees trees = grown(new SplittableRandom(1), 1, 50, 3, 6);

        assertThat(RankedTrees.pays(trees, 1)).isFalse();
        assertThat(RankedTrees.pays(trees, 5_000)).isTrue();
        assertThat(RankedTrees.pays(grown(new SplittableRandom(1), 1, 0, 3, 6), 5_000)).isFalse();
    }

    /** Numbers that repeat, so that many are equal to a split, and odd ones among them. */
    private static double number(SplittableRandom random) {
        return random.nextInt(8) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextInt(-20, 20) / 4.0;
    }

    private static Kernel.Trees grown(SplittableRandom random, int outputs, int count, int features, int depth) {
        List<Integer> asked = new ArrayList<>();
        List<Double> splits = new ArrayList<>();
        List<Integer> lefts = new ArrayList<>();
        int[] roots = new int[count];
        for (int t = 0; t < count; t++) {
            roots[t] = asked.size();
            add(asked, splits, lefts);
            grow(random, roots[t], features, depth, asked, splits, lefts);
        }
        int nodes = asked.size();
        short[] feature = new short[nodes];
        boolean[] missingLeft = new boolean[nodes];
        for (int i = 0; i < nodes; i++) {
            feature[i] = asked.get(i).shortValue();
            missingLeft[i] = random.nextBoolean();
        }
        return new Kernel.Trees(outputs, random.doubles(outputs).toArray(), roots, feature,
                splits.stream().mapToDouble(split -> split).toArray(), lefts.stream().mapToInt(left -> left).toArray(),
                missingLeft, new int[0]);
    }

    private static void add(List<Integer> asked, List<Double> splits, List<Integer> lefts) {
        asked.add(-1);
        splits.add(0.0);
        lefts.add(0);
    }

    private static void grow(SplittableRandom random, int node, int features, int depth, List<Integer> asked,
            List<Double> splits, List<Integer> lefts) {
        if (depth == 0 || random.nextInt(5) == 0) {
            splits.set(node, random.nextDouble());
            return;
        }
        int left = asked.size();
        add(asked, splits, lefts);
        add(asked, splits, lefts);
        asked.set(node, random.nextInt(features));
        splits.set(node, number(random));
        lefts.set(node, left);
        grow(random, left, features, depth - 1, asked, splits, lefts);
        grow(random, left + 1, features, depth - 1, asked, splits, lefts);
    }
}

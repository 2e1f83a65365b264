package io.manymodels.training.contest;

import java.util.List;

/**
 * Chooses between candidates on few rows. The first is preferred: another wins only where its loss is smaller by more than
 * chance explains, because choosing the least of many noisy losses picks the luckiest.
 */
public final class Preference {

    /** Standard errors by degrees of freedom: of few blocks the standard error itself is uncertain (99 % of Student's distribution). */
    private static final double[] FEW = {Double.POSITIVE_INFINITY, 31.8, 6.96, 4.54, 3.75, 3.36};
    private static final double MANY = 2.0;
    private static final double MORE_BY_BLOCKS = 8;
    private static final double LEAST_GAIN = 0.02;

    private Preference() {}

    /**
     * The place of the winner.
     *
     * @param evaluations not empty, the preferred one first, all on the same rows
     */
    public static int choose(List<Evaluation> evaluations) {
        int chosen = 0;
        for (int other = 1; other < evaluations.size(); other++) {
            if (clearlyBetter(evaluations.get(other), evaluations.get(chosen))) {
                chosen = other;
            }
        }
        return chosen;
    }

    private static boolean clearlyBetter(Evaluation other, Evaluation chosen) {
        int n = chosen.losses().length;
        double gain = chosen.meanLoss() - other.meanLoss();
        if (!(gain > LEAST_GAIN * Math.abs(chosen.meanLoss()))) {
            return Double.isNaN(chosen.meanLoss()) && !Double.isNaN(other.meanLoss());
        }
        int[] blocks = chosen.blocks();
        double square = 0;
        int row = 0;
        for (int block : blocks) {
            double sum = 0;
            for (int end = row + block; row < end; row++) {
                sum += chosen.losses()[row] - other.losses()[row] - gain;
            }
            square += sum * sum;
        }
        int count = blocks.length;
        double error = count < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(square * count / (count - 1)) / n;
        double errors = count <= FEW.length ? FEW[count - 1] : MANY + MORE_BY_BLOCKS / count;
        return gain > errors * error;
    }
}

package io.manymodels.training.contest;

import java.util.List;

/**
 * Chooses between candidates on few rows. The first is preferred: another wins only where its loss is smaller by more than
 * chance explains, because choosing the least of many noisy losses picks the luckiest.
 */
public final class Preference {

    private static final double STANDARD_ERRORS = 2.0;
    /** Of few differences the standard error itself is uncertain. */
    private static final double FEW = 4;
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
        double square = 0;
        for (int i = 0; i < n; i++) {
            double difference = chosen.losses()[i] - other.losses()[i] - gain;
            square += difference * difference;
        }
        double error = n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(square / (n - 1) / n);
        return gain > STANDARD_ERRORS * (1 + FEW / n) * error;
    }
}

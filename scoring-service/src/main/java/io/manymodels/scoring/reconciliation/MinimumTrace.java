package io.manymodels.scoring.reconciliation;

import io.manymodels.kernel.LowerTriangle;

/**
 * The forecasts that agree and have the least total error variance (MinT): Wickramasuriya, Athanasopoulos and Hyndman (2019), Optimal
 * forecast reconciliation for hierarchical and grouped time series through trace minimization. With {@code b} the keys' forecasts,
 * {@code a} those of groups, {@code A} the sums of keys by group, and {@code D} and {@code V} the covariances of their errors,
 *
 * <pre>{@code b* = b + D A' (V + A D A')^-1 (a - A b)}</pre>
 *
 * and the groups' are the sums {@code A b*}. This equals {@code S (S' W^-1 S)^-1 S' W^-1} of the paper with
 * {@code W = [V 0; 0 D]}, and solves equations of as many unknowns as there are groups, however many keys.
 *
 * <p>Approximate is {@code W} alone: {@code D} is diagonal, the variance of each key's error, and no error of a key goes with one of
 * a group. Ten thousand keys' covariances could not be told from their pasts, nor their matrix be held. {@code V} is whole, and shrunk
 * by {@link ShrunkCovariance}. Whatever {@code W} is, forecasts that agree already stay as they are, and unbiased ones stay unbiased.
 */
public final class MinimumTrace {

    /** Shares of a group's variance below this are rounding. */
    private static final double LEAST_PIVOT = 1e-12;

    private final GroupTree groups;
    private final int[] heard;
    /** Of V + A D A' over the groups that are heard, scaled to a diagonal of ones. */
    private final double[] factor;
    private final double[] scales;

    /**
     * @param heard the groups that have a forecast of their own, ascending; others are the sum of their keys, whatever that is
     * @param covariance V: of the errors of these, row-major
     * @param variances by group, heard or not: the sum over all of its keys of the variances of their errors
     */
    public MinimumTrace(GroupTree groups, int[] heard, double[] covariance, double[] variances) {
        this.groups = groups;
        this.heard = heard.clone();
        int size = heard.length;
        this.scales = new double[size];
        for (int i = 0; i < size; i++) {
            double scale = Math.sqrt(covariance[i * size + i] + variances[heard[i]]);
            // Where neither a group nor its keys ever err, neither gives way, and their difference stays.
            scales[i] = scale > 0 ? scale : Double.POSITIVE_INFINITY;
        }
        this.factor = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < i; j++) {
                double shared = holds(heard[j], heard[i]) ? variances[heard[i]] : 0;
                factor[i * size + j] = (covariance[i * size + j] + shared) / scales[i] / scales[j];
            }
            factor[i * size + i] = 1;
        }
        factorise(factor, size);
    }

    private boolean holds(int coarse, int fine) {
        int group = fine;
        while (group > coarse) {
            group = groups.parent(group);
        }
        return group == coarse;
    }

    /**
     * How far keys are moved at a time.
     *
     * @param forecasts of the groups that are heard
     * @param sums by group, heard or not: the sum of its keys' forecasts
     * @return by group: what is added to the forecast of a key that is in it, and in none within it, for each unit of the variance of
     *         the key's error
     */
    public double[] shifts(double[] forecasts, double[] sums) {
        int size = heard.length;
        double[] multipliers = new double[size];
        for (int i = 0; i < size; i++) {
            multipliers[i] = (forecasts[i] - sums[heard[i]]) / scales[i];
        }
        LowerTriangle.solve(factor, size, multipliers);
        double[] shifts = new double[groups.size()];
        for (int i = 0; i < size; i++) {
            shifts[heard[i]] = multipliers[i] / scales[i];
        }
        for (int group = 1; group < shifts.length; group++) {
            shifts[group] += shifts[groups.parent(group)];
        }
        return shifts;
    }

    private static void factorise(double[] a, int size) {
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * size + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * size + k] * a[j * size + k];
                }
                if (i == j) {
                    // A group that is the same as others twice over has nothing to add.
                    a[i * size + i] = sum > LEAST_PIVOT ? Math.sqrt(sum) : Double.POSITIVE_INFINITY;
                } else {
                    a[i * size + j] = sum / a[j * size + j];
                }
            }
        }
    }
}

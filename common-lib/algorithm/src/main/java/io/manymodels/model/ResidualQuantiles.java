package io.manymodels.model;

import java.util.Arrays;

/**
 * What prediction intervals are made of: quantiles of a model's residuals on the transformed scale, by lead (steps from the
 * model's origin to a row). Immutable; arrays are not copied.
 *
 * @param first the lead of the first column
 * @param lower [interval][column], in the order of the header's intervals; NaN where unknown. The last column is of all
 *     leads together: it serves leads before the first and after the last but one, and rows without a time
 * @param upper likewise
 */
public record ResidualQuantiles(int first, double[][] lower, double[][] upper) {

    public static final ResidualQuantiles NONE = new ResidualQuantiles(1, new double[0][], new double[0][]);

    public ResidualQuantiles {
        if (first < 1 || lower.length != upper.length) {
            throw new IllegalArgumentException("[%d] lower and [%d] upper quantiles from lead [%d] on do not fit"
                    .formatted(lower.length, upper.length, first));
        }
        for (int k = 0; k < lower.length; k++) {
            if (lower[k].length == 0 || lower[k].length != lower[0].length || upper[k].length != lower[0].length) {
                throw new IllegalArgumentException("interval [%d] has [%d] lower and [%d] upper quantiles of [%d]"
                        .formatted(k, lower[k].length, upper[k].length, lower[0].length));
            }
        }
    }

    /** The same for every lead: one quantile an interval. */
    public static ResidualQuantiles pooled(double[] lower, double[] upper) {
        return new ResidualQuantiles(1, columns(lower), columns(upper));
    }

    private static double[][] columns(double[] quantiles) {
        return Arrays.stream(quantiles).mapToObj(quantile -> new double[] {quantile}).toArray(double[][]::new);
    }

    public int intervals() {
        return lower.length;
    }

    /** Leads that have a column of their own. */
    public int leads() {
        return lower.length == 0 ? 0 : lower[0].length - 1;
    }

    /** The column of a lead. */
    int column(long lead) {
        long column = lead - first;
        return column >= 0 && column < leads() ? (int) column : leads();
    }
}

package io.manymodels.scoring.run;

import io.manymodels.model.ModelHeader;
import io.manymodels.model.Predictions;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.answer.Adjustment;
import java.util.List;
import java.util.Map;

/**
 * Moves each key's forecast, and the bounds of its intervals by the same amount, so that it agrees with those of the groups that it is
 * in. What is not below 0 stays so.
 *
 * @param cutoff time ordinal from which steps count
 * @param first step after it that is forecast
 * @param ofGroups by group: for each step what is added for a unit of the variance of the key's error
 * @param groups by partition
 */
record Shifts(TimeAxis axis, long cutoff, int first, int coverage, Map<List<String>, double[]> ofGroups,
        Map<Integer, List<String>> groups) implements Adjustment {

    @Override
    public Predictions adjusted(int sequence, PartitionRows rows, ModelHeader header, Predictions predictions) {
        double[] shifts = ofGroups.get(groups.getOrDefault(sequence, List.of()));
        int interval = header.intervals().indexOf(coverage);
        if (shifts == null || interval < 0 || interval >= predictions.lower().length) {
            return predictions;
        }
        double[] value = predictions.value().clone();
        double[][] lower = copy(predictions.lower());
        double[][] upper = copy(predictions.upper());
        long before = axis.index(cutoff) + first;
        for (int row = 0; row < value.length; row++) {
            long step = axis.index(rows.time(row)) - before;
            double variance = Spread.variance(predictions.lower()[interval][row], predictions.upper()[interval][row],
                    coverage);
            if (step >= 0 && step < shifts.length) {
                double shift = shifts[(int) step] * variance;
                value[row] = moved(value[row], shift);
                for (int i = 0; i < lower.length; i++) {
                    lower[i][row] = moved(lower[i][row], shift);
                    upper[i][row] = moved(upper[i][row], shift);
                }
            }
        }
        return new Predictions(value, lower, upper, predictions.labels(), predictions.probabilities(),
                predictions.label(), predictions.knownCarried());
    }

    private static double[][] copy(double[][] values) {
        double[][] copy = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            copy[i] = values[i].clone();
        }
        return copy;
    }

    private static double moved(double value, double shift) {
        return value >= 0 ? Math.max(0, value + shift) : value + shift;
    }
}

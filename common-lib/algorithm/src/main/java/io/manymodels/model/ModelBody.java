package io.manymodels.model;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model without what it shares with the others of its run.
 *
 * @param algorithm its name in the registry
 * @param history what the recipe's lags need
 * @param labels of a classification, in the order of the scores; empty otherwise
 * @param calibration from scores to predictions; of no meaning for a classification
 * @param defaults what stands in for columns that a row does not have
 */
public record ModelBody(String algorithm, FeatureRecipe recipe, Kernel kernel, History history, List<String> labels,
        Calibration calibration, List<Default> defaults) {

    public ModelBody {
        labels = List.copyOf(labels);
        defaults = List.copyOf(defaults);
    }

    /**
     * From a score to a prediction and its intervals.
     *
     * @param level added to every score: how far the key has lately been off
     * @param shift added before the inverse transform to get the wanted functional (mean, median, least percentage error)
     * @param floor scores are held within [floor, ceiling], so that no extrapolation runs away
     * @param lower one quantile of the residuals (on the transformed scale) an interval; NaN where unknown
     * @param upper likewise
     * @param nonNegative whether predictions are held at 0 and above
     */
    public record Calibration(TargetTransform transform, double level, double shift, double floor, double ceiling,
            double[] lower, double[] upper, boolean nonNegative) {

        public static final Calibration NONE = new Calibration(TargetTransform.IDENTITY, 0, 0,
                Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, new double[0], new double[0], false);

        /** The same with other intervals. */
        public Calibration withIntervals(double[] newLower, double[] newUpper) {
            return new Calibration(transform, level, shift, floor, ceiling, newLower, newUpper, nonNegative);
        }
    }

    /**
     * A value for a column.
     *
     * @param number for columns that are not text
     * @param text for text columns
     * @param carried whether a prediction that used it says so: the last value of a column that should have been known
     */
    public record Default(int column, double number, @Nullable String text, boolean carried) {}

    /** The same with other intervals. */
    public ModelBody withCalibration(Calibration other) {
        return new ModelBody(algorithm, recipe, kernel, history, labels, other, defaults);
    }
}

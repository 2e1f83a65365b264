package io.manymodels.training.trainer;

import io.manymodels.family.Metric;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The metrics of {@link Metric}, on arrays. What has no value (a percentage of nothing, an AUC of one label) is left out.
 */
final class Metrics {

    private static final double LEAST_PROBABILITY = 1e-15;

    private Metrics() {}

    /**
     * Metrics of numbers.
     *
     * @param lower [interval][row]; likewise {@code upper}
     * @param intervals coverages in percent, one a row of {@code lower}
     * @param scale mean absolute error of the seasonal naive forecast in training, NaN without; likewise its square
     */
    static Map<Metric, Double> numbers(double[] actual, double[] predicted, double[][] lower, double[][] upper,
            List<Integer> intervals, double scale, double squareScale) {
        int n = actual.length;
        double absolute = 0;
        double square = 0;
        double percentage = 0;
        int percentages = 0;
        double symmetric = 0;
        double signed = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            double error = predicted[i] - actual[i];
            absolute += Math.abs(error);
            square += error * error;
            signed += error;
            total += Math.abs(actual[i]);
            if (actual[i] != 0) {
                percentage += Math.abs(error / actual[i]);
                percentages++;
            }
            double both = Math.abs(actual[i]) + Math.abs(predicted[i]);
            symmetric += both == 0 ? 0 : 2 * Math.abs(error) / both;
        }
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        put(metrics, Metric.MAPE, 100 * percentage / percentages);
        put(metrics, Metric.WMAPE, 100 * absolute / total);
        put(metrics, Metric.SMAPE, 100 * symmetric / n);
        put(metrics, Metric.BIAS, 100 * signed / total);
        put(metrics, Metric.MAE, absolute / n);
        put(metrics, Metric.RMSE, Math.sqrt(square / n));
        put(metrics, Metric.MASE, absolute / n / scale);
        put(metrics, Metric.RMSSE, Math.sqrt(square / n / squareScale));
        intervals(metrics, actual, predicted, lower, upper, intervals);
        return metrics;
    }

    private static void intervals(Map<Metric, Double> metrics, double[] actual, double[] predicted, double[][] lower,
            double[][] upper, List<Integer> intervals) {
        int n = actual.length;
        double pinball = 0;
        int quantiles = 1;
        for (int i = 0; i < n; i++) {
            pinball += pinball(actual[i], predicted[i], 0.5);
        }
        for (int k = 0; k < lower.length; k++) {
            double alpha = 1 - intervals.get(k) / 100.0;
            double covered = 0;
            double winkler = 0;
            for (int i = 0; i < n; i++) {
                double below = Math.max(0, lower[k][i] - actual[i]);
                double above = Math.max(0, actual[i] - upper[k][i]);
                covered += actual[i] >= lower[k][i] && actual[i] <= upper[k][i] ? 1 : 0;
                winkler += upper[k][i] - lower[k][i] + 2 / alpha * (below + above);
                pinball += pinball(actual[i], lower[k][i], alpha / 2) + pinball(actual[i], upper[k][i], 1 - alpha / 2);
            }
            quantiles += 2;
            if (k == 0) {
                put(metrics, Metric.COVERAGE, 100 * covered / n);
                put(metrics, Metric.WINKLER, winkler / n);
            }
        }
        put(metrics, Metric.PINBALL, pinball / n / quantiles);
    }

    private static double pinball(double actual, double quantile, double probability) {
        double error = actual - quantile;
        return Math.max(probability * error, (probability - 1) * error);
    }

    /**
     * Metrics of labels. Of two labels, {@code auc} and {@code brier} are those of the second; of more, the mean of each
     * against the rest, and the sum over labels. {@code f1} is the mean over labels.
     *
     * @param actual places of the true labels
     * @param probabilities [label][row]
     */
    static Map<Metric, Double> labels(int[] actual, double[][] probabilities) {
        int n = actual.length;
        int labels = probabilities.length;
        int[] predicted = new int[n];
        double right = 0;
        double loss = 0;
        double brier = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 1; k < labels; k++) {
                if (probabilities[k][i] > probabilities[predicted[i]][i]) {
                    predicted[i] = k;
                }
            }
            right += predicted[i] == actual[i] ? 1 : 0;
            loss -= Math.log(Math.max(LEAST_PROBABILITY, probabilities[actual[i]][i]));
            for (int k = labels == 2 ? 1 : 0; k < labels; k++) {
                double error = probabilities[k][i] - (actual[i] == k ? 1 : 0);
                brier += error * error;
            }
        }
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        put(metrics, Metric.ACCURACY, right / n);
        put(metrics, Metric.LOGLOSS, loss / n);
        put(metrics, Metric.BRIER, brier / n);
        put(metrics, Metric.F1,
                IntStream.range(0, labels).mapToDouble(k -> f1(actual, predicted, k)).average().orElse(0));
        put(metrics, Metric.AUC, IntStream.range(labels == 2 ? 1 : 0, labels)
                .mapToDouble(k -> auc(actual, k, probabilities[k])).average().orElse(Double.NaN));
        return metrics;
    }

    private static double f1(int[] actual, int[] predicted, int label) {
        double hits = 0;
        double wrong = 0;
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] == label && predicted[i] == label) {
                hits++;
            } else if (actual[i] == label || predicted[i] == label) {
                wrong++;
            }
        }
        return hits == 0 ? 0 : 2 * hits / (2 * hits + wrong);
    }

    /** Mann and Whitney's statistic, ties counting half. */
    private static double auc(int[] actual, int label, double[] scores) {
        Integer[] order = IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i])).toArray(Integer[]::new);
        double rankSum = 0;
        double positives = 0;
        int i = 0;
        while (i < order.length) {
            int j = i;
            while (j < order.length && scores[order[j]] == scores[order[i]]) {
                j++;
            }
            double rank = (i + j + 1) / 2.0;
            for (int t = i; t < j; t++) {
                if (actual[order[t]] == label) {
                    rankSum += rank;
                    positives++;
                }
            }
            i = j;
        }
        double negatives = scores.length - positives;
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }

    /** The loss of one row, by which candidates are compared pair by pair. */
    static double loss(Metric metric, double actual, double predicted) {
        double error = Math.abs(predicted - actual);
        return switch (metric) {
            case MAPE -> actual == 0 ? error : error / Math.abs(actual);
            case SMAPE -> error == 0 ? 0 : 2 * error / (Math.abs(actual) + Math.abs(predicted));
            case RMSE, RMSSE -> error * error;
            default -> error;
        };
    }

    /** The loss of one row of a classification. */
    static double loss(Metric metric, int actual, double[][] probabilities, int row) {
        double own = probabilities[actual][row];
        return switch (metric) {
            case ACCURACY, F1 -> Arrays.stream(probabilities).mapToDouble(label -> label[row]).max().orElse(0) > own
                    ? 1
                    : 0;
            case BRIER -> (1 - own) * (1 - own);
            default -> -Math.log(Math.max(LEAST_PROBABILITY, own));
        };
    }

    private static void put(Map<Metric, Double> metrics, Metric metric, double value) {
        if (Double.isFinite(value)) {
            metrics.put(metric, value);
        }
    }
}

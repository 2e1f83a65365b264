package io.manymodels.training.trainer;

import io.manymodels.dataset.PartitionRows;
import io.manymodels.dataset.TimeAxis;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.model.Predictions;
import io.manymodels.model.TargetTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Measures candidates on the windows of one partition. */
final class Judge {

    private final TrainingSpec spec;
    private final Fitter fitter;

    /** Fits a candidate to rows. */
    @FunctionalInterface
    interface Fitter {
        Fitted fit(Candidate candidate, PartitionRows rows, List<String> labels, Deadline deadline);
    }

    Judge(TrainingSpec spec, Fitter fitter) {
        this.spec = spec;
        this.fitter = fitter;
    }

    /** A candidate's models with the rows that they are judged by. */
    record Outcome(List<PartitionRows> judged, List<Predictions> predictions, Evaluation evaluation) {}

    Outcome judge(Candidate candidate, PartitionRows rows, List<Windows.Window> windows, List<String> labels,
            Deadline deadline) {
        List<PartitionRows> judged = new ArrayList<>();
        List<Predictions> predictions = new ArrayList<>();
        double[][] losses = new double[windows.size()][];
        double[][] residuals = new double[windows.size()][];
        for (int w = 0; w < windows.size(); w++) {
            PartitionRows held = rows.select(windows.get(w).judged());
            Fitted fitted = fitter.fit(candidate, rows.select(windows.get(w).training()), labels, deadline);
            Fitted calibrated = spec.task() == Task.CLASSIFICATION
                    ? fitted
                    : fitted.with(fitted.model().body()
                            .withCalibration(Intervals.calibrate(fitted, new double[0], spec.intervals())));
            Predictions predicted = calibrated.model().predict(held);
            judged.add(held);
            predictions.add(predicted);
            losses[w] = losses(held, predicted, labels);
            residuals[w] = spec.task() == Task.CLASSIFICATION ? new double[0] : relativeResiduals(calibrated, held);
        }
        return new Outcome(judged, predictions, new Evaluation(candidate,
                Arrays.stream(losses).flatMapToDouble(Arrays::stream).toArray(),
                Arrays.stream(residuals).flatMapToDouble(Arrays::stream).toArray()));
    }

    private double[] losses(PartitionRows held, Predictions predicted, List<String> labels) {
        double[] losses = new double[held.size()];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = spec.task() == Task.CLASSIFICATION
                    ? Metrics.loss(spec.metric(), labels.indexOf(held.label(i)), predicted.probabilities(), i)
                    : Metrics.loss(spec.metric(), held.numbers(spec.schema().target())[i], predicted.value()[i]);
        }
        return losses;
    }

    private double[] relativeResiduals(Fitted fitted, PartitionRows held) {
        double[] locations = fitted.model().locations(held);
        TargetTransform transform = fitted.model().body().calibration().transform();
        double[] residuals = new double[held.size()];
        for (int i = 0; i < residuals.length; i++) {
            double z = transform.forward(held.numbers(spec.schema().target())[i]);
            double residual = z - locations[i] - fitted.model().body().calibration().level();
            residuals[i] = fitted.deviation() > 0 && Double.isFinite(residual) ? residual / fitted.deviation() : 0;
        }
        return residuals;
    }

    /** All metrics over the judged rows together. */
    Map<Metric, Double> metrics(Outcome outcome, PartitionRows rows, List<String> labels) {
        int total = outcome.judged().stream().mapToInt(PartitionRows::size).sum();
        if (spec.task() == Task.CLASSIFICATION) {
            int[] actual = new int[total];
            double[][] probabilities = new double[labels.size()][total];
            int at = 0;
            for (int w = 0; w < outcome.judged().size(); w++) {
                PartitionRows held = outcome.judged().get(w);
                for (int i = 0; i < held.size(); i++, at++) {
                    actual[at] = labels.indexOf(Objects.requireNonNull(held.label(i)));
                    for (int k = 0; k < probabilities.length; k++) {
                        probabilities[k][at] = outcome.predictions().get(w).probabilities()[k][i];
                    }
                }
            }
            return Metrics.labels(actual, probabilities);
        }
        double[] actual = new double[total];
        double[] predicted = new double[total];
        double[][] lower = new double[spec.intervals().size()][total];
        double[][] upper = new double[spec.intervals().size()][total];
        int at = 0;
        for (int w = 0; w < outcome.judged().size(); w++) {
            PartitionRows held = outcome.judged().get(w);
            Predictions predictions = outcome.predictions().get(w);
            int n = held.size();
            System.arraycopy(held.numbers(spec.schema().target()), 0, actual, at, n);
            System.arraycopy(predictions.value(), 0, predicted, at, n);
            for (int k = 0; k < lower.length; k++) {
                System.arraycopy(predictions.lower()[k], 0, lower[k], at, n);
                System.arraycopy(predictions.upper()[k], 0, upper[k], at, n);
            }
            at += n;
        }
        double[] scales = scales(rows);
        return Metrics.numbers(actual, predicted, lower, upper, spec.intervals(), scales[0], scales[1]);
    }

    /** Mean absolute and mean squared error of the seasonal naive forecast in the rows; of the naive one without seasons. */
    private double[] scales(PartitionRows rows) {
        TimeAxis axis = spec.timeAxis();
        if (spec.task() != Task.FORECAST || axis == null) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double[] y = rows.numbers(spec.schema().target());
        long[] indexes = Arrays.stream(rows.times()).map(axis::index).toArray();
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] <= indexes[i - 1]) {
                // Rows of several keys: there is no one series to scale by.
                return new double[] {Double.NaN, Double.NaN};
            }
        }
        int season = axis.seasonLength();
        double[] seasonal = scales(y, indexes, season);
        return Double.isNaN(seasonal[0]) ? scales(y, indexes, 1) : seasonal;
    }

    private static double[] scales(double[] y, long[] indexes, int season) {
        double absolute = 0;
        double square = 0;
        int count = 0;
        for (int i = 0; i < y.length; i++) {
            int earlier = Arrays.binarySearch(indexes, indexes[i] - season);
            if (earlier >= 0) {
                absolute += Math.abs(y[i] - y[earlier]);
                square += (y[i] - y[earlier]) * (y[i] - y[earlier]);
                count++;
            }
        }
        return count == 0 ? new double[] {Double.NaN, Double.NaN} : new double[] {absolute / count, square / count};
    }
}

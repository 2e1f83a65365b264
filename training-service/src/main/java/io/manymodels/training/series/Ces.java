package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;

/**
 * Complex exponential smoothing (Svetunkov, Kourentzes and Ord 2022): the level and what it has not told yet, the information
 * potential, are smoothed as the parts of one complex number, so that one form follows levels and trends alike. Season none,
 * simple (that number again at the lag of a season), partial (a real season is added) or full (a complex one); the one of the least
 * corrected information criterion, which counts the states of a season. They start where a run backwards through the series ends.
 */
@AutoService(Learner.class)
public final class Ces extends Forecaster {

    private static final int LEAST_STEPS = 6;
    private static final int EVALUATIONS = 160;
    private static final int LEVEL_STEPS = 10;
    /** A level over its information potential, before anything is known. */
    private static final double FIRST_RATIO = 1.1;

    private enum Pattern {
        NONE, SIMPLE, PARTIAL, FULL;

        /** Where the search for the smoothing parameters starts: real and imaginary part, of the level and of the season. */
        private double[] from() {
            return switch (this) {
                case NONE, SIMPLE -> new double[] {1.3, 1};
                case PARTIAL -> new double[] {1.3, 1, 1.1};
                case FULL -> new double[] {1.3, 1, 1.3, 1};
            };
        }

        private boolean addsSeason() {
            return this == PARTIAL || this == FULL;
        }
    }

    @Override
    public String name() {
        return "ces";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    protected int preference() {
        return 4;
    }

    /** The ensemble is better, and no better with it. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        int n = series.size();
        int m = series.season();
        if (n < LEAST_STEPS) {
            throw new CannotFit("[%d] steps are fewer than [%d]".formatted(n, LEAST_STEPS));
        }
        boolean seasonal = m > 1 && m <= Ets.LONGEST_SEASON && n >= 2 * m + 2;
        Model best = null;
        for (Pattern pattern : Pattern.values()) {
            if (pattern == Pattern.NONE || seasonal) {
                deadline.check();
                Model model = new Model(series, pattern);
                model.fit();
                if (Double.isFinite(model.criterion) && (best == null || model.criterion < best.criterion)) {
                    best = model;
                }
            }
        }
        if (best == null) {
            throw new CannotFit("no form fits [%d] steps".formatted(n));
        }
        return best.path(steps);
    }

    /** Complex numbers that are smoothed, one for each place in a lag. */
    private static final class States {

        private final double[] real;
        private final double[] imaginary;

        States(int lag) {
            real = new double[lag];
            imaginary = new double[lag];
        }

        /** Where nothing is known but the levels. */
        void start(double[] levels) {
            for (int place = 0; place < real.length; place++) {
                real[place] = levels[place];
                imaginary[place] = levels[place] / FIRST_RATIO;
            }
        }

        /** One step on, after an error. */
        void learn(int place, double a, double b, double error) {
            double level = real[place];
            double potential = imaginary[place];
            real[place] = level - (1 - b) * potential + (a - b) * error;
            imaginary[place] = level + (1 - a) * potential + (a + b) * error;
        }
    }

    /** One form with its estimates. */
    private static final class Model {

        private final double[] y;
        private final double scale;
        private final Pattern pattern;
        private final int season;
        private final double[] firstLevels;
        private final double[] firstSeason;
        private final States levels;
        private final States seasons;
        private final double[] errors;
        private double[] smoothing;
        private double criterion = Double.POSITIVE_INFINITY;

        Model(Series series, Pattern pattern) {
            double size = Arrays.stream(series.values()).map(Math::abs).average().orElse(0);
            this.scale = size > 0 ? size : 1;
            this.y = Arrays.stream(series.values()).map(value -> value / scale).toArray();
            this.pattern = pattern;
            this.season = pattern == Pattern.NONE ? 1 : series.season();
            int lag = pattern == Pattern.SIMPLE ? season : 1;
            this.firstLevels = lag == 1
                    ? new double[] {Arrays.stream(y, 0, Math.min(y.length,
                            pattern.addsSeason() ? season : Math.max(LEVEL_STEPS, series.season()))).average()
                            .orElse(0)}
                    : Arrays.copyOf(y, lag);
            this.firstSeason = pattern.addsSeason() ? Season.decompose(y, season, false).figure() : new double[0];
            this.levels = new States(lag);
            this.seasons = new States(firstSeason.length);
            this.errors = new double[y.length];
            this.smoothing = pattern.from();
        }

        void fit() {
            int parameters = smoothing.length + season;
            if (y.length <= parameters + 1) {
                return;
            }
            double[] step = new double[smoothing.length];
            double[] lower = new double[step.length];
            double[] upper = new double[step.length];
            Arrays.fill(step, 0.1);
            Arrays.fill(lower, Double.NEGATIVE_INFINITY);
            Arrays.fill(upper, Double.POSITIVE_INFINITY);
            smoothing = NelderMead.minimise(this::likelihood, smoothing, step, lower, upper, EVALUATIONS);
            criterion = likelihood(smoothing) + 2.0 * parameters
                    + 2.0 * parameters * (parameters + 1) / (y.length - parameters - 1);
        }

        /** A partial season is a complex one whose potential never comes back to it. */
        private double seasonImaginary(double[] point) {
            return point.length > 3 ? point[3] : 1;
        }

        /** Whether old errors fade (the roots of the discount matrix lie inside the unit circle), and forecasts do not swing ever wider. */
        private static boolean isStable(double a, double b) {
            double trace = 2 - 2 * a + b;
            double determinant = (1 - a + b) * (1 - a) - (b - 1) * (1 - a - b);
            return Math.abs(determinant) < 1 && Math.abs(trace) < 1 + determinant && 2 * a + b < 5;
        }

        /** Minus twice the logarithm of the likelihood, but for a constant; runs the states to the end of the series. */
        private double likelihood(double[] point) {
            if (!isStable(point[0], point[1])
                    || pattern.addsSeason() && !isStable(point[2], seasonImaginary(point))) {
                return Double.POSITIVE_INFINITY;
            }
            levels.start(firstLevels);
            seasons.start(firstSeason);
            for (int t = 0; t < y.length; t++) {
                learn(t, point);
            }
            for (int t = y.length - 1; t >= 0; t--) {
                learn(t, point);
            }
            for (int t = season - 1; t >= 0; t--) {
                move(t, point, 0);
            }
            double squares = 0;
            for (int t = 0; t < y.length; t++) {
                errors[t] = learn(t, point);
                squares += errors[t] * errors[t];
            }
            return Double.isFinite(squares)
                    ? y.length * Math.log(Math.max(squares, 1e-300))
                    : Double.POSITIVE_INFINITY;
        }

        private double learn(int t, double[] point) {
            double error = y[t] - expected(t);
            move(t, point, error);
            return error;
        }

        private double expected(int t) {
            return levels.real[t % levels.real.length]
                    + (seasons.real.length == 0 ? 0 : seasons.real[t % seasons.real.length]);
        }

        private void move(int t, double[] point, double error) {
            levels.learn(t % levels.real.length, point[0], point[1], error);
            if (seasons.real.length > 0) {
                seasons.learn(t % seasons.real.length, point[2], seasonImaginary(point), error);
            }
        }

        Path path(int steps) {
            likelihood(smoothing);
            double[] values = new double[steps];
            for (int h = 0; h < steps; h++) {
                values[h] = scale * expected(y.length + h);
                move(y.length + h, smoothing, 0);
            }
            int parameters = Math.min(smoothing.length + firstLevels.length + firstSeason.length, y.length / 2);
            double slope = steps > season ? (values[steps - 1] - values[steps - 1 - season]) / season : 0;
            return new Path(values, spreads(steps), Arrays.stream(errors).map(error -> scale * error).toArray(),
                    parameters, slope);
        }

        /** What an error of the past does to all that follow it: what the states make of one error alone. */
        private double[] spreads(int steps) {
            double[] spreads = new double[steps];
            Arrays.fill(levels.real, 0);
            Arrays.fill(levels.imaginary, 0);
            Arrays.fill(seasons.real, 0);
            Arrays.fill(seasons.imaginary, 0);
            move(0, smoothing, 1);
            double variance = 1;
            for (int h = 0; h < steps; h++) {
                spreads[h] = Math.sqrt(variance);
                double weight = expected(h + 1);
                move(h + 1, smoothing, 0);
                variance += weight * weight;
            }
            return spreads;
        }
    }
}

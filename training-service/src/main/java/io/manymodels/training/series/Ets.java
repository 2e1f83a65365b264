package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exponential smoothing as innovations state space models (Hyndman, Koehler, Ord and Snyder 2008): error additive or
 * multiplicative, trend none, additive or damped, season none, additive or multiplicative; the one of the least corrected
 * information criterion. Seasonal states start from a decomposition, all else is estimated.
 */
@AutoService(Learner.class)
public final class Ets extends Forecaster {

    private static final int LEAST_STEPS = 5;
    private static final int EVALUATIONS = 250;
    static final int LONGEST_SEASON = 24;
    private static final double MOST_TREND_SHARE = 0.2;

    private enum Trend {
        NONE(0), ADDITIVE(2), DAMPED(3);

        /** Parameters: the slope's smoothing and its start, and the damping. */
        private final int parameters;

        Trend(int parameters) {
            this.parameters = parameters;
        }
    }

    private enum Pattern {
        NONE, ADDITIVE, MULTIPLICATIVE
    }

    private final List<Trend> trends;

    public Ets() {
        this(List.of(Trend.values()));
    }

    private Ets(List<Trend> trends) {
        this.trends = trends;
    }

    /** With a trend that levels out, whatever the criterion says. */
    static Ets damped() {
        return new Ets(List.of(Trend.DAMPED));
    }

    @Override
    public String name() {
        return "ets";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    protected int preference() {
        return 3;
    }

    /** The ensemble that it is a member of is better than it alone. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        if (series.size() < LEAST_STEPS) {
            throw new CannotFit("[%d] steps are fewer than [%d]".formatted(series.size(), LEAST_STEPS));
        }
        Model best = null;
        for (Pattern pattern : patterns(series)) {
            Start start = Start.of(series, pattern);
            for (Trend trend : trends) {
                for (boolean multiplicative : series.positive() ? new boolean[] {false, true} : new boolean[] {false}) {
                    // Additive errors on a multiplicative season are unstable.
                    if (!multiplicative && pattern == Pattern.MULTIPLICATIVE) {
                        continue;
                    }
                    deadline.check();
                    Model model = Model.fit(series.values(), start, trend, multiplicative);
                    if (Double.isFinite(model.criterion) && (best == null || model.criterion < best.criterion)) {
                        best = model;
                    }
                }
            }
        }
        if (best == null) {
            throw new CannotFit("no form fits [%d] steps".formatted(series.size()));
        }
        return best.path(steps);
    }

    private static List<Pattern> patterns(Series series) {
        int m = series.season();
        List<Pattern> patterns = new ArrayList<>(List.of(Pattern.NONE));
        if (m > 1 && m <= LONGEST_SEASON && series.size() >= 2 * m + 2) {
            patterns.add(Pattern.ADDITIVE);
            if (series.positive()) {
                patterns.add(Pattern.MULTIPLICATIVE);
            }
        }
        return patterns;
    }

    /** Where the states start. */
    private record Start(Pattern pattern, double[] season, double level, double slope, double scale) {

        private static final int LEVEL_STEPS = 10;

        static Start of(Series series, Pattern pattern) {
            double[] y = series.values();
            Season season = pattern == Pattern.NONE
                    ? Season.NONE
                    : Season.decompose(y, series.season(), pattern == Pattern.MULTIPLICATIVE);
            double[] adjusted = season.removed(y);
            int n = Math.min(adjusted.length, Math.max(LEVEL_STEPS, 2 * season.figure().length));
            double meanTime = (n + 1) / 2.0;
            double mean = Arrays.stream(adjusted, 0, n).average().orElse(0);
            double product = 0;
            double square = 0;
            for (int t = 0; t < n; t++) {
                product += (t + 1 - meanTime) * (adjusted[t] - mean);
                square += (t + 1 - meanTime) * (t + 1 - meanTime);
            }
            double slope = product / square;
            double scale = 0;
            for (double value : adjusted) {
                scale += Math.abs(value) / adjusted.length;
            }
            return new Start(pattern, season.figure(), mean, slope, Math.max(scale, 1e-300));
        }
    }

    /** One form with its estimates. */
    private static final class Model {

        private final double[] y;
        private final Start start;
        private final Trend trend;
        private final boolean multiplicative;
        private double[] estimates = new double[0];
        private double criterion = Double.POSITIVE_INFINITY;

        private double level;
        private double slope;
        private double[] season = new double[0];
        private double[] errors = new double[0];

        Model(double[] y, Start start, Trend trend, boolean multiplicative) {
            this.y = y;
            this.start = start;
            this.trend = trend;
            this.multiplicative = multiplicative;
        }

        static Model fit(double[] y, Start start, Trend trend, boolean multiplicative) {
            Model model = new Model(y, start, trend, multiplicative);
            boolean seasonal = start.pattern() != Pattern.NONE;
            int count = 2 + trend.parameters + (seasonal ? 1 : 0);
            int all = count + (seasonal ? start.season().length - 1 : 0) + 1;
            if (y.length - all - 1 <= 0) {
                return model;
            }
            double[] from = new double[count];
            double[] step = new double[count];
            double[] lower = new double[count];
            double[] upper = new double[count];
            int at = 0;
            set(at++, 0.3, 0.2, 1e-4, 0.9999, from, step, lower, upper);
            double level = trend == Trend.NONE ? start.level() : start.level() - start.slope() * firstHalf(y, start);
            set(at++, level, 0.1 * start.scale(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, from, step, lower,
                    upper);
            if (trend != Trend.NONE) {
                // As a share of the level's smoothing, so that it stays below it: slopes that follow each step overshoot.
                set(at++, 0.01, 0.02, 1e-4, MOST_TREND_SHARE, from, step, lower, upper);
                set(at++, start.slope(), 0.02 * start.scale(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, from,
                        step,
                        lower, upper);
            }
            if (trend == Trend.DAMPED) {
                set(at++, 0.95, -0.05, 0.8, 0.98, from, step, lower, upper);
            }
            if (seasonal) {
                // As a share of what the level's smoothing leaves.
                set(at, 0.1, 0.1, 1e-4, 0.9999, from, step, lower, upper);
            }
            model.errors = new double[y.length];
            model.estimates = NelderMead.minimise(model::likelihood, from, step, lower, upper, EVALUATIONS);
            double likelihood = model.likelihood(model.estimates);
            model.criterion = likelihood + 2.0 * all + 2.0 * all * (all + 1) / (y.length - all - 1);
            return model;
        }

        private static double firstHalf(double[] y, Start start) {
            return (Math.min(y.length, Math.max(Start.LEVEL_STEPS, 2 * start.season().length)) + 1) / 2.0;
        }

        private static void set(int at, double from, double step, double least, double most, double[] froms,
                double[] steps,
                double[] lower, double[] upper) {
            froms[at] = Math.clamp(from, least, most);
            steps[at] = step == 0 ? 1e-3 : step;
            lower[at] = least;
            upper[at] = most;
        }

        private double alpha() {
            return estimates[0];
        }

        private double damping() {
            return trend == Trend.DAMPED ? estimates[4] : 1;
        }

        private double beta() {
            return trend == Trend.NONE ? 0 : estimates[2] * estimates[0];
        }

        private double gamma() {
            return start.pattern() == Pattern.NONE ? 0 : estimates[estimates.length - 1] * (1 - estimates[0]);
        }

        /** Minus twice the logarithm of the likelihood, but for a constant; runs the states to the end of the series. */
        private double likelihood(double[] point) {
            estimates = point;
            double alpha = alpha();
            double beta = beta();
            double gamma = gamma();
            double damping = damping();
            level = point[1];
            slope = trend == Trend.NONE ? 0 : point[3];
            season = start.season().clone();
            double squares = 0;
            double product = 1;
            double logs = 0;
            for (int t = 0; t < y.length; t++) {
                double base = level + damping * slope;
                int place = season.length == 0 ? 0 : t % season.length;
                double expected = switch (start.pattern()) {
                    case NONE -> base;
                    case ADDITIVE -> base + season[place];
                    case MULTIPLICATIVE -> base * season[place];
                };
                double error = y[t] - expected;
                errors[t] = error;
                if (multiplicative) {
                    if (!(expected > 0)) {
                        return Double.POSITIVE_INFINITY;
                    }
                    squares += error / expected * (error / expected);
                    product *= expected / start.scale();
                    if (product < 1e-100 || product > 1e100) {
                        logs += Math.log(product);
                        product = 1;
                    }
                } else {
                    squares += error / start.scale() * (error / start.scale());
                }
                double levelError = start.pattern() == Pattern.MULTIPLICATIVE ? error / season[place] : error;
                level = base + alpha * levelError;
                slope = damping * slope + beta * levelError;
                switch (start.pattern()) {
                    case NONE -> {
                    }
                    case ADDITIVE -> season[place] += gamma * error;
                    case MULTIPLICATIVE -> season[place] += gamma * error / base;
                }
            }
            logs += Math.log(product);
            return y.length * Math.log(Math.max(squares, 1e-300)) + (multiplicative ? 2 * logs : 0);
        }

        Path path(int steps) {
            likelihood(estimates);
            double[] values = new double[steps];
            double[] spreads = new double[steps];
            double damping = damping();
            double sum = 0;
            double power = 1;
            double variance = 1;
            for (int h = 1; h <= steps; h++) {
                power *= damping;
                sum += power;
                double base = level + sum * slope;
                int place = season.length == 0 ? 0 : (y.length + h - 1) % season.length;
                values[h - 1] = switch (start.pattern()) {
                    case NONE -> base;
                    case ADDITIVE -> base + season[place];
                    case MULTIPLICATIVE -> base * season[place];
                };
                spreads[h - 1] = Math.sqrt(variance);
                boolean whole = season.length > 0 && h % season.length == 0;
                double weight = alpha() + beta() * sum + (whole ? gamma() : 0);
                variance += weight * weight;
            }
            int parameters = Math.min(estimates.length + season.length, y.length / 2);
            return new Path(values, spreads, errors.clone(), parameters, damping < 1 ? 0 : slope);
        }
    }
}

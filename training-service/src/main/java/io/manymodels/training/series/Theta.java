package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.function.Function;

/**
 * The dynamic optimised Theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, Models for optimising the
 * theta method and their relationship to state space models): level, smoothing and theta by least squares, a linear trend that is
 * estimated again at each step, on the series without its season.
 */
@AutoService(Learner.class)
public final class Theta extends Forecaster {

    private static final int LEAST_STEPS = 4;
    private static final int EVALUATIONS = 400;
    private static final double[] LOWER = {Double.NEGATIVE_INFINITY, 0.1, 1};
    private static final double[] UPPER = {Double.POSITIVE_INFINITY, 0.99, 1e10};
    /** Errors of the first steps say more about the start, which no least squares hold, than about the model. */
    private static final int WARM_UP = 3;

    private final Function<Series, Season> season;

    public Theta() {
        this(Season::tested);
    }

    /** @param season how the season is found that is taken out first */
    Theta(Function<Series, Season> season) {
        this.season = season;
    }

    @Override
    public String name() {
        return "theta";
    }

    @Override
    public int version() {
        return 4;
    }

    @Override
    protected int preference() {
        return 2;
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
        deadline.check();
        Season season = this.season.apply(series);
        double[] y = season.removed(series.values());
        double scale = Math.max(1e-300, meanSize(y));
        double[] best = NelderMead.minimise(point -> new Run(y, point).squares() / scale / scale,
                new double[] {y[0] / 2, 0.5, 2}, new double[] {Math.max(0.1 * scale, Math.abs(y[0]) / 4), 0.2, 1},
                LOWER, UPPER, EVALUATIONS);
        Run run = new Run(y, best);
        double[] residuals = new double[y.length - WARM_UP];
        for (int t = WARM_UP; t < y.length; t++) {
            residuals[t - WARM_UP] = y[t] - run.expected[t];
        }
        double[] values = new double[steps];
        double[] spreads = new double[steps];
        for (int h = 0; h < steps; h++) {
            values[h] = run.next(y.length + h);
            spreads[h] = Math.sqrt(1 + h * best[1] * best[1]);
        }
        double slope = (1 - 1 / best[2]) * run.slope;
        return new Path(values, spreads, residuals, 3, slope).with(season, y.length);
    }

    private static double meanSize(double[] y) {
        double sum = 0;
        for (double value : y) {
            sum += Math.abs(value);
        }
        return sum / y.length;
    }

    /** The model run over a series with one set of parameters, and on into the future. */
    private static final class Run {

        private final double alpha;
        private final double weight;
        private final double[] expected;
        private double level;
        private double mean;
        private double intercept;
        private double slope;
        /** (1 - alpha) to the power of the step. */
        private double fading;
        private double squares;

        /** @param parameters the level before the first step, alpha and theta */
        Run(double[] y, double[] parameters) {
            alpha = parameters[1];
            weight = 1 - 1 / parameters[2];
            expected = new double[y.length];
            level = alpha * y[0] + (1 - alpha) * parameters[0];
            mean = y[0];
            intercept = y[0];
            expected[0] = y[0];
            fading = 1;
            for (int t = 1; t < y.length; t++) {
                expected[t] = expectation();
                double error = y[t] - expected[t];
                squares += t >= WARM_UP ? error * error : 0;
                learn(y[t], t);
            }
        }

        double squares() {
            return squares;
        }

        /** What is expected at the next step, which must be asked for in order; it is then taken for what came to pass. */
        double next(int step) {
            double value = expectation();
            learn(value, step);
            return value;
        }

        private double expectation() {
            fading *= 1 - alpha;
            return level + weight * (intercept * fading + slope * (1 - fading * (1 - alpha)) / alpha);
        }

        private void learn(double value, int step) {
            level = alpha * value + (1 - alpha) * level;
            slope = ((step - 1) * slope + 6 * (value - mean) / (step + 1)) / (step + 2);
            mean = (step * mean + value) / (step + 1);
            intercept = mean - slope * (step + 2) / 2;
        }
    }
}

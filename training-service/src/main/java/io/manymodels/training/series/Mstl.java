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
 * Several seasons by local regression (Bandara, Hyndman and Bergmeir 2021, MSTL: a seasonal-trend decomposition algorithm for time
 * series with multiple seasonal patterns): each is taken out in turn by {@link Stl}, the shortest first, and once more with what the
 * others have left of it. Other than there, as much of a season as chance explains stays in the series: two rounds of a year of days
 * are mostly chance where there is none. What remains is forecast by exponential smoothing without a season, and each season goes
 * on as its last round was. A season of which a series does not hold more than two rounds is left in it.
 */
@AutoService(Learner.class)
public final class Mstl extends Forecaster {

    private static final int ITERATIONS = 2;
    /** Rounds of the first season that tell what it is in one of them, and how many more for each season after it. */
    private static final int FIRST_WINDOW = 11;
    private static final int WIDER = 4;

    private final Forecaster trend = new Ets();

    @Override
    public String name() {
        return "mstl";
    }

    /** That of the smoothing is part of its own. */
    @Override
    public int version() {
        return 100 + trend.version();
    }

    @Override
    protected int preference() {
        return 5;
    }

    /** The ensemble that it is a part of is better than it alone. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        Parts parts = Parts.of(series, deadline).shrunk();
        int n = series.size();
        Path path = trend.forecast(new Series(parts.rest, 1), steps, deadline);
        for (int i = 0; i < parts.periods.size(); i++) {
            path = path.with(last(parts.seasons.get(i), parts.periods.get(i)), n);
        }
        return path;
    }

    /** The last round of a season that changes. */
    private static Season last(double[] season, int period) {
        double[] figure = new double[period];
        for (int t = season.length - period; t < season.length; t++) {
            figure[t % period] = season[t];
        }
        return new Season(figure, false);
    }

    /**
     * A series taken apart.
     *
     * @param periods steps of each season, ascending
     * @param seasons what each adds at each step
     * @param trend what is smooth of the rest
     * @param rest the series without its seasons
     */
    record Parts(List<Integer> periods, List<double[]> seasons, double[] trend, double[] rest) {

        static Parts of(Series series, Deadline deadline) {
            List<Integer> periods = series.seasons();
            if (periods.isEmpty()) {
                throw new CannotFit("[%d] steps hold no season twice".formatted(series.size()));
            }
            List<double[]> seasons = new ArrayList<>();
            double[] rest = series.values();
            double[] trend = rest;
            for (int iteration = 0; iteration < (periods.size() == 1 ? 1 : ITERATIONS); iteration++) {
                for (int i = 0; i < periods.size(); i++) {
                    deadline.check();
                    double[] y = iteration == 0 ? rest : plus(rest, seasons.remove(i));
                    Stl stl = Stl.of(y, periods.get(i), FIRST_WINDOW + WIDER * i);
                    seasons.add(i, stl.season());
                    rest = Stl.minus(y, stl.season());
                    trend = stl.trend();
                }
            }
            return new Parts(periods, seasons, trend, rest);
        }

        /** The same with as much of each season left in the rest as chance explains of it. */
        Parts shrunk() {
            List<double[]> drawn = new ArrayList<>();
            double[] left = rest;
            for (int i = 0; i < periods.size(); i++) {
                double[] season = seasons.get(i);
                double certainty = Season.certainty(Stl.minus(plus(rest, season), trend), periods.get(i));
                double[] certain = Arrays.stream(season).map(value -> certainty * value).toArray();
                left = plus(left, Stl.minus(season, certain));
                drawn.add(certain);
            }
            return new Parts(periods, drawn, trend, left);
        }

        private static double[] plus(double[] y, double[] other) {
            double[] sum = new double[y.length];
            for (int t = 0; t < y.length; t++) {
                sum[t] = y[t] + other[t];
            }
            return sum;
        }
    }
}

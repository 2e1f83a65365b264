package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Seasonal ARIMA of automatic orders (Hyndman and Khandakar 2008): the season is differenced where it is strong, the rest until it
 * tests as stationary (Kwiatkowski, Phillips, Schmidt and Shin 1992), and the orders of the least corrected information criterion
 * are found step by step from four first guesses. Orders are smaller than theirs, and estimates unconditional least squares.
 */
@AutoService(Learner.class)
public final class Arima extends Forecaster {

    private static final int LEAST_STEPS = 8;
    private static final int MOST_MODELS = 40;
    private static final int MOST_DIFFERENCES = 2;
    private static final int MOST_TERMS = 3;
    private static final int MOST_SEASONAL_TERMS = 1;
    /** Share of the variance without the trend that a season explains (Wang, Smith and Hyndman 2006). */
    private static final double STRONG_SEASON = 0.64;
    /** At 5 %, for a level. */
    private static final double KPSS_CRITICAL = 0.463;

    @Override
    public String name() {
        return "arima";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    protected int preference() {
        return 4;
    }

    /** The ensemble is better than it alone. */
    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        int n = series.size();
        if (n < LEAST_STEPS) {
            throw new CannotFit("[%d] steps are fewer than [%d]".formatted(n, LEAST_STEPS));
        }
        int m = series.season();
        boolean seasonal = m > 1 && m <= Ets.LONGEST_SEASON && n >= 2 * m + 2;
        ArimaModel best = search(series.values(), seasonal ? m : 1, deadline);
        if (best == null) {
            throw new CannotFit("no orders fit [%d] steps".formatted(n));
        }
        return best.path(steps);
    }

    private static @Nullable ArimaModel search(double[] y, int m, Deadline deadline) {
        int seasonalDifferences = m > 1 && Season.strength(y, m) > STRONG_SEASON ? 1 : 0;
        double[] w = seasonalDifferences == 1 ? differenced(y, m) : y;
        int differences = 0;
        while (differences < MOST_DIFFERENCES && !isStationary(w)) {
            w = differenced(w, 1);
            differences++;
        }
        boolean drifts = differences + seasonalDifferences < 2;
        ArimaOrders base = new ArimaOrders(0, differences, 0, 0, seasonalDifferences, 0, m, drifts);
        int one = m > 1 ? 1 : 0;
        Search search = new Search(y, w, deadline);
        Stream.of(base.terms(2, 2, one, one), base, base.terms(1, 0, one, 0), base.terms(0, 1, 0, one),
                base.withConstant(false)).forEach(search::improves);
        while (search.best != null
                && neighbours(search.best.orders(), drifts).stream().anyMatch(search::improves)) {
            // The neighbours of the better one then.
        }
        return search.best;
    }

    /** What was tried, and the best of it. */
    private static final class Search {

        private final double[] y;
        private final double[] w;
        private final Deadline deadline;
        private final Set<ArimaOrders> tried = new HashSet<>();
        private @Nullable ArimaModel best;

        Search(double[] y, double[] w, Deadline deadline) {
            this.y = y;
            this.w = w;
            this.deadline = deadline;
        }

        boolean improves(ArimaOrders orders) {
            if (tried.size() >= MOST_MODELS || !tried.add(orders)) {
                return false;
            }
            deadline.check();
            ArimaModel model = ArimaModel.fit(y, w, orders);
            if (model == null || best != null && model.criterion() >= best.criterion()) {
                return false;
            }
            best = model;
            return true;
        }
    }

    /** One term more or less of a kind, or of two kinds at once; with a constant or without. */
    private static List<ArimaOrders> neighbours(ArimaOrders orders, boolean drifts) {
        List<ArimaOrders> neighbours = new ArrayList<>();
        for (int one = -1; one <= 1; one++) {
            for (int other = -1; other <= 1; other++) {
                neighbours.add(orders.terms(orders.p(), orders.q(), orders.seasonalP() + one,
                        orders.seasonalQ() + other));
                neighbours.add(orders.terms(orders.p() + one, orders.q() + other, orders.seasonalP(),
                        orders.seasonalQ()));
            }
        }
        neighbours.removeIf(one -> Math.min(one.p(), one.q()) < 0 || Math.max(one.p(), one.q()) > MOST_TERMS
                || Math.min(one.seasonalP(), one.seasonalQ()) < 0
                || Math.max(one.seasonalP(), one.seasonalQ()) > (one.season() > 1 ? MOST_SEASONAL_TERMS : 0));
        if (drifts) {
            neighbours.add(orders.withConstant(!orders.constant()));
        }
        return neighbours;
    }

    private static double[] differenced(double[] y, int lag) {
        double[] w = new double[y.length - lag];
        Arrays.setAll(w, t -> y[t + lag] - y[t]);
        return w;
    }

    /** Whether partial sums around the mean stay as small as those of a stationary series do. */
    private static boolean isStationary(double[] w) {
        int n = w.length;
        double mean = Arrays.stream(w).average().orElse(0);
        double sum = 0;
        double sums = 0;
        for (double value : w) {
            sum += value - mean;
            sums += sum * sum;
        }
        int lags = (int) (3 * Math.sqrt(n) / 13);
        double variance = 0;
        for (int lag = 0; lag <= lags; lag++) {
            double product = 0;
            for (int t = lag; t < n; t++) {
                product += (w[t] - mean) * (w[t - lag] - mean);
            }
            variance += (lag == 0 ? 1 : 2 * (1 - lag / (lags + 1.0))) * product / n;
        }
        return !(sums / n / n > KPSS_CRITICAL * variance);
    }
}

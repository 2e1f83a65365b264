package io.manymodels.training.series;

import io.manymodels.training.calibration.Residuals;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What does not belong to a series as it is otherwise: single values (Hampel 1974, The influence curve and its role in robust
 * estimation) and steps to another level (Chen and Liu 1993, Joint estimation of model parameters and outlier effects). How far
 * is far is told by medians, so that outliers do not hide themselves.
 */
final class Outliers {

    /** Values at each side that say where a value is expected. */
    private static final int NEIGHBOURS = 3;
    /** Values at each side of a step. */
    private static final int SIDE = 6;
    /** Standard deviations. */
    private static final double FAR = 5;
    /** The median distance from the centre of a normal distribution, in standard deviations. */
    private static final double NORMAL_MEDIAN = 0.6745;
    /** The share of a distance that must lie between two values that follow each other. */
    private static final double SUDDEN = 0.5;
    private static final int FEW_SPIKES = 2;

    private Outliers() {}

    /**
     * The same as if it had been on the level after its one step before that too. Where there are several steps, more may come: such a
     * series is left as it is.
     */
    static Series withoutShift(Series series) {
        if (series.intermittent()) {
            return series;
        }
        Season shape = Season.tested(series);
        Shift shift = Shift.largest(shape.removed(series.values()));
        if (shift == null) {
            return series;
        }
        Series steady = shift.taken(series, shape);
        return Shift.largest(shape.removed(steady.values())) == null ? steady : series;
    }

    /** The same with single values that lie far from their neighbours, but for the season, drawn to them. */
    static Series withoutSpikes(Series series) {
        if (series.size() <= 2 * NEIGHBOURS || series.intermittent()) {
            return series;
        }
        Season shape = Season.tested(series);
        double[] y = shape.removed(series.values());
        int n = y.length;
        double[] centres = new double[n];
        for (int t = 0; t < n; t++) {
            centres[t] = median(y, t - NEIGHBOURS, t + NEIGHBOURS + 1);
        }
        double far = Math.max(far(IntStream.range(0, n).mapToDouble(t -> y[t] - centres[t]).toArray()),
                FAR / NORMAL_MEDIAN * spread(y, 0, n));
        double[] cleaned = series.values().clone();
        int spikes = 0;
        for (int t = 1; t < n - 1 && far > 0; t++) {
            if (Math.abs(y[t] - centres[t]) > far && isApart(y, centres, t, far)) {
                cleaned[t] = shape.added(centres[t], t);
                spikes++;
            }
        }
        // Whether the last values stay there cannot be seen: they are taken for spikes in a series that has had some, and no steps.
        int last = spikes >= FEW_SPIKES && Shift.largest(y) == null ? last(y) : 0;
        for (int t = n - last; t < n; t++) {
            cleaned[t] = shape.added(ahead(y, n - last, t), t);
        }
        return series.with(cleaned);
    }

    /** Whether it differs from the values around it and one more that is as far off: what is reached in several steps is no spike. */
    private static boolean isApart(double[] y, double[] centres, int t, double far) {
        int before = t - 1;
        int after = t + 1;
        if (Math.abs(y[before] - centres[before]) > far) {
            before--;
        } else if (Math.abs(y[after] - centres[after]) > far) {
            after++;
        }
        return before >= 0 && after < y.length && Math.abs(y[t] - y[before]) > SUDDEN * far
                && Math.abs(y[t] - y[after]) > SUDDEN * far && y[t] > y[before] == y[t] > y[after];
    }

    /** How many of the last values are spikes: none, one or two. */
    private static int last(double[] y) {
        int n = y.length;
        double far = far(IntStream.range(NEIGHBOURS, n).mapToDouble(t -> y[t] - ahead(y, t, t)).toArray());
        for (int count = 2; count >= 1 && far > 0; count--) {
            int first = n - count;
            if (IntStream.range(first, n).allMatch(t -> Math.abs(y[t] - ahead(y, first, t)) > far)
                    && Math.abs(y[first] - y[first - 1]) > SUDDEN * far) {
                return count;
            }
        }
        return 0;
    }

    /** Where a value is expected by those before a step. */
    private static double ahead(double[] y, int from, int t) {
        return median(y, from - NEIGHBOURS, from) + ((NEIGHBOURS - 1) / 2.0 + 1 + t - from) * slope(y, y.length);
    }

    /** A step to another level. */
    private record Shift(int at, double before, double by) {

        /** The largest; null where none is far. */
        static @Nullable Shift largest(double[] y) {
            if (y.length < 4 * SIDE) {
                return null;
            }
            double[] shifts = IntStream.rangeClosed(SIDE, y.length - SIDE)
                    .mapToDouble(t -> median(y, t, t + SIDE) - median(y, t - SIDE, t)).toArray();
            double far = far(shifts);
            int best = -1;
            double most = 0;
            for (int i = 0; i < shifts.length && far > 0; i++) {
                double jump = Math.abs(y[SIDE + i] - y[SIDE + i - 1]);
                double size = Math.abs(shifts[i]);
                if (size > far && jump > SUDDEN * size && size + jump > most) {
                    best = i;
                    most = size + jump;
                }
            }
            return best < 0 ? null : of(y, SIDE + best);
        }

        private static Shift of(double[] y, int at) {
            int side = Math.min(Math.min(at, y.length - at), 2 * SIDE);
            double before = median(y, at - side, at);
            return new Shift(at, before, median(y, at, at + side) - before - side * slope(y, at));
        }

        Series taken(Series series, Season shape) {
            double factor = (before + by) / before;
            boolean scaled = series.positive() && factor > 0 && (shape.figure().length == 0 || shape.multiplicative())
                    && isScaled(shape.removed(series.values()), factor);
            double[] steady = series.values().clone();
            for (int t = 0; t < at; t++) {
                steady[t] = scaled ? steady[t] * factor : steady[t] + by;
            }
            return series.with(steady);
        }

        /** Whether what varies went with the level rather than stayed. */
        private boolean isScaled(double[] y, double factor) {
            double change = Math.log(spread(y, at, y.length) / spread(y, 0, at));
            return Math.abs(change - Math.log(factor)) < Math.abs(change);
        }
    }

    /** How far values that follow each other usually differ. */
    private static double spread(double[] y, int from, int to) {
        return Residuals.median(IntStream.range(from + 1, to).mapToDouble(t -> Math.abs(y[t] - y[t - 1])).toArray());
    }

    /** From where on a distance is no chance. */
    private static double far(double[] distances) {
        return FAR / NORMAL_MEDIAN * Residuals.median(Arrays.stream(distances).map(Math::abs).toArray());
    }

    /** What each step adds between the first and the last values of a part that begins with the series. */
    private static double slope(double[] y, int to) {
        int side = Math.min(SIDE, to / 2);
        return (median(y, to - side, to) - median(y, 0, side)) / (to - side);
    }

    private static double median(double[] y, int from, int to) {
        return Residuals.median(Arrays.copyOfRange(y, Math.max(0, from), Math.min(y.length, to)));
    }
}

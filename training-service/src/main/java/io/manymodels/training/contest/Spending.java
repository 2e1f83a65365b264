package io.manymodels.training.contest;

import io.manymodels.training.learner.Variant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the contests of a run may cost, and what earlier ones say that a candidate costs and gains. Each key brings its share of the
 * budget, by its rows, and leaves to those after it what it does not need; what it takes beyond it they have to save. Thread-safe:
 * all tasks of a run that this process works on share one.
 */
public final class Spending {

    private static final double NANOS = 1e9;
    /** The share that is there before the first key: a process that has just started takes many times as long as later. */
    private static final double AT_FIRST = 0.05;

    private final double secondsPerRow;
    private final LongSupplier nanoTime;
    private final Map<String, Experience> experience = new HashMap<>();
    private double left;

    /** A budget without a bound. */
    public static Spending free() {
        return new Spending(Double.POSITIVE_INFINITY, 1);
    }

    /**
     * @param seconds of one worker, for all keys; infinite for no bound
     * @param rows of all keys
     */
    public Spending(double seconds, long rows) {
        this(seconds, rows, System::nanoTime);
    }

    Spending(double seconds, long rows, LongSupplier nanoTime) {
        this.secondsPerRow = seconds / Math.max(1, rows);
        this.nanoTime = nanoTime;
        this.left = AT_FIRST * seconds;
    }

    /** What is known of a candidate. Gains are from 0 to 1; that of one that nobody has tried is 1. */
    private static final class Experience {

        private double seconds;
        private double rows;
        private int keys;
        private double gains;

        double seconds(int ofRows) {
            return rows == 0 ? 0 : seconds / rows * ofRows;
        }

        double gainPerSecond() {
            double gain = (gains + 1) / (keys + 1);
            return rows == 0 ? Double.POSITIVE_INFINITY : gain / Math.max(seconds / rows, 1 / NANOS);
        }
    }

    /** Whether it is tried whatever is left: a plain rule, or the first and cheapest of the linear models. */
    static boolean isAlwaysTried(Variant candidate) {
        return candidate.isPlain() || candidate.rank() == Variant.FIRST;
    }

    /** Begins the contest of a key with so many rows. */
    synchronized Account open(int rows) {
        if (Double.isFinite(secondsPerRow)) {
            left += secondsPerRow * rows;
        }
        return new Account(rows);
    }

    /** What one contest spends. Of one thread. */
    final class Account implements AutoCloseable {

        private final int rows;
        private long since = nanoTime.getAsLong();

        private Account(int rows) {
            this.rows = rows;
        }

        /** Takes what was spent since it was last asked for; in seconds. */
        private double take() {
            long now = nanoTime.getAsLong();
            double seconds = (now - since) / NANOS;
            since = now;
            left -= seconds;
            return seconds;
        }

        /** Candidates that are not always tried: those first that gained most a second. */
        List<Variant> ordered(List<Variant> candidates) {
            List<Variant> ordered = new ArrayList<>(candidates);
            if (Double.isFinite(secondsPerRow)) {
                synchronized (Spending.this) {
                    ordered.sort(Comparator
                            .comparingDouble((Variant candidate) -> -known(candidate).gainPerSecond()));
                }
            }
            return ordered;
        }

        /** Whether there is left what the candidate is known to cost; of one that nobody has tried, anything. */
        boolean affords(Variant candidate) {
            synchronized (Spending.this) {
                take();
                return left > 0 && left >= known(candidate).seconds(rows);
            }
        }

        /**
         * Tells what a candidate cost: all since it was asked for.
         *
         * @param loss of the candidate; NaN where it could not be judged
         * @param always the least loss of what is always tried
         */
        void tried(Variant candidate, double loss, double always) {
            synchronized (Spending.this) {
                Experience known = known(candidate);
                known.seconds += take();
                known.rows += rows;
                known.keys++;
                known.gains += gain(loss, always);
            }
        }

        private Experience known(Variant candidate) {
            return experience.computeIfAbsent(candidate.name(), _ -> new Experience());
        }

        /** The winner's last fit is spent too. */
        @Override
        public void close() {
            synchronized (Spending.this) {
                take();
            }
        }
    }

    private static double gain(double loss, double always) {
        if (!Double.isFinite(loss) || !Double.isFinite(always)) {
            return Double.isFinite(loss) ? 1 : 0;
        }
        return always == 0 ? 0 : Math.clamp((always - loss) / Math.abs(always), 0, 1);
    }
}

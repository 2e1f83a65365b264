package io.manymodels.scoring.copy;

import io.manymodels.scoring.parquet.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as a straight line of other numbers, and what rounding left of them as some small steps each:
 * {@code x * slope + offset + steps * step}, worked out from the left, is each of them to the last bit. So are the ends of an interval by
 * their predictions, whatever the transform: they were rounded more than once on their way.
 *
 * @param steps unsigned, one a number
 */
record Line(double slope, double offset, double step, byte[] steps) implements Brief {

    private static final int MOST_STEPS = 255;

    /** The line of the rows {@code [from, to)} of two columns of DOUBLE; null where there is none to the last bit. */
    static @Nullable Line through(ColumnVector x, ColumnVector y, int from, int to) {
        return x.hasNull(from, to) || y.hasNull(from, to) ? null : through(x.doubles(from, to), y.doubles(from, to));
    }

    private static @Nullable Line through(double[] x, double[] y) {
        int least = 0;
        int most = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] < x[least]) {
                least = i;
            } else if (x[i] > x[most]) {
                most = i;
            }
        }
        double run = x[most] - x[least];
        double slope = run == 0 ? 0 : (y[most] - y[least]) / run;
        double offset = y[least] - slope * x[least];
        double lowest = 0;
        for (int i = 0; i < x.length; i++) {
            double rest = y[i] - (x[i] * slope + offset);
            if (rest < lowest) {
                lowest = rest;
            }
        }
        if (lowest == 0) {
            return above(x, y, slope, offset);
        }
        // Lowered, so that there are only steps up.
        double ulp = Math.ulp(Math.max(Math.abs(y[least]), Math.abs(y[most])));
        return above(x, y, slope, offset + lowest - ulp);
    }

    private static @Nullable Line above(double[] x, double[] y, double slope, double offset) {
        int lastBit = Integer.MAX_VALUE;
        double highest = 0;
        for (int i = 0; i < x.length; i++) {
            double rest = y[i] - (x[i] * slope + offset);
            if (rest != 0) {
                lastBit = Math.min(lastBit, lastBit(rest));
                if (rest > highest) {
                    highest = rest;
                }
            }
        }
        double step = lastBit == Integer.MAX_VALUE ? 0 : Math.scalb(1.0, lastBit);
        if (!(highest <= MOST_STEPS * step)) {
            return null;
        }
        double inverse = step == 0 ? 0 : 1 / step;
        byte[] steps = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            double product = x[i] * slope;
            double ups = (y[i] - (product + offset)) * inverse;
            double told = product + offset + ups * step;
            boolean exact = Double.doubleToRawLongBits(told) == Double.doubleToRawLongBits(y[i]);
            // PostgreSQL refuses products that are too small to be told from 0.
            boolean refused = product == 0 && x[i] != 0 && slope != 0;
            if (!exact || refused || !(ups >= 0 && ups <= MOST_STEPS && ups == (int) ups)) {
                return null;
            }
            steps[i] = (byte) (int) ups;
        }
        return new Line(slope, offset, step, steps);
    }

    /** The power of two that the last bit stands for which is set in a number. */
    private static int lastBit(double number) {
        int zeros = Long.numberOfTrailingZeros(Double.doubleToRawLongBits(number) | 1L << 52);
        return Math.max(Math.getExponent(number), Double.MIN_EXPONENT) - 52 + zeros;
    }
}

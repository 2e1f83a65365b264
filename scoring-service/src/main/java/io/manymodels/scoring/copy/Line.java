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
        if (x.hasNull(from, to) || y.hasNull(from, to)) {
            return null;
        }
        int least = from;
        int most = from;
        for (int row = from; row < to; row++) {
            least = x.doubleAt(row) < x.doubleAt(least) ? row : least;
            most = x.doubleAt(row) > x.doubleAt(most) ? row : most;
        }
        double run = x.doubleAt(most) - x.doubleAt(least);
        double slope = run == 0 ? 0 : (y.doubleAt(most) - y.doubleAt(least)) / run;
        double offset = y.doubleAt(least) - slope * x.doubleAt(least);
        double lowest = 0;
        double ulp = 0;
        for (int row = from; row < to; row++) {
            lowest = Math.min(lowest, y.doubleAt(row) - (x.doubleAt(row) * slope + offset));
            ulp = Math.max(ulp, Math.ulp(y.doubleAt(row)));
        }
        // Lowered, so that there are only steps up.
        return above(x, y, from, to, slope, lowest == 0 ? offset : offset + lowest - ulp);
    }

    private static @Nullable Line above(ColumnVector x, ColumnVector y, int from, int to, double slope, double offset) {
        double step = 0;
        double highest = 0;
        for (int row = from; row < to; row++) {
            double rest = y.doubleAt(row) - (x.doubleAt(row) * slope + offset);
            if (rest != 0) {
                double bit = lowestBit(rest);
                step = step == 0 ? bit : Math.min(step, bit);
                highest = Math.max(highest, rest);
            }
        }
        if (!(highest <= MOST_STEPS * step)) {
            return null;
        }
        byte[] steps = new byte[to - from];
        for (int row = from; row < to; row++) {
            double product = x.doubleAt(row) * slope;
            double ups = step == 0 ? 0 : (y.doubleAt(row) - (product + offset)) / step;
            double told = product + offset + ups * step;
            boolean exact = Double.doubleToRawLongBits(told) == Double.doubleToRawLongBits(y.doubleAt(row));
            // PostgreSQL refuses products that are too small to be told from 0.
            boolean refused = product == 0 && x.doubleAt(row) != 0 && slope != 0;
            if (!exact || refused || !(ups >= 0 && ups <= MOST_STEPS && ups == (int) ups)) {
                return null;
            }
            steps[row - from] = (byte) (int) ups;
        }
        return new Line(slope, offset, step, steps);
    }

    /** What the last bit that is set in a number stands for. */
    private static double lowestBit(double number) {
        int zeros = Long.numberOfTrailingZeros(Double.doubleToRawLongBits(number) | 1L << 52);
        return Math.scalb(Math.ulp(number), zeros);
    }
}

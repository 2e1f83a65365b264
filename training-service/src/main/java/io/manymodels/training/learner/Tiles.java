package io.manymodels.training.learner;

/** Sums of products over tiles: arrays of so many rows that some of them stay near the processor. */
public final class Tiles {

    /** Rows of a whole tile. */
    public static final int ROWS = 512;
    /** Sums that run beside each other, so that the compiler takes several at once. */
    public static final int LANES = ROWS / 4;
    private static final int FEWER = LANES / 4;

    private Tiles() {}

    /**
     * The sum of the products of the first numbers of two tiles.
     *
     * @param lanes {@link #LANES} numbers to work with; written over
     */
    public static double dot(double[] x, double[] y, int count, double[] lanes) {
        if (count < ROWS) {
            return dot(x, y, count);
        }
        for (int i = 0; i < LANES; i++) {
            lanes[i] = x[i] * y[i] + x[i + LANES] * y[i + LANES] + x[i + 2 * LANES] * y[i + 2 * LANES]
                    + x[i + 3 * LANES] * y[i + 3 * LANES];
        }
        for (int i = 0; i < FEWER; i++) {
            lanes[i] += lanes[i + FEWER] + lanes[i + 2 * FEWER] + lanes[i + 3 * FEWER];
        }
        return sum(lanes, FEWER);
    }

    /** The sum of the first numbers, in four parts, as each sum waits for the one before it. */
    static double sum(double[] x, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < count; i++) {
            a += x[i];
        }
        return a + b + (c + d);
    }

    /** The sum of the products of the first numbers, likewise. */
    public static double dot(double[] x, double[] y, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < count; i++) {
            a += x[i] * y[i];
        }
        return a + b + (c + d);
    }
}

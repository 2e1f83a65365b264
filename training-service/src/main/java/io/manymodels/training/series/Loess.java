package io.manymodels.training.series;

/**
 * Local regression on a regular grid (Cleveland 1979): at each place a constant or a line through the nearest values, of which
 * those farther away weigh less, by the tricube of the distance.
 *
 * @param window how many of the nearest values count, odd; where there are fewer, the weights are as wide as if there were so many
 * @param degree 0 for a constant, 1 for a line
 * @param jump places that are skipped between two that are fitted, plus one; those lie on the line between these
 */
record Loess(int window, int degree, int jump) {

    /** Distances over it count as zero, and those over its complement as the farthest, in shares of the farthest. */
    private static final double EDGE = 0.001;

    /**
     * The smooth of a series.
     *
     * @param y at least one value
     */
    double[] smooth(double[] y) {
        int n = y.length;
        double[] smooth = new double[n];
        smooth[0] = at(y, 0);
        for (int x = 0; x < n - 1;) {
            int next = Math.min(x + jump, n - 1);
            smooth[next] = at(y, next);
            for (int between = x + 1; between < next; between++) {
                smooth[between] = smooth[x] + (smooth[next] - smooth[x]) * (between - x) / (next - x);
            }
            x = next;
        }
        return smooth;
    }

    /**
     * The smooth at one place.
     *
     * @param x an index of {@code y}, or one beyond either end
     */
    double at(double[] y, int x) {
        int count = Math.min(window, y.length);
        int from = Math.clamp(x - window / 2, 0, y.length - count);
        int to = from + count - 1;
        double reach = Math.max(x - from, to - x) + (window - count) / 2;
        double[] weights = new double[count];
        double sum = 0;
        double product = 0;
        for (int i = 0; i < count; i++) {
            weights[i] = weight(Math.abs(from + i - x), reach);
            sum += weights[i];
            product += weights[i] * i;
        }
        double centre = product / sum;
        double spread = 0;
        double level = 0;
        double slope = 0;
        for (int i = 0; i < count; i++) {
            spread += weights[i] * (i - centre) * (i - centre) / sum;
            level += weights[i] * y[from + i] / sum;
            slope += weights[i] * (i - centre) * y[from + i] / sum;
        }
        boolean sloped = degree > 0 && Math.sqrt(spread) > EDGE * (y.length - 1);
        return sloped ? level + (x - from - centre) * slope / spread : level;
    }

    private static double weight(double distance, double reach) {
        if (distance <= EDGE * reach) {
            return 1;
        }
        double share = distance / reach;
        double rest = 1 - share * share * share;
        return share > 1 - EDGE ? 0 : rest * rest * rest;
    }
}

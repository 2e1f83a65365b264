package io.manymodels.training.calibration;

import io.manymodels.training.learner.Tiles;
import java.util.ArrayList;
import java.util.List;

/** {@link Pasts} of many rows one step apart: by tiles, as arrays that the compiler takes several numbers of at once. */
final class Steady {

    static final int TILE = Tiles.ROWS;

    private static final double[] DECAYS = Pasts.decays(1);
    private static final int LIVES = DECAYS.length;
    /** By tile, half-life and row, what a sum is multiplied by to be a mean; the last tile's stand for all later ones. */
    private static final double[][][] SHARES = shares();

    private final double[] sums = new double[LIVES];
    private final double[][] means = new double[LIVES][TILE];
    private final double[] later = new double[TILE];
    private final double[] lanes = new double[Tiles.LANES];
    private final Pasts pasts;

    private Steady(Pasts pasts) {
        this.pasts = pasts;
    }

    static Pasts of(double[] residuals, int lead) {
        Steady steady = new Steady(Pasts.none(Tiles.dot(residuals, residuals, residuals.length)));
        int held = Math.max(0, residuals.length - lead);
        for (int from = 0; from < residuals.length; from += TILE) {
            int count = Math.min(TILE, residuals.length - from);
            steady.sum(residuals, from, count);
            double[][] shares = SHARES[Math.min(from / TILE, SHARES.length - 1)];
            int pairs = Math.clamp(held - from, 0, count);
            System.arraycopy(residuals, Math.min(from + lead, residuals.length), steady.later, 0, pairs);
            for (int h = 0; h < LIVES; h++) {
                steady.add(h, shares[h], count, pairs);
            }
        }
        return steady.pasts;
    }

    private static double[][][] shares() {
        List<double[][]> tiles = new ArrayList<>();
        double[] weights = new double[LIVES];
        double[] share = new double[LIVES];
        boolean changes = true;
        while (changes) {
            changes = false;
            double[][] tile = new double[LIVES][TILE];
            for (int i = 0; i < TILE; i++) {
                changes |= !Pasts.isSteady(DECAYS, weights, share);
                for (int h = 0; h < LIVES; h++) {
                    tile[h][i] = share[h];
                }
            }
            tiles.add(tile);
        }
        return tiles.toArray(double[][][]::new);
    }

    /** Weighted sums of all residuals up to each of a tile. Beside each other, as each waits for the one before it. */
    private void sum(double[] residuals, int from, int count) {
        double a = sums[0];
        double b = sums[1];
        double c = sums[2];
        double d = sums[3];
        double e = sums[4];
        double f = sums[5];
        for (int i = 0; i < count; i++) {
            double residual = residuals[from + i];
            a = DECAYS[0] * a + residual;
            b = DECAYS[1] * b + residual;
            c = DECAYS[2] * c + residual;
            d = DECAYS[3] * d + residual;
            e = DECAYS[4] * e + residual;
            f = DECAYS[5] * f + residual;
            means[0][i] = a;
            means[1][i] = b;
            means[2][i] = c;
            means[3][i] = d;
            means[4][i] = e;
            means[5][i] = f;
        }
        System.arraycopy(new double[] {a, b, c, d, e, f}, 0, sums, 0, LIVES);
    }

    /** Makes means of a tile's sums and holds the first of them against the residuals a lead later. */
    private void add(int h, double[] shares, int count, int pairs) {
        double[] mean = means[h];
        for (int i = 0; i < TILE; i++) {
            mean[i] *= shares[i];
        }
        pasts.last()[h] = mean[count - 1];
        pasts.squares()[h] += Tiles.dot(mean, mean, pairs, lanes);
        pasts.products()[h] += Tiles.dot(mean, later, pairs, lanes);
        for (int i = 0; i < pairs; i++) {
            pasts.counts()[h] += mean[i] != 0 ? 1 : 0;
        }
    }
}

package io.manymodels.training.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of numbers of the same rows with their means, deviations and products, each worked out when it is first asked for and
 * once, however many candidates fit to the column. Not thread-safe.
 */
public final class Design {

    /** Of a mean: what deviates by less is constant but for rounding. */
    private static final double ROUNDING = 1e-9;

    private final int rows;
    private final List<Column> columns = new ArrayList<>();

    public Design(int rows) {
        this.rows = rows;
    }

    /**
     * @param products sums over the rows of products of centred values, by place of this and earlier columns; NaN where not
     *     worked out
     */
    private record Column(double[] values, double mean, int present, boolean flag, double[] products) {

        static Column of(double[] values, int place) {
            double[] products = new double[place + 1];
            Arrays.fill(products, Double.NaN);
            double sum = Tiles.sum(values, values.length);
            int present = values.length;
            if (Double.isNaN(sum)) {
                sum = 0;
                present = 0;
                for (double value : values) {
                    if (!Double.isNaN(value)) {
                        sum += value;
                        present++;
                    }
                }
            }
            return new Column(values, present == 0 ? 0 : sum / present, present, isFlag(values), products);
        }

        private static boolean isFlag(double[] values) {
            for (double value : values) {
                if (value != 0 && value != 1 && !Double.isNaN(value)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether a value is missing, or too large to be summed. */
        boolean hasMissing() {
            return present < values.length;
        }

        /** Root mean square around the mean; no number where values are too large to be squared. */
        double spread() {
            return present == 0 ? 0 : Math.sqrt(products[products.length - 1] / present);
        }

        /** Columns of 0 and 1 keep their own scale: at deviation 1 a label seen twice would weigh more than one seen a hundred times. */
        double deviation() {
            double spread = spread();
            if (!Double.isFinite(spread) || spread < ROUNDING * Math.max(1, Math.abs(mean))) {
                return 0;
            }
            return flag ? 1 : spread;
        }

        /** Centred values of rows from a place on, 0 where one is missing. */
        void centre(int from, int count, double[] tile) {
            System.arraycopy(values, from, tile, 0, count);
            for (int i = 0; i < count; i++) {
                tile[i] -= mean;
            }
            for (int i = 0; hasMissing() && i < count; i++) {
                tile[i] = Double.isNaN(tile[i]) ? 0 : tile[i];
            }
        }
    }

    public int rows() {
        return rows;
    }

    /**
     * Takes a column and gives its place.
     *
     * @param values one a row, NaN for missing; not copied
     */
    public int add(double[] values) {
        columns.add(Column.of(values, columns.size()));
        return columns.size() - 1;
    }

    /** The column at a place; not copied. */
    public double[] values(int place) {
        return columns.get(place).values();
    }

    /** Whether a row has no value in a column. */
    public boolean hasMissing(int place) {
        return columns.get(place).hasMissing();
    }

    /** The mean of the values of a column that are there; 0 where none is. */
    public double mean(int place) {
        return columns.get(place).mean();
    }

    /** Works out the products of columns with each other and with one more in one pass over the rows, as far as they are not known. */
    public void multiply(int[] places, int with, Deadline deadline) {
        int[] all = Arrays.copyOf(places, places.length + 1);
        all[places.length] = with;
        multiply(all, deadline);
    }

    private void multiply(int[] places, Deadline deadline) {
        int[] left = new int[places.length * (places.length + 1) / 2];
        int[] right = new int[left.length];
        for (int j = 0, at = 0; j < places.length; j++) {
            for (int k = 0; k <= j; k++, at++) {
                left[at] = places[j];
                right[at] = places[k];
            }
        }
        work(left, right, deadline);
    }

    /** Means of columns; 0 of those whose values are too large to be squared. */
    public double[] means(int[] places, Deadline deadline) {
        work(places, places, deadline);
        return Arrays.stream(places).mapToObj(columns::get)
                .mapToDouble(column -> Double.isFinite(column.spread()) ? column.mean() : 0).toArray();
    }

    /**
     * What columns are divided by to be standardised: their deviations, 1 of those of 0 and 1 alone, 0 of constant ones and of those whose
     * values are too large to be squared.
     */
    public double[] deviations(int[] places, Deadline deadline) {
        work(places, places, deadline);
        return Arrays.stream(places).mapToObj(columns::get).mapToDouble(Column::deviation).toArray();
    }

    /**
     * The lower triangle of the Gram matrix of standardised columns, row-major; missing values are at the mean, and what has deviation 0
     * is 0.
     */
    public double[] gram(int[] places, Deadline deadline) {
        int width = places.length;
        multiply(places, deadline);
        double[] deviations = deviations(places, deadline);
        double[] gram = new double[width * width];
        for (int j = 0; j < width; j++) {
            for (int k = 0; k <= j; k++) {
                gram[j * width + k] = deviations[j] == 0 || deviations[k] == 0
                        ? 0
                        : product(places[j], places[k]) / (deviations[j] * deviations[k]);
            }
        }
        return gram;
    }

    /** The product of each standardised column with a column that is centred alone. */
    public double[] products(int[] places, int with, Deadline deadline) {
        int[] right = new int[places.length];
        Arrays.fill(right, with);
        work(places, right, deadline);
        double[] deviations = deviations(places, deadline);
        double[] products = new double[places.length];
        for (int j = 0; j < products.length; j++) {
            products[j] = deviations[j] == 0 ? 0 : product(places[j], with) / deviations[j];
        }
        return products;
    }

    private double product(int left, int right) {
        return columns.get(Math.max(left, right)).products()[Math.min(left, right)];
    }

    /** Works out the products of pairs of columns that are not known yet, in one pass over the rows. */
    private void work(int[] left, int[] right, Deadline deadline) {
        int[] unknown = new int[left.length];
        int count = 0;
        for (int p = 0; p < left.length; p++) {
            if (Double.isNaN(product(left[p], right[p]))) {
                unknown[count++] = p;
            }
        }
        if (count == 0) {
            return;
        }
        double[][] tiles = new double[columns.size()][];
        double[] lanes = new double[Tiles.LANES];
        double[] sums = new double[count];
        for (int from = 0; from < rows; from += Tiles.ROWS) {
            deadline.check();
            int size = Math.min(Tiles.ROWS, rows - from);
            boolean[] centred = new boolean[tiles.length];
            for (int u = 0; u < count; u++) {
                double[] a = tile(left[unknown[u]], from, size, tiles, centred);
                double[] b = tile(right[unknown[u]], from, size, tiles, centred);
                sums[u] += Tiles.dot(a, b, size, lanes);
            }
        }
        for (int u = 0; u < count; u++) {
            int one = left[unknown[u]];
            int other = right[unknown[u]];
            columns.get(Math.max(one, other)).products()[Math.min(one, other)] = sums[u];
        }
    }

    private double[] tile(int place, int from, int size, double[][] tiles, boolean[] centred) {
        if (!centred[place]) {
            tiles[place] = tiles[place] == null ? new double[Math.min(Tiles.ROWS, rows)] : tiles[place];
            columns.get(place).centre(from, size, tiles[place]);
            centred[place] = true;
        }
        return tiles[place];
    }
}

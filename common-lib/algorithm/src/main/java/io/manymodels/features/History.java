package io.manymodels.features;

import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.RowSchema;
import java.util.Arrays;

/**
 * What is known of the past of one key: series over step indexes. Series 0 is the target as the model sees it
 * (transformed), the others are observed columns. Immutable; arrays are not copied.
 *
 * @param indexes step indexes, ascending
 * @param series one array a series, as long as {@code indexes}; NaN for missing
 */
public record History(long[] indexes, double[][] series) {

    private static final int MOST_OBSERVED = 8;

    public static final History NONE = new History(new long[0], new double[][] {{}});

    /** The observed columns that it has as series 1, 2, .. */
    public static int[] observed(RowSchema schema) {
        return Arrays.stream(schema.withRole(ColumnRole.OBSERVED))
                .filter(column -> !schema.column(column).type().isText()).limit(MOST_OBSERVED).toArray();
    }

    /** The part with an index of at least {@code from}. */
    public History since(long from) {
        int start = lowerBound(from);
        double[][] parts = new double[series.length][];
        for (int s = 0; s < parts.length; s++) {
            parts[s] = Arrays.copyOfRange(series[s], start, indexes.length);
        }
        return new History(Arrays.copyOfRange(indexes, start, indexes.length), parts);
    }

    /** Mean of the values with an index in [from, to]; NaN where there is none. */
    double mean(int which, long from, long to) {
        int first = lowerBound(from);
        double all = sumOfRun(which, first, from, to);
        if (!Double.isNaN(all)) {
            return all / (to - from + 1);
        }
        double sum = 0;
        int count = 0;
        for (int i = first; i < indexes.length && indexes[i] <= to; i++) {
            double value = series[which][i];
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /**
     * Means of many rows one step apart, as far as a past without gaps has all that they are taken over.
     *
     * @param rows step indexes
     * @param steps from the latest value of a mean to its row
     * @param means one a row; NaN where this does not tell
     */
    void means(int which, long[] rows, int steps, int window, double[] means) {
        Arrays.fill(means, Double.NaN);
        if (!isRun(rows) || !isRun(indexes)) {
            return;
        }
        long start = rows[0] - steps - window + 1 - indexes[0];
        int first = (int) Math.clamp(-start, 0, rows.length);
        int count = (int) Math.clamp(indexes.length - window + 1 - start, first, rows.length) - first;
        double[] sums = new double[count];
        double[] added = new double[count];
        for (int w = 0; count > 0 && w < window; w++) {
            System.arraycopy(series[which], (int) (start + first + w), added, 0, count);
            for (int i = 0; i < count; i++) {
                sums[i] += added[i];
            }
        }
        for (int i = 0; i < count; i++) {
            means[first + i] = sums[i] / window;
        }
    }

    /** Whether indexes are there and lie one step apart. */
    static boolean isRun(long[] indexes) {
        for (int i = 1; i < indexes.length; i++) {
            if (indexes[i] != indexes[i - 1] + 1) {
                return false;
            }
        }
        return indexes.length > 0;
    }

    /** The sum of the values with an index in [from, to] where none of them is missing; else NaN. */
    private double sumOfRun(int which, int first, long from, long to) {
        long last = first + (to - from);
        if (last < first || last >= indexes.length || indexes[first] != from || indexes[(int) last] != to) {
            return Double.NaN;
        }
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += series[which][i];
        }
        return sum;
    }

    /** The latest target a whole number (at least 1) of seasons before an index; NaN where there is none. */
    double sameSeason(long index, int season) {
        if (indexes.length == 0) {
            return Double.NaN;
        }
        long last = indexes[indexes.length - 1];
        long seasons = index - last <= season ? 1 : Math.ceilDiv(index - last, (long) season);
        long at = index - seasons * season;
        while (at >= indexes[0]) {
            int place = find(indexes, at);
            if (place >= 0 && !Double.isNaN(series[0][place])) {
                return series[0][place];
            }
            // The next earlier row decides how many seasons without any row can be passed over.
            long earlier = indexes[place >= 0 ? Math.max(0, place - 1) : -place - 2];
            at -= Math.max(1, Math.ceilDiv(at - earlier, (long) season)) * season;
        }
        return Double.NaN;
    }

    private int lowerBound(long index) {
        int place = find(indexes, index);
        return place < 0 ? -place - 1 : place;
    }

    /** As {@link Arrays#binarySearch(long[], long)} of ascending step indexes, but at once where no step is missing before. */
    public static int find(long[] indexes, long index) {
        if (indexes.length > 0) {
            long place = index - indexes[0];
            if (place >= 0 && place < indexes.length && indexes[(int) place] == index) {
                return (int) place;
            }
        }
        return Arrays.binarySearch(indexes, index);
    }
}

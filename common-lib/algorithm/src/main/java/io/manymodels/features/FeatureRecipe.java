package io.manymodels.features;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features of a model, in order. A row's features depend on that row and the history alone, never on its neighbours,
 * so one row and a million of them give the same numbers.
 */
public record FeatureRecipe(List<FeatureTerm> terms) {

    /** Beyond this an index is no time of anyone's. */
    private static final long FARTHEST = 1L << 52;
    private static final int LONGEST_YEAR = 366;
    /** From so many on it pays to look whether rows have gaps. */
    private static final int MANY_ROWS = 32;

    public FeatureRecipe {
        terms = List.copyOf(terms);
    }

    public int width() {
        return terms.size();
    }

    /** How many steps of the past the terms reach back from a row. */
    public long reach() {
        long reach = 0;
        for (FeatureTerm term : terms) {
            reach = Math.max(reach, switch (term) {
                case FeatureTerm.LagMean mean -> (long) mean.steps() + mean.window();
                case FeatureTerm.SameSeason same -> 2L * same.season();
                case FeatureTerm.Value _,FeatureTerm.Missing _,FeatureTerm.Category _,FeatureTerm.YearWave _,FeatureTerm.Holiday _,FeatureTerm.StepWave _,FeatureTerm.Trend _ ->
                    0;
            });
        }
        return reach;
    }

    /** The step indexes of rows, none without an axis; so far off that nothing overflows where a time is absurd. */
    public static long[] indexes(PartitionRows rows, @Nullable TimeAxis axis) {
        long[] indexes = axis == null ? new long[0] : axis.indexes(rows.times());
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = Math.clamp(indexes[i], -FARTHEST, FARTHEST);
        }
        return indexes;
    }

    /** A row-major matrix, {@code rows.size()} x {@link #width()}. NaN is missing. */
    public double[] matrix(PartitionRows rows, @Nullable TimeAxis axis, History history) {
        return matrix(rows, axis, indexes(rows, axis), history);
    }

    /** The same for rows whose {@link #indexes} are known. */
    public double[] matrix(PartitionRows rows, @Nullable TimeAxis axis, long[] indexes, History history) {
        int[] daysOfYear = daysOfYear(rows, axis, indexes);
        int width = terms.size();
        double[] matrix = new double[rows.size() * width];
        for (int t = 0; t < width; t++) {
            fill(terms.get(t), rows, axis, daysOfYear, indexes, history, matrix, t, width);
        }
        return matrix;
    }

    /** The same numbers as one array a feature. */
    public double[][] columns(PartitionRows rows, @Nullable TimeAxis axis, long[] indexes, History history) {
        int[] daysOfYear = daysOfYear(rows, axis, indexes);
        double[][] columns = new double[terms.size()][rows.size()];
        for (int t = 0; t < columns.length; t++) {
            fill(terms.get(t), rows, axis, daysOfYear, indexes, history, columns[t], 0, 1);
        }
        return columns;
    }

    /** A loop, as this is asked for each of a million short keys. */
    private boolean hasWavesOfTheYear() {
        for (FeatureTerm term : terms) {
            if (term instanceof FeatureTerm.YearWave) {
                return true;
            }
        }
        return false;
    }

    /** What a model that goes by time says of rows that have none: INVALID {@code time-missing}. */
    public static ManyModelsException withoutTime() {
        return ManyModelsException.invalid("time-missing",
                "The model goes by time, and the rows have no time column. Maybe they are of another family, or of a snapshot that lost it");
    }

    /** Whether a term needs the time of a row. */
    public static boolean goesByTime(FeatureTerm term) {
        return switch (term) {
            case FeatureTerm.YearWave _,FeatureTerm.Holiday _,FeatureTerm.StepWave _,FeatureTerm.Trend _,FeatureTerm.LagMean _,FeatureTerm.SameSeason _ ->
                true;
            case FeatureTerm.Value _,FeatureTerm.Missing _,FeatureTerm.Category _ -> false;
        };
    }

    /** The day of the year of each row, from 1; 0 off the calendar. None where no feature asks for it. */
    private int[] daysOfYear(PartitionRows rows, @Nullable TimeAxis axis, long[] indexes) {
        if (axis != null && indexes.length < rows.size() && terms.stream().anyMatch(FeatureRecipe::goesByTime)) {
            throw withoutTime();
        }
        if (!hasWavesOfTheYear()) {
            return new int[0];
        }
        return axis == null ? new int[rows.size()] : axis.daysOfYear(rows.times());
    }

    /**
     * @param daysOfYear one a row where a wave of the year asks for them
     */
    private static void fill(FeatureTerm term, PartitionRows rows, @Nullable TimeAxis axis, int[] daysOfYear,
            long[] indexes, History history, double[] matrix, int offset, int stride) {
        int n = rows.size();
        switch (term) {
            case FeatureTerm.Value value -> {
                double[] numbers = rows.numbers(value.column());
                for (int i = 0; i < n; i++) {
                    matrix[offset + i * stride] = value.scale().of(numbers[i]);
                }
            }
            case FeatureTerm.Missing missing -> {
                for (int i = 0; i < n; i++) {
                    matrix[offset + i * stride] = rows.isMissing(missing.column(), i) ? 1 : 0;
                }
            }
            case FeatureTerm.Category category -> {
                for (int i = 0; i < n; i++) {
                    String text = rows.text(category.column(), i);
                    matrix[offset + i * stride] = text == null ? Double.NaN : text.equals(category.value()) ? 1 : 0;
                }
            }
            case FeatureTerm.YearWave wave -> {
                double[] known = new double[LONGEST_YEAR + 1];
                Arrays.fill(known, Double.NaN);
                for (int i = 0; i < n; i++) {
                    int day = daysOfYear[i];
                    if (day > 0 && Double.isNaN(known[day])) {
                        known[day] = wave(2 * Math.PI * wave.harmonic() * day / 365.25, wave.cosine());
                    }
                    matrix[offset + i * stride] = known[day];
                }
            }
            case FeatureTerm.Holiday holiday -> {
                for (int i = 0; i < n; i++) {
                    matrix[offset + i * stride] = axis == null
                            ? Double.NaN
                            : axis.holiday(rows.time(i), holiday.daysAfter());
                }
            }
            case FeatureTerm.StepWave wave -> {
                double period = wave.period();
                // What a whole number of steps goes round in has come before, at the same place.
                int round = period == Math.rint(period) && period >= 1 && period <= n ? (int) period : n;
                int repeated = stride == 1 && History.isRun(indexes) && indexes[0] >= 0 ? round : n;
                for (int i = 0; i < repeated; i++) {
                    int before = i - round;
                    matrix[offset + i * stride] = before >= 0 && indexes[i] - indexes[before] == round
                            && indexes[before] >= 0
                                    ? matrix[offset + before * stride]
                                    : wave(2 * Math.PI * wave.harmonic() * (indexes[i] % period) / period,
                                            wave.cosine());
                }
                for (int known = repeated; known < n; known *= 2) {
                    System.arraycopy(matrix, offset, matrix, offset + known, Math.min(known, n - known));
                }
            }
            case FeatureTerm.Trend trend -> {
                for (int i = 0; i < n; i++) {
                    matrix[offset + i * stride] = Math.min((indexes[i] - trend.origin()) / trend.scale(),
                            trend.limit());
                }
            }
            case FeatureTerm.LagMean mean -> {
                boolean together = stride == 1 && n >= MANY_ROWS;
                if (together) {
                    history.means(mean.series(), indexes, mean.steps(), mean.window(), matrix);
                }
                for (int i = 0; i < n; i++) {
                    if (!together || Double.isNaN(matrix[i])) {
                        long to = indexes[i] - mean.steps();
                        matrix[offset + i * stride] = history.mean(mean.series(), to - mean.window() + 1, to);
                    }
                }
            }
            case FeatureTerm.SameSeason same -> {
                for (int i = 0; i < n; i++) {
                    matrix[offset + i * stride] = history.sameSeason(indexes[i], same.season());
                }
            }
        }
    }

    private static double wave(double angle, boolean cosine) {
        return cosine ? Math.cos(angle) : Math.sin(angle);
    }
}

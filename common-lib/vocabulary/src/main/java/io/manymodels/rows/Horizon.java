package io.manymodels.rows;

import io.manymodels.family.FamilySpec;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a forecast's horizon, whether the partition has rows for them or not, dated as the partition's own rows
 * are: on its day of the week or month. Days of the week on which it never had a row are left out. Known columns come
 * from the partition's rows at these steps; target and observed columns never do.
 *
 * @param cutoff time ordinal from which steps count
 * @param from whether they count from the partition's own last target before it instead
 */
public record Horizon(TimeAxis axis, long cutoff, int gap, int horizon, FamilySpec.Origin from) {

    /** The rows to predict, possibly none; columns that may not be known are missing in them. */
    public PartitionRows select(PartitionRows rows) {
        RowSchema schema = rows.schema();
        long end = end(rows);
        long[] before = LongStream.of(rows.times()).filter(time -> time <= end).toArray();
        TimeAxis own = axis.ofKey(before);
        long first = own.index(end) + gap + 1;
        int[] steps = sources(rows, own, end, first);
        LongPredicate open = open(before);
        int[] kept = IntStream.range(0, horizon)
                .filter(step -> steps[step] >= 0 || open.test(own.ordinalAt(first + step))).toArray();
        int[] sources = IntStream.of(kept).map(step -> steps[step]).toArray();
        long[] times = IntStream.of(kept).mapToLong(
                step -> steps[step] >= 0 ? rows.time(steps[step]) : own.ordinalAt(first + step)).toArray();
        double[][] numbers = new double[schema.size()][];
        @Nullable
        String[][] texts = new String[schema.size()][];
        for (int column = 0; column < schema.size(); column++) {
            boolean text = schema.column(column).type().isText();
            numbers[column] = text ? new double[0] : numbers(rows, column, sources, times);
            texts[column] = text ? texts(rows, column, sources) : new String[0];
        }
        return new PartitionRows(schema, rows.key(), kept.length, times, numbers, texts);
    }

    private long end(PartitionRows rows) {
        return switch (from) {
            case FAMILY_END -> cutoff;
            case OWN_END -> IntStream.range(0, rows.size())
                    .filter(row -> rows.time(row) <= cutoff && !rows.isMissing(rows.schema().target(), row))
                    .mapToLong(rows::time).max().orElse(cutoff);
        };
    }

    /** Whether the partition has rows on that day of the week; where its past is too short to tell, on all. */
    private LongPredicate open(long[] before) {
        return axis.open() == null
                ? axis.weekly(before).<LongPredicate>map(week -> time -> axis.isOn(week, time)).orElse(_ -> true)
                : _ -> true;
    }

    /** The partition's row at each step, -1 where it has none. */
    private int[] sources(PartitionRows rows, TimeAxis own, long end, long first) {
        int[] sources = new int[horizon];
        Arrays.fill(sources, -1);
        for (int row = rows.size() - 1; row >= 0 && rows.time(row) > end; row--) {
            long step = own.index(rows.time(row)) - first;
            if (step >= 0 && step < horizon) {
                sources[(int) step] = row;
            }
        }
        return sources;
    }

    private static double[] numbers(PartitionRows rows, int column, int[] sources, long[] times) {
        double[] values = new double[sources.length];
        Column definition = rows.schema().column(column);
        for (int step = 0; step < sources.length; step++) {
            values[step] = switch (definition.role()) {
                case TIME -> times[step];
                case KNOWN, ID -> sources[step] < 0 ? Double.NaN : rows.numbers(column)[sources[step]];
                case KEY, STATIC -> rows.numbers(column)[last(rows, column)];
                case TARGET, OBSERVED, IGNORED -> Double.NaN;
            };
        }
        return values;
    }

    private static @Nullable String[] texts(PartitionRows rows, int column, int[] sources) {
        @Nullable
        String[] values = new String[sources.length];
        for (int step = 0; step < sources.length; step++) {
            values[step] = switch (rows.schema().column(column).role()) {
                case KNOWN, ID -> sources[step] < 0 ? null : rows.texts(column)[sources[step]];
                case KEY, STATIC -> rows.texts(column)[last(rows, column)];
                case TIME, TARGET, OBSERVED, IGNORED -> null;
            };
        }
        return values;
    }

    /** The last row that has a value; the last row where none has. */
    private static int last(PartitionRows rows, int column) {
        for (int row = rows.size() - 1; row >= 0; row--) {
            if (!rows.isMissing(column, row)) {
                return row;
            }
        }
        return rows.size() - 1;
    }
}

package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import java.util.Objects;

/**
 * Finds keys whose last labelled time lies so far beyond the other keys' that it must be a slip: 2203 for 2023, a sentinel
 * of the year 9999, a clock ahead. The family's last time is then the others', so that one key moves nobody's horizon.
 *
 * <p>A key is one of them when it is ahead of all but few keys by more than a season and the horizon, and either jumped
 * there within its own rows, or is ahead by more than the others' whole history.
 */
final class Outliers {

    /** With two keys nobody can say which of them is wrong. */
    private static final int LEAST_KEYS = 3;
    private static final double MOST_SHARE = 0.02;
    private static final int LEAST_STEPS = 7;

    private Outliers() {}

    /**
     * The ordinal beyond which labelled rows are slips; {@link Long#MAX_VALUE} where there are none.
     *
     * @param found keys that are not refused, in any order
     */
    static long limit(FamilySpec spec, TimeAxis axis, List<PartitionQuery.Found> found) {
        List<PartitionQuery.Found> labelled = found.stream().filter(one -> one.lastLabelledTime() != null).toList();
        if (labelled.size() < LEAST_KEYS) {
            return Long.MAX_VALUE;
        }
        long[] ends = labelled.stream().mapToLong(Outliers::end).sorted().toArray();
        int few = (int) Math.max(1, Math.floor(MOST_SHARE * ends.length));
        int steps = LEAST_STEPS + (spec.forecast() == null ? 0 : spec.forecast().gap() + spec.forecast().horizon());
        long far = Math.max(steps, 2L * Math.min(axis.seasonLength(), 100));
        // The highest end that more than a few keys come up to, or from which the next is no leap.
        for (int last = ends.length - few; last < ends.length; last++) {
            long others = ends[last - 1];
            if (axis.index(ends[last]) - axis.index(others) > far && slip(axis, labelled, others, far)) {
                return others;
            }
        }
        return Long.MAX_VALUE;
    }

    private static boolean slip(TimeAxis axis, List<PartitionQuery.Found> labelled, long others, long far) {
        long begin = labelled.stream().filter(one -> end(one) <= others)
                .mapToLong(one -> Objects.requireNonNullElse(one.fromTime(), others)).min().orElse(others);
        long history = axis.index(others) - axis.index(begin);
        return labelled.stream().filter(one -> end(one) > others)
                .allMatch(one -> leap(axis, one) > far || axis.index(end(one)) - axis.index(others) > history);
    }

    /** Steps between its last labelled row and the row before. */
    private static long leap(TimeAxis axis, PartitionQuery.Found one) {
        return one.timeBeforeLast() == null ? 0 : axis.index(end(one)) - axis.index(one.timeBeforeLast());
    }

    private static long end(PartitionQuery.Found one) {
        return Objects.requireNonNull(one.lastLabelledTime());
    }
}

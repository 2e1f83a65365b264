package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys whose last labelled time, or first one, lies so far from everything else that it must be a slip: 2203 for 2023, a sentinel of
 * the year 9999, a clock ahead. The family's last time is then the others', so that one key moves nobody's horizon.
 *
 * <p>A last row is one where it lies beyond all other keys by more than a season and the horizon, and
 * <ul>
 * <li>its key leapt there over ten times the length of all its rows before, which tells without other keys; or
 * <li>few keys (2 %, at least one of three) are there, and each leapt or is ahead by more than the others' whole history; or
 * <li>up to a third of the keys are there, and each leapt and is ahead by so much.
 * </ul>
 *
 * <p>A first row is one where a longer time than that of all of its key's other rows follows it, and no key begins near to it:
 * a year with a typing error, or 1970 for none.
 */
final class Outliers {

    /** With two keys nobody can say by the other one which of them is wrong. */
    private static final int LEAST_KEYS = 3;
    private static final double FEW = 0.02;
    private static final double MANY = 1 / 3.0;
    private static final int LEAST_STEPS = 7;
    /** A last row that lies this many lengths of the key's other rows behind them belongs to none of them. */
    private static final int LENGTHS = 10;
    private static final int LEAST_ROWS = 8;

    private final TimeAxis axis;
    private final long far;

    private Outliers(TimeAxis axis, long far) {
        this.axis = axis;
        this.far = far;
    }

    /**
     * The labelled rows of a key.
     *
     * @param before time of the row before the last; null of a single one
     */
    private record Rows(long count, long begin, @Nullable Long before, long end) {

        static Rows of(PartitionQuery.Found found) {
            long end = Objects.requireNonNull(found.lastLabelledTime());
            return new Rows(found.labelledRows(), Objects.requireNonNullElse(found.fromTime(), end),
                    found.timeBeforeLast(), end);
        }
    }

    /**
     * The ordinal beyond which labelled rows are slips; {@link Long#MAX_VALUE} where there are none.
     *
     * @param found keys that are not refused, in any order
     */
    static long limit(FamilySpec spec, TimeAxis axis, List<PartitionQuery.Found> found) {
        List<Rows> labelled = found.stream().filter(one -> one.lastLabelledTime() != null).map(Rows::of).toList();
        if (labelled.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return of(spec, axis).limit(labelled);
    }

    /**
     * The ordinal before which first rows are slips; {@link Long#MIN_VALUE} where there are none.
     *
     * @param found keys that are not refused, in any order
     */
    static long floor(FamilySpec spec, TimeAxis axis, List<PartitionQuery.Found> found) {
        Outliers outliers = of(spec, axis);
        List<PartitionQuery.Found> dated = found.stream().filter(one -> one.fromTime() != null).toList();
        long sound = dated.stream().mapToLong(outliers::soundBegin).min().orElse(Long.MIN_VALUE);
        return dated.stream().anyMatch(one -> outliers.isEarly(sound, one)) ? sound : Long.MIN_VALUE;
    }

    /** Whether the first row of a key is such a slip. */
    static boolean isEarly(FamilySpec spec, TimeAxis axis, long floor, PartitionQuery.Found one) {
        return of(spec, axis).isEarly(floor, one);
    }

    private boolean isEarly(long floor, PartitionQuery.Found one) {
        Long first = one.fromTime();
        return first != null && first < soundBegin(one) && steps(first, floor) > far;
    }

    /** Where a key begins by its own rows. */
    private long soundBegin(PartitionQuery.Found one) {
        long first = Objects.requireNonNull(one.fromTime());
        Long second = one.timeAfterFirst();
        Long last = one.toTime();
        return second != null && last != null && one.rows() >= LEAST_ROWS
                && steps(first, second) > Math.max(far, steps(second, last)) ? second : first;
    }

    private static Outliers of(FamilySpec spec, TimeAxis axis) {
        int steps = LEAST_STEPS + (spec.forecast() == null ? 0 : spec.forecast().gap() + spec.forecast().horizon());
        return new Outliers(axis, Math.max(steps, 2L * Math.min(axis.seasonLength(), 100)));
    }

    private long limit(List<Rows> labelled) {
        long sound = labelled.stream().mapToLong(this::soundEnd).max().orElseThrow();
        boolean own = labelled.stream()
                .anyMatch(rows -> soundEnd(rows) < rows.end() && steps(sound, rows.end()) > far);
        List<Rows> others = own ? labelled.stream().filter(rows -> rows.end() <= sound).toList() : labelled;
        long limit = others.size() < LEAST_KEYS ? Long.MAX_VALUE : byOthers(others);
        return limit == Long.MAX_VALUE && own ? sound : limit;
    }

    /** Where a key ends by its own rows. */
    private long soundEnd(Rows rows) {
        Long before = rows.before();
        return before != null && rows.count() >= LEAST_ROWS
                && leap(rows) > Math.max(far, LENGTHS * steps(rows.begin(), before)) ? before : rows.end();
    }

    /** The highest end that most keys come up to, or from which the next is no leap. */
    private long byOthers(List<Rows> labelled) {
        long[] ends = labelled.stream().mapToLong(Rows::end).sorted().toArray();
        int few = (int) Math.max(1, Math.floor(FEW * ends.length));
        int many = (int) Math.max(few, Math.floor(MANY * ends.length));
        for (int last = ends.length - many; last < ends.length; last++) {
            long limit = ends[last - 1];
            if (steps(limit, ends[last]) > far && areSlips(labelled, limit, ends.length - last <= few)) {
                return limit;
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean areSlips(List<Rows> labelled, long limit, boolean few) {
        long begin = labelled.stream().filter(rows -> rows.end() <= limit).mapToLong(Rows::begin).min().orElse(limit);
        long history = steps(begin, limit);
        return labelled.stream().filter(rows -> rows.end() > limit).allMatch(rows -> {
            boolean leapt = leap(rows) > far;
            boolean ahead = steps(limit, rows.end()) > history;
            return few ? leapt || ahead : leapt && ahead;
        });
    }

    /** Steps between its last labelled row and the row before. */
    private long leap(Rows rows) {
        Long before = rows.before();
        return before == null ? 0 : steps(before, rows.end());
    }

    private long steps(long from, long to) {
        return axis.index(to) - axis.index(from);
    }
}

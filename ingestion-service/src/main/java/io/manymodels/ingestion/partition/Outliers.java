package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.rows.TimeAxis;
import java.util.List;
import java.util.Objects;

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
     * The ordinal beyond which labelled rows are slips; {@link Long#MAX_VALUE} where there are none.
     *
     * @param found keys that are not refused, in any order
     */
    static long limit(FamilySpec spec, TimeAxis axis, List<Span> found) {
        List<Span> labelled = found.stream().filter(one -> one.end() != null).toList();
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
    static long floor(FamilySpec spec, TimeAxis axis, List<Span> found) {
        Outliers outliers = of(spec, axis);
        List<Span> dated = found.stream().filter(one -> one.from() != null).toList();
        long sound = dated.stream().mapToLong(outliers::soundBegin).min().orElse(Long.MIN_VALUE);
        return dated.stream().anyMatch(one -> outliers.isEarly(sound, one)) ? sound : Long.MIN_VALUE;
    }

    /** Whether the first row of a key is such a slip. */
    static boolean isEarly(FamilySpec spec, TimeAxis axis, long floor, Span one) {
        return of(spec, axis).isEarly(floor, one);
    }

    private boolean isEarly(long floor, Span one) {
        Long first = one.from();
        return first != null && first < soundBegin(one) && steps(first, floor) > far;
    }

    /** Where a key begins by its own rows. */
    private long soundBegin(Span one) {
        long first = Objects.requireNonNull(one.from());
        Long second = one.second();
        Long last = one.to();
        return second != null && last != null && one.rows() >= LEAST_ROWS
                && steps(first, second) > Math.max(far, steps(second, last)) ? second : first;
    }

    private static Outliers of(FamilySpec spec, TimeAxis axis) {
        int steps = LEAST_STEPS + (spec.forecast() == null ? 0 : spec.forecast().gap() + spec.forecast().horizon());
        return new Outliers(axis, Math.max(steps, 2L * Math.min(axis.seasonLength(), 100)));
    }

    private long limit(List<Span> labelled) {
        long sound = labelled.stream().mapToLong(this::soundEnd).max().orElseThrow();
        boolean own = labelled.stream()
                .anyMatch(rows -> soundEnd(rows) < end(rows) && steps(sound, end(rows)) > far);
        List<Span> others = own ? labelled.stream().filter(rows -> end(rows) <= sound).toList() : labelled;
        long limit = others.size() < LEAST_KEYS ? Long.MAX_VALUE : byOthers(others);
        return limit == Long.MAX_VALUE && own ? sound : limit;
    }

    /** Where a key ends by its own rows. */
    private long soundEnd(Span rows) {
        Long before = rows.beforeEnd();
        return before != null && rows.labelled() >= LEAST_ROWS
                && leap(rows) > Math.max(far, LENGTHS * steps(begin(rows), before)) ? before : end(rows);
    }

    /** The highest end that most keys come up to, or from which the next is no leap. */
    private long byOthers(List<Span> labelled) {
        long[] ends = labelled.stream().mapToLong(Outliers::end).sorted().toArray();
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

    private boolean areSlips(List<Span> labelled, long limit, boolean few) {
        long begin = labelled.stream().filter(rows -> end(rows) <= limit).mapToLong(Outliers::begin).min()
                .orElse(limit);
        long history = steps(begin, limit);
        return labelled.stream().filter(rows -> end(rows) > limit).allMatch(rows -> {
            boolean leapt = leap(rows) > far;
            boolean ahead = steps(limit, end(rows)) > history;
            return few ? leapt || ahead : leapt && ahead;
        });
    }

    /** Of a key with labelled rows. */
    private static long end(Span labelled) {
        return Objects.requireNonNull(labelled.end());
    }

    private static long begin(Span labelled) {
        return Objects.requireNonNullElse(labelled.from(), end(labelled));
    }

    /** Steps between its last labelled row and the row before. */
    private long leap(Span rows) {
        Long before = rows.beforeEnd();
        return before == null ? 0 : steps(before, end(rows));
    }

    private long steps(long from, long to) {
        return axis.index(to) - axis.index(from);
    }
}

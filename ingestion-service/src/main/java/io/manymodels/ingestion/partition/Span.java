package io.manymodels.ingestion.partition;

import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a partition lie on the time axis: what {@link Outliers} looks at, of all partitions at a time, and so
 * without objects.
 */
final class Span {

    private static final long NONE = Long.MIN_VALUE;

    private final long rows;
    private final long labelled;
    private final long from;
    private final long second;
    private final long to;
    private final long beforeEnd;
    private final long end;

    private Span(PartitionQuery.Found found) {
        this.rows = found.rows();
        this.labelled = found.labelledRows();
        this.from = orNone(found.fromTime());
        this.second = orNone(found.timeAfterFirst());
        this.to = orNone(found.toTime());
        this.beforeEnd = orNone(found.timeBeforeLast());
        this.end = orNone(found.lastLabelledTime());
    }

    static Span of(PartitionQuery.Found found) {
        return new Span(found);
    }

    private static long orNone(@Nullable Long time) {
        return time == null ? NONE : time;
    }

    private static @Nullable Long orNull(long time) {
        return time == NONE ? null : time;
    }

    long rows() {
        return rows;
    }

    /** Rows with a target. */
    long labelled() {
        return labelled;
    }

    /** Time of the first row. */
    @Nullable
    Long from() {
        return orNull(from);
    }

    /** Time of the row after the first one. */
    @Nullable
    Long second() {
        return orNull(second);
    }

    /** Time of the last row. */
    @Nullable
    Long to() {
        return orNull(to);
    }

    /** Time of the row before the last labelled one. */
    @Nullable
    Long beforeEnd() {
        return orNull(beforeEnd);
    }

    /** Time of the last labelled row. */
    @Nullable
    Long end() {
        return orNull(end);
    }
}

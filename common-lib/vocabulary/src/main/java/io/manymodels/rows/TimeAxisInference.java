package io.manymodels.rows;

import io.manymodels.family.TimeStep;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds how often rows come from the most frequent distance between neighbours. */
final class TimeAxisInference {

    private static final long MICROS_PER_MINUTE = 60_000_000L;

    private TimeAxisInference() {}

    static TimeAxis infer(TimeAxis.Kind kind, @Nullable TimeStep unit, @Nullable LocalDate epoch, long[] times) {
        long anchor = kind == TimeAxis.Kind.DATE ? anchor(times) : times.length == 0 ? 0 : times[0];
        return switch (kind) {
            case INTEGER -> new TimeAxis(kind, unit, (int) Math.clamp(commonest(times, 1), 1, Integer.MAX_VALUE),
                    epoch, anchor);
            case DATE -> unit != null
                    ? new TimeAxis(kind, unit, 1, null, anchor)
                    : days(kind, commonest(times, 1), anchor);
            case TIMESTAMP -> {
                if (unit != null) {
                    yield new TimeAxis(kind, unit, 1, null, anchor);
                }
                long minutes = Math.max(1, commonest(times, MICROS_PER_MINUTE));
                if (minutes % 1440 == 0) {
                    yield days(kind, minutes / 1440, anchor);
                }
                yield minutes % 60 == 0
                        ? new TimeAxis(kind, TimeStep.HOUR, (int) (minutes / 60), null, anchor)
                        : new TimeAxis(kind, TimeStep.MINUTE, (int) minutes, null, anchor);
            }
        };
    }

    /**
     * The first day; for months and longer the one latest in its month among the first twelve, because month ends clamp
     * (31 January, 28 February).
     */
    private static long anchor(long[] days) {
        if (days.length == 0 || commonest(days, 1) < 29) {
            return days.length == 0 ? 0 : days[0];
        }
        return latestInItsMonth(Arrays.copyOf(days, Math.min(12, days.length)));
    }

    /** Of equals one in a long month: the 30th of April is its end, that of March is not. */
    private static long latestInItsMonth(long[] days) {
        return Arrays.stream(days).boxed()
                .max(Comparator.<Long>comparingInt(day -> LocalDate.ofEpochDay(day).getDayOfMonth())
                        .thenComparingInt(day -> LocalDate.ofEpochDay(day).lengthOfMonth()))
                .orElseThrow();
    }

    /** Where the steps of a key lie, by its latest rows: one slip among them is passed over. */
    static long anchor(TimeAxis axis, long[] ordinals) {
        long[] latest = Arrays.copyOfRange(ordinals, Math.max(0, ordinals.length - 12), ordinals.length);
        boolean months = axis.unit() == TimeStep.MONTH || axis.unit() == TimeStep.QUARTER
                || axis.unit() == TimeStep.YEAR;
        if (axis.kind() == TimeAxis.Kind.DATE && months) {
            return latestInItsMonth(latest);
        }
        if (axis.kind() != TimeAxis.Kind.DATE || axis.unit() != TimeStep.WEEK) {
            return latest[latest.length - 1];
        }
        Map<Long, Integer> phases = new HashMap<>();
        long[] best = {latest[latest.length - 1], 0};
        for (long day : latest) {
            int count = phases.merge(Math.floorMod(day, 7L * axis.step()), 1, Integer::sum);
            if (count >= best[1]) {
                best[0] = day;
                best[1] = count;
            }
        }
        return best[0];
    }

    /** What a step is where days are given. */
    static TimeStep unit(OpenDays days) {
        double distance = days instanceof OpenDays.Listed listed ? listed.meanDistance() : 1;
        if (distance < 4) {
            return TimeStep.DAY;
        }
        if (distance < 15) {
            return TimeStep.WEEK;
        }
        return distance < 60 ? TimeStep.MONTH : distance < 200 ? TimeStep.QUARTER : TimeStep.YEAR;
    }

    private static TimeAxis days(TimeAxis.Kind kind, long days, long anchor) {
        if (days >= 365) {
            return new TimeAxis(kind, TimeStep.YEAR, 1, null, anchor);
        }
        if (days >= 89 && days <= 92) {
            return new TimeAxis(kind, TimeStep.QUARTER, 1, null, anchor);
        }
        if (days >= 29 && days <= 31) {
            return new TimeAxis(kind, TimeStep.MONTH, 1, null, anchor);
        }
        if (days >= 7 && days % 7 == 0) {
            return new TimeAxis(kind, TimeStep.WEEK, (int) (days / 7), null, anchor);
        }
        return new TimeAxis(kind, TimeStep.DAY, (int) Math.max(1, days), null, anchor);
    }

    /** The most frequent positive distance in units; the smaller one of equals; 1 where there is none. */
    static long commonest(long[] times, long unit) {
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 1; i < times.length; i++) {
            long distance = Math.round((double) (times[i] - times[i - 1]) / unit);
            if (distance > 0) {
                counts.merge(distance, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey).orElse(1L);
    }
}

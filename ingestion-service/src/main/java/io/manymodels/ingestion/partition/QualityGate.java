package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.rows.TimeAxis;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a partition may be trained on. Wrong data in key, time or target is refused; a feature with a value that
 * does not fit, or too little data, passes with a reason, because the rest of the key's rows can still answer for it, or a
 * lower rung of the ladder.
 */
final class QualityGate {

    private QualityGate() {}

    /**
     * What the gate looks at.
     *
     * @param keyMissing whether a key column has no value
     * @param timeMissing rows without a time; 0 without a time column
     * @param duplicates rows whose time an earlier row of the key has
     * @param duplicateTime ordinal of one such time
     * @param infinite column with an infinite value
     * @param constantTarget text of the target's only value; null where it has none or more
     * @param beyond rows at its end that lie far beyond the other keys' and are left out
     */
    record Findings(long rows, long labelledRows, boolean keyMissing, long timeMissing, long duplicates,
            @Nullable Long duplicateTime, Rejects.@Nullable Reject reject, @Nullable String infinite,
            @Nullable String constantTarget, long beyond) {}

    static Verdict judge(Findings found, FamilySpec spec, String target, @Nullable TimeAxis axis) {
        Rejects.Reject reject = found.reject();
        if (found.keyMissing()) {
            return Verdict.refused("key-missing", reject == null
                    ? "[%d] rows have no value in a key column. Maybe fill it in the transform, or filter the rows out"
                            .formatted(found.rows())
                    : "[%1$d] rows have no key, because key column [%2$s] holds [%3$s], which is no whole number as its other values are, or as they were before. Maybe columns.types: {%2$s: text} for keys as they are written, or {%2$s: integer} to read 007 as 7"
                            .formatted(found.rows(), reject.column(), reject.value()));
        }
        if (found.timeMissing() > 0) {
            return Verdict.refused("time-missing", "[%d] rows have no time%s. Maybe filter them out in the transform"
                    .formatted(found.timeMissing(), reject == null
                            ? ""
                            : ": column [%s] holds [%s]".formatted(reject.column(), reject.value())));
        }
        if (reject != null && (reject.vital() || spec.ingestion().quality() == FamilySpec.Quality.STRICT)) {
            return Verdict.refused("text-in-number",
                    "Column [%s] holds [%s], which is not of the column's type (%d such values). Maybe correct the source, or make it missing in the transform"
                            .formatted(reject.column(), reject.value(), reject.count()));
        }
        if (found.duplicates() > 0) {
            return duplicates(found, spec, axis);
        }
        if (found.infinite() != null) {
            return Verdict.refused("infinite-value",
                    "Column [%s] holds an infinite value. Maybe a division by zero in the transform"
                            .formatted(found.infinite()));
        }
        return lacking(found, spec.training().minimumRows(), target);
    }

    private static Verdict lacking(Findings found, int minimumRows, String target) {
        if (found.labelledRows() == 0) {
            return Verdict.lacking("target-missing",
                    "Target [%s] has no value in [%d] rows. Maybe the key is new, or its values are delivered later"
                            .formatted(target, found.rows()));
        }
        if (found.labelledRows() < minimumRows) {
            return Verdict.lacking("too-few-rows",
                    "[%d] rows have a target, fewer than training.minimumRows [%d]. Maybe lower it"
                            .formatted(found.labelledRows(), minimumRows));
        }
        if (found.constantTarget() != null) {
            return Verdict.lacking("constant-target", "Target [%s] is [%s] in all [%d] rows. Maybe leave the key out"
                    .formatted(target, found.constantTarget(), found.labelledRows()));
        }
        if (found.beyond() > 0) {
            return Verdict.lacking("time-outlier",
                    "[%d] rows lie far before or beyond every other key's and are left out. Maybe a mistyped year, or a sentinel: filter them out in the transform"
                            .formatted(found.beyond()));
        }
        Rejects.Reject reject = found.reject();
        if (reject != null) {
            return Verdict.lacking("value-unfit",
                    "Column [%1$s] holds [%2$s], which is not of the column's type and counts as missing (%3$d such values). Maybe correct the source, or columns.types: {%1$s: text} where it is a category"
                            .formatted(reject.column(), reject.value(), reject.count()));
        }
        return Verdict.GOOD;
    }

    /** An hour that comes twice may be the one in which the clocks are set back. */
    private static Verdict duplicates(Findings found, FamilySpec spec, @Nullable TimeAxis axis) {
        String time = axis == null || found.duplicateTime() == null ? "" : axis.text(found.duplicateTime());
        boolean zoned = spec.time() != null && spec.time().zone() != null;
        boolean clocks = axis != null && found.duplicateTime() != null && axis.kind() == TimeAxis.Kind.TIMESTAMP
                && (zoned || isNightToSunday(found.duplicateTime()));
        String advice = clocks
                ? "Maybe the clocks were set back there: deliver times with an offset (2024-10-27T02:00+01:00)%s, or filter one of them out in the transform"
                        .formatted(zoned ? "" : ", or name time.zone")
                : "Maybe aggregate them in the transform";
        return Verdict.refused("duplicate-time", "[%d] rows repeat a time of the key, for example [%s]. %s"
                .formatted(found.duplicates(), time, advice));
    }

    private static boolean isNightToSunday(long micros) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), 0,
                java.time.ZoneOffset.UTC);
        return time.getDayOfWeek() == DayOfWeek.SUNDAY && time.getHour() <= 3 && time.getDayOfYear() > 60;
    }
}

package io.manymodels.ingestion.partition;

import io.manymodels.ingestion.partition.PartitionProfile.Verdict;
import io.manymodels.rows.TimeAxis;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a partition may be trained on. Wrong data is refused; too little of it passes with a reason, because a
 * lower rung of the ladder can still answer for the key.
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
     */
    record Findings(long rows, long labelledRows, boolean keyMissing, long timeMissing, long duplicates,
            @Nullable Long duplicateTime, Rejects.@Nullable Reject reject, @Nullable String infinite,
            @Nullable String constantTarget) {}

    static Verdict judge(Findings found, String target, @Nullable TimeAxis axis, int minimumRows) {
        if (found.keyMissing()) {
            return Verdict.refused("key-missing",
                    "[%d] rows have no value in a key column. Maybe fill it in the transform, or filter the rows out"
                            .formatted(found.rows()));
        }
        if (found.timeMissing() > 0) {
            return Verdict.refused("time-missing",
                    "[%d] rows have no time. Maybe filter them out in the transform".formatted(found.timeMissing()));
        }
        if (found.reject() != null) {
            return Verdict.refused("text-in-number",
                    "Column [%s] holds [%s], which is not of the column's type (%d such values). Maybe correct the source, or make it missing in the transform"
                            .formatted(found.reject().column(), found.reject().value(), found.reject().count()));
        }
        if (found.duplicates() > 0) {
            String time = axis == null || found.duplicateTime() == null ? "" : axis.text(found.duplicateTime());
            return Verdict.refused("duplicate-time",
                    "[%d] rows repeat a time of the key, for example [%s]. Maybe aggregate them in the transform"
                            .formatted(found.duplicates(), time));
        }
        if (found.infinite() != null) {
            return Verdict.refused("infinite-value",
                    "Column [%s] holds an infinite value. Maybe a division by zero in the transform"
                            .formatted(found.infinite()));
        }
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
        return Verdict.GOOD;
    }
}

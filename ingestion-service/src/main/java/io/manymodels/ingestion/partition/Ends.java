package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.key.PartitionKey;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The partitions without the rows at their ends that {@link Outliers} takes for slips. Rows are sorted by time, so what is
 * left out is the last of a partition, and the file stays as it is.
 *
 * @param found the partitions as they count, in the file's order
 * @param warnings one a key that lost rows, {@value #MOST_NAMED} at most
 */
record Ends(List<PartitionQuery.Found> found, List<Long> leftOut, List<String> warnings) {

    private static final int MOST_NAMED = 20;

    Ends {
        found = List.copyOf(found);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }

    static Ends of(SortedFile file, FamilySpec spec, @Nullable TimeAxis axis, List<PartitionQuery.Found> found) {
        List<PartitionQuery.Found> sound = found.stream()
                .filter(one -> one.timeMissing() == 0 && !one.key().containsValue(null)).toList();
        long limit = axis == null ? Long.MAX_VALUE : Outliers.limit(spec, axis, sound);
        if (axis == null || limit == Long.MAX_VALUE) {
            return new Ends(found, found.stream().map(_ -> 0L).toList(), List.of());
        }
        List<PartitionQuery.Found> kept = new ArrayList<>();
        List<Long> leftOut = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (PartitionQuery.Found one : found) {
            Long end = one.lastLabelledTime();
            if (end == null || end <= limit || one.timeMissing() > 0) {
                kept.add(one);
                leftOut.add(0L);
                continue;
            }
            SortedFile.Tail tail = file.beyond(one, limit);
            // A key of nothing but slips keeps its rows, and tells so.
            boolean all = tail.rows() == one.rows();
            kept.add(all
                    ? one.without(0, one.labelledRows(), one.toTime(), null)
                    : one.without(tail.rows(), tail.labelled(), tail.end(), tail.labelledEnd()));
            leftOut.add(tail.rows());
            if (warnings.size() < MOST_NAMED) {
                warnings.add(
                        "time: key %s ends at [%s], where no other key is later than [%s]; its last [%d] rows are left out. Maybe a mistyped year or a sentinel"
                                .formatted(text(one), axis.text(end), axis.text(limit), tail.rows()));
            }
        }
        return new Ends(kept, leftOut, warnings);
    }

    private static String text(PartitionQuery.Found one) {
        Map<String, Object> values = new LinkedHashMap<>();
        one.key().forEach((name, value) -> values.put(name, value == null ? PartitionCatalog.MISSING : value));
        return PartitionKey.of(values).canonical();
    }

    /** Rows that the partition at this place lost. */
    long beyond(int index) {
        return leftOut.get(index);
    }
}

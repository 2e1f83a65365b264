package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.key.PartitionKey;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The partitions without the rows at both ends that {@link Outliers} takes for slips. Rows are sorted by time, so what is left
 * out is the first or last of a partition, and the file stays as it is.
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
        Ends all = new Ends(found, found.stream().map(_ -> 0L).toList(), List.of());
        return axis == null ? all : all.withoutLate(file, spec, axis).withoutEarly(file, spec, axis);
    }

    /** Keys whose rows may be looked at. */
    private List<PartitionQuery.Found> sound() {
        return found.stream().filter(one -> one.timeMissing() == 0 && !one.key().containsValue(null)).toList();
    }

    private Ends withoutLate(SortedFile file, FamilySpec spec, TimeAxis axis) {
        long limit = Outliers.limit(spec, axis, sound());
        return limit == Long.MAX_VALUE ? this : without(one -> late(file, axis, limit, one));
    }

    private static Optional<Loss> late(SortedFile file, TimeAxis axis, long limit, PartitionQuery.Found one) {
        Long end = one.lastLabelledTime();
        if (end == null || end <= limit || one.timeMissing() > 0) {
            return Optional.empty();
        }
        SortedFile.Tail tail = file.beyond(one, limit);
        // A key of nothing but slips keeps its rows, and tells so.
        PartitionQuery.Found rest = tail.rows() == one.rows()
                ? one.without(0, one.labelledRows(), one.toTime(), null)
                : one.without(tail.rows(), tail.labelled(), tail.end(), tail.labelledEnd());
        return Optional.of(new Loss(rest, tail.rows(),
                "time: key %s ends at [%s], where no other key is later than [%s]; its last [%d] rows are left out. Maybe a mistyped year or a sentinel"
                        .formatted(text(one), axis.text(end), axis.text(limit), tail.rows())));
    }

    private Ends withoutEarly(SortedFile file, FamilySpec spec, TimeAxis axis) {
        long floor = Outliers.floor(spec, axis, sound());
        return floor == Long.MIN_VALUE
                ? this
                : without(one -> one.timeMissing() == 0 && !one.key().containsValue(null)
                        && Outliers.isEarly(spec, axis, floor, one)
                                ? Optional.of(new Loss(one.withoutFirst(file.isLabelled(one.firstRow())), 1,
                                        "time: key %s begins at [%s], where no other row is before [%s]; its first row is left out. Maybe a mistyped year or a sentinel"
                                                .formatted(text(one),
                                                        axis.text(Objects.requireNonNull(one.fromTime())),
                                                        axis.text(floor))))
                                : Optional.empty());
    }

    /**
     * What a partition loses.
     *
     * @param rest the partition without it
     */
    private record Loss(PartitionQuery.Found rest, long rows, String said) {}

    private Ends without(Function<PartitionQuery.Found, Optional<Loss>> slips) {
        List<PartitionQuery.Found> kept = new ArrayList<>();
        List<Long> lost = new ArrayList<>();
        List<String> said = new ArrayList<>(warnings);
        for (int i = 0; i < found.size(); i++) {
            PartitionQuery.Found one = found.get(i);
            Optional<Loss> loss = slips.apply(one);
            kept.add(loss.map(Loss::rest).orElse(one));
            lost.add(leftOut.get(i) + loss.map(Loss::rows).orElse(0L));
            if (said.size() < MOST_NAMED) {
                loss.map(Loss::said).ifPresent(said::add);
            }
        }
        return new Ends(kept, lost, said);
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

package io.manymodels.ingestion.partition;

import io.manymodels.family.FamilySpec;
import io.manymodels.key.PartitionKey;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows at both ends of partitions that {@link Outliers} takes for slips. Rows are sorted by time, so what is left out is
 * the first or last of a partition, and the file stays as it is.
 */
final class Ends {

    private static final int MOST_NAMED = 20;

    private final Findings findings;
    /** By the first row of the partition, as it was found. */
    private final Map<Long, Loss> losses = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();

    /**
     * What a partition loses.
     *
     * @param rest the partition without it
     */
    private record Loss(PartitionQuery.Found rest, long rows, String said) {}

    private Ends(Findings findings) {
        this.findings = findings;
    }

    static Ends of(SortedFile file, FamilySpec spec, @Nullable TimeAxis axis, Findings findings) {
        Ends ends = new Ends(findings);
        if (axis != null) {
            List<Span> found = ends.spans();
            ends.leaveOutLate(file, spec, axis, found);
            ends.leaveOutEarly(file, spec, axis, ends.losses.isEmpty() ? found : ends.spans());
        }
        return ends;
    }

    /** A partition as it counts. */
    PartitionQuery.Found counted(PartitionQuery.Found found) {
        Loss loss = losses.get(found.firstRow());
        return loss == null ? found : loss.rest();
    }

    /** Rows that a partition, as it was found, lost. */
    long beyond(PartitionQuery.Found found) {
        Loss loss = losses.get(found.firstRow());
        return loss == null ? 0 : loss.rows();
    }

    /** One a key that lost rows, {@value #MOST_NAMED} at most. */
    List<String> warnings() {
        return warnings;
    }

    /** Keys whose rows may be looked at. */
    private static boolean isSound(PartitionQuery.Found one) {
        return one.timeMissing() == 0 && !one.key().containsValue(null);
    }

    private List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        findings.forEach(found -> {
            PartitionQuery.Found one = counted(found);
            if (isSound(one)) {
                spans.add(Span.of(one));
            }
        });
        return spans;
    }

    private void leaveOutLate(SortedFile file, FamilySpec spec, TimeAxis axis, List<Span> spans) {
        long limit = Outliers.limit(spec, axis, spans);
        if (limit != Long.MAX_VALUE) {
            leaveOut(one -> late(file, axis, limit, one));
        }
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

    private void leaveOutEarly(SortedFile file, FamilySpec spec, TimeAxis axis, List<Span> spans) {
        long floor = Outliers.floor(spec, axis, spans);
        if (floor != Long.MIN_VALUE) {
            leaveOut(one -> isSound(one) && Outliers.isEarly(spec, axis, floor, Span.of(one))
                    ? Optional.of(new Loss(one.withoutFirst(file.isLabelled(one.firstRow())), 1,
                            "time: key %s begins at [%s], where no other row is before [%s]; its first row is left out. Maybe a mistyped year or a sentinel"
                                    .formatted(text(one), axis.text(Objects.requireNonNull(one.fromTime())),
                                            axis.text(floor))))
                    : Optional.empty());
        }
    }

    private void leaveOut(Function<PartitionQuery.Found, Optional<Loss>> slips) {
        findings.forEach(found -> slips.apply(counted(found)).ifPresent(loss -> {
            losses.put(found.firstRow(), new Loss(loss.rest(), beyond(found) + loss.rows(), loss.said()));
            if (warnings.size() < MOST_NAMED) {
                warnings.add(loss.said());
            }
        }));
    }

    private static String text(PartitionQuery.Found one) {
        Map<String, Object> values = new LinkedHashMap<>();
        one.key().forEach((name, value) -> values.put(name, value == null ? PartitionCatalog.MISSING : value));
        return PartitionKey.of(values).canonical();
    }
}

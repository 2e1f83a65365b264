package io.manymodels.ingestion.column;

import static io.manymodels.ingestion.sandbox.SqlText.identifier;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.sandbox.SandboxColumn;
import io.manymodels.ingestion.source.TextReading;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides what the time column becomes: dates, timestamps, or whole numbers that count steps. */
final class TimeColumn {

    private final FamilySpec spec;
    private final FamilySpec.Time time;
    private final Relation relation;
    private final SandboxColumn column;
    private final List<String> remarks;
    private final List<Detail> problems;

    private TimeColumn(FamilySpec spec, Relation relation, SandboxColumn column, List<String> remarks,
            List<Detail> problems) {
        this.spec = spec;
        this.time = Objects.requireNonNull(spec.time());
        this.relation = relation;
        this.column = column;
        this.remarks = remarks;
        this.problems = problems;
    }

    /**
     * The column; empty where it is none, and then a problem says why.
     *
     * @param type that its values bring
     */
    static Optional<OutputColumn> of(FamilySpec spec, Relation relation, SandboxColumn column, ColumnType type,
            List<String> remarks, List<Detail> problems) {
        TimeColumn plan = new TimeColumn(spec, relation, column, remarks, problems);
        // 20230228.0 is what is left of a whole number where some were missing.
        if (type == ColumnType.INTEGER || type == ColumnType.DOUBLE && relation.isWhole(column.name())) {
            return plan.ofNumbers();
        }
        return type == ColumnType.DATE || type == ColumnType.TIMESTAMP ? plan.ofTimes(type) : plan.ofOthers(type);
    }

    private boolean isCounter() {
        return time.epoch() != null || spec.columns().types().containsKey(column.name());
    }

    private Optional<OutputColumn> ofNumbers() {
        if (isCounter()) {
            return as(ColumnType.INTEGER);
        }
        CompactTimes.Found found = relation.compactTime(column.name(), time.unit());
        if (found.doubtful()) {
            return doubtful(
                    "months of one year, weeks of one year, or a counter. Maybe time: {column: %1$s, unit: month}, {column: %1$s, unit: week}, or columns.types: {%1$s: integer}");
        }
        if (found.form().isPresent()) {
            return Optional.of(as(found.form().get()));
        }
        if (time.unit() == null && relation.mayBeSpreadsheetDays(column.name())) {
            return doubtful(
                    "days of a spreadsheet, or a counter. Maybe columns.types: {%1$s: excel-date}, or {%1$s: integer}");
        }
        Optional<String> format = time.unit() == null ? relation.datesWithGaps(column.name()) : Optional.empty();
        return format.isPresent()
                ? doubtful("dates, or a counter with gaps. Maybe columns.types: {%%1$s: date(%s)}, or {%%1$s: integer}"
                        .formatted(format.get().replace("%", "%%")))
                : as(ColumnType.INTEGER);
    }

    private Optional<OutputColumn> doubtful(String what) {
        return unfit("time.column", "[%s] holds whole numbers like [%s], which may be %s".formatted(column.name(),
                relation.example(column.name()), what.formatted(column.name())));
    }

    private OutputColumn as(CompactTimes.Form form) {
        remarks.add("time [%1$s] holds %2$s and is read so. Maybe columns.types: {%1$s: integer} where it is a counter"
                .formatted(column.name(), form.name()));
        String number = "TRY_CAST(%s AS BIGINT)".formatted(identifier(column.name()));
        return new OutputColumn(column.name(), form.type(), form.expression(number, time.zone()), ColumnRole.TIME,
                form.step());
    }

    private Optional<OutputColumn> ofTimes(ColumnType type) {
        return type == ColumnType.DATE && (time.frequency() == TimeStep.HOUR || time.frequency() == TimeStep.MINUTE)
                ? unfit("time.frequency", "[%s] is finer than the dates of [%s]. Maybe [day], or a column of timestamps"
                        .formatted(time.frequency().wire(), column.name()))
                : as(type);
    }

    /** Texts of a file or database that brings types are dates or timestamps where all of them are written so. */
    private Optional<OutputColumn> ofOthers(ColumnType type) {
        List<String> fitting = relation.timeTypes(column.name());
        String first = type != ColumnType.TEXT || isCounter() || fitting.isEmpty() ? "" : fitting.getFirst();
        return switch (first) {
            case TimeTypes.DATE -> Optional.of(read(ColumnType.DATE, new TextReading(Kind.DATE, null, null)));
            case TimeTypes.TIMESTAMP -> Optional.of(
                    read(ColumnType.TIMESTAMP, new TextReading(Kind.TIMESTAMP, null, time.zone())));
            default -> unfit("time.column", "[%s] is of the type [%s], not a date, timestamp or integer%s".formatted(
                    column.name(), type.wire(), advice(fitting)));
        };
    }

    private String advice(List<String> fitting) {
        String example = relation.example(column.name());
        String given = example == null ? "" : ": it holds values like [%s]".formatted(example);
        return given + (fitting.isEmpty()
                ? ". Maybe columns.types: {%1$s: date(%%d.%%m.%%Y)} with the format of its values, or a CAST in the transform"
                        .formatted(column.name())
                : ". Maybe columns.types: "
                        + String.join(", or ", fitting.stream().map(type -> "{%s: %s}".formatted(column.name(), type))
                                .toList()));
    }

    private Optional<OutputColumn> unfit(String path, String message) {
        problems.add(new Detail(path, message));
        return Optional.empty();
    }

    private OutputColumn read(ColumnType type, TextReading reading) {
        return new OutputColumn(column.name(), type, reading.value(identifier(column.name())), ColumnRole.TIME);
    }

    private Optional<OutputColumn> as(ColumnType type) {
        return Optional.of(new OutputColumn(column.name(), type,
                ColumnPlan.expression(identifier(column.name()), type), ColumnRole.TIME));
    }
}

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

    private TimeColumn(FamilySpec spec, Relation relation, SandboxColumn column, List<String> remarks) {
        this.spec = spec;
        this.time = Objects.requireNonNull(spec.time());
        this.relation = relation;
        this.column = column;
        this.remarks = remarks;
    }

    /**
     * The column; empty where it is none, and then a problem says why.
     *
     * @param type that its values bring
     */
    static Optional<OutputColumn> of(FamilySpec spec, Relation relation, SandboxColumn column, ColumnType type,
            List<String> remarks, List<Detail> problems) {
        TimeColumn plan = new TimeColumn(spec, relation, column, remarks);
        // 20230228.0 is what is left of a whole number where some were missing.
        boolean whole = type == ColumnType.INTEGER || type == ColumnType.DOUBLE && relation.isWhole(column.name());
        if (type == ColumnType.TEXT) {
            Optional<OutputColumn> iso = plan.iso();
            if (iso.isPresent()) {
                return iso;
            }
        }
        Optional<Detail> problem = whole ? plan.ofNumbers() : plan.ofOthers(type);
        problem.ifPresent(problems::add);
        return problem.isPresent() ? Optional.empty() : Optional.of(whole ? plan.whole() : plan.as(type));
    }

    private boolean isCounter() {
        return time.epoch() != null || spec.columns().types().containsKey(column.name());
    }

    /** Texts of a file or database that brings types are dates or timestamps where all of them are written so. */
    private Optional<OutputColumn> iso() {
        String first = isCounter() ? "" : relation.timeTypes(column.name()).stream().findFirst().orElse("");
        String text = identifier(column.name());
        return switch (first) {
            case TimeTypes.DATE -> Optional.of(new OutputColumn(column.name(), ColumnType.DATE,
                    new TextReading(Kind.DATE, null, null).value(text), ColumnRole.TIME));
            case TimeTypes.TIMESTAMP -> Optional.of(new OutputColumn(column.name(), ColumnType.TIMESTAMP,
                    new TextReading(Kind.TIMESTAMP, null, time.zone()).value(text), ColumnRole.TIME));
            default -> Optional.empty();
        };
    }

    private Optional<Detail> ofNumbers() {
        if (isCounter()) {
            return Optional.empty();
        }
        CompactTimes.Found found = relation.compactTime(column.name(), time.unit());
        if (found.doubtful()) {
            return Optional.of(doubtful(
                    "months of one year, weeks of one year, or a counter. Maybe time: {column: %1$s, unit: month}, {column: %1$s, unit: week}, or columns.types: {%1$s: integer}"
                            .formatted(column.name())));
        }
        return found.form().isEmpty() && time.unit() == null && relation.mayBeSpreadsheetDays(column.name())
                ? Optional.of(doubtful(
                        "days of a spreadsheet, or a counter. Maybe columns.types: {%1$s: excel-date}, or {%1$s: integer}"
                                .formatted(column.name())))
                : Optional.empty();
    }

    private Detail doubtful(String what) {
        return new Detail("time.column", "[%s] holds whole numbers like [%s], which may be %s".formatted(column.name(),
                relation.example(column.name()), what));
    }

    private OutputColumn whole() {
        String number = "TRY_CAST(%s AS BIGINT)".formatted(identifier(column.name()));
        if (isCounter()) {
            return as(ColumnType.INTEGER);
        }
        Optional<CompactTimes.Form> form = relation.compactTime(column.name(), time.unit()).form();
        if (form.isEmpty()) {
            return as(ColumnType.INTEGER);
        }
        remarks.add("time [%1$s] holds %2$s and is read so. Maybe columns.types: {%1$s: integer} where it is a counter"
                .formatted(column.name(), form.get().name()));
        return new OutputColumn(column.name(), form.get().type(), form.get().expression(number, time.zone()),
                ColumnRole.TIME, form.get().step());
    }

    private Optional<Detail> ofOthers(ColumnType type) {
        if (type == ColumnType.DATE && (time.frequency() == TimeStep.HOUR || time.frequency() == TimeStep.MINUTE)) {
            return Optional.of(new Detail("time.frequency",
                    "[%s] is finer than the dates of [%s]. Maybe [day], or a column of timestamps"
                            .formatted(time.frequency().wire(), column.name())));
        }
        return type == ColumnType.DATE || type == ColumnType.TIMESTAMP
                ? Optional.empty()
                : Optional.of(new Detail("time.column",
                        "[%s] is of the type [%s], not a date, timestamp or integer%s".formatted(column.name(),
                                type.wire(), advice())));
    }

    private String advice() {
        String example = relation.example(column.name());
        List<String> fitting = relation.timeTypes(column.name());
        String given = example == null ? "" : ": it holds values like [%s]".formatted(example);
        return given + (fitting.isEmpty()
                ? ". Maybe columns.types: {%1$s: date(%%d.%%m.%%Y)} with the format of its values, or a CAST in the transform"
                        .formatted(column.name())
                : ". Maybe columns.types: "
                        + String.join(", or ", fitting.stream().map(type -> "{%s: %s}".formatted(column.name(), type))
                                .toList()));
    }

    private OutputColumn as(ColumnType type) {
        return new OutputColumn(column.name(), type, ColumnPlan.expression(identifier(column.name()), type),
                ColumnRole.TIME);
    }
}

package io.manymodels.scoring.prediction;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.TimeStep;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.sql.ViewColumn;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Switches the views of a family's dimensions, its keys and its dates, to a run. They join the views of facts by the columns that
 * these have. Run inside the transaction that publishes.
 */
@Repository
class DimensionViewRepository {

    /** What SQL can write down. */
    private static final LocalDate EARLIEST = LocalDate.of(1, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(9999, 12, 31);

    /** Parts of a date as PostgreSQL extracts them. */
    private static final List<DatePart> PARTS = List.of(new DatePart("year", "year", "Year"),
            new DatePart("quarter", "quarter", "Quarter, 1 to 4"),
            new DatePart("month", "month", "Month, 1 to 12"),
            new DatePart("day", "day", "Day of the month"),
            new DatePart("iso_year", "isoyear", "Year that the ISO week belongs to"),
            new DatePart("iso_week", "week", "ISO week, 1 to 53"),
            new DatePart("weekday", "isodow", "Day of the week, 1 for Monday to 7"));

    private final JdbcClient jdbc;
    private final ViewRepository views;

    private record DatePart(String name, String field, String comment) {}

    /** The first and the last time ordinal that rows may have. */
    private record Range(long first, long last) {}

    DimensionViewRepository(JdbcClient jdbc, ViewRepository views) {
        this.jdbc = jdbc;
        this.views = views;
    }

    /** Lets {@code <family>_keys} show every key of the snapshot, with what is constant for it and which model answers. */
    void showKeys(Publication publication, Snapshot snapshot) {
        List<ViewColumn> ours = new ArrayList<>(List.of(
                new ViewColumn("key", "p.key", "text",
                        "Canonical text of the key, as in reporting.partitions, run_partitions and release_entries"),
                new ViewColumn("rung", "k.rung", "text",
                        "Which step of the fallback ladder answers for the key; null where none does"),
                new ViewColumn("algorithm", "m.algorithm", "text", "Algorithm of the key's model"),
                new ViewColumn("model_version", "k.model_version", "bigint",
                        "Id in reporting.model_versions of the key's model"),
                new ViewColumn("rows", "p.rows", "bigint", "Rows of the key, those without a target included"),
                new ViewColumn("labelled_rows", "p.labelled_rows", "bigint", "Rows with a target")));
        publication.schema().time().ifPresent(time -> {
            ours.add(time(time, "first_time", "p.from_time", "Time of the key's first row"));
            ours.add(time(time, "last_time", "(p.profile ->> 'lastLabelledTime')::bigint",
                    "Time of the key's last row with a target"));
        });
        List<ViewColumn> own = new ArrayList<>(
                publication.schema().key().stream().map(column -> column.ofKey("p.key::jsonb")).toList());
        for (Column column : snapshot.columns()) {
            ColumnKind kind = ColumnKind.of(column.type());
            if (column.role() == ColumnRole.STATIC && kind != ColumnKind.DATE && kind != ColumnKind.TIMESTAMP) {
                // Tags hold texts and whole numbers alone, and only what is there in all rows.
                own.add(new ViewColumn(SqlIdentifier.fitting(column.name()), kind.ofJson(
                        "(coalesce(p.profile -> 'last', '{}') || p.tags)", column.name()), kind.sqlType(),
                        "Column %s, which is the same in all rows of the key".formatted(column.name())));
            }
        }
        views.replace(ReportingView.keys(publication.family()), ViewColumn.beside(own, ours), """
                FROM catalog.partition p
                LEFT JOIN %s k ON k.row_sequence = p.sequence
                LEFT JOIN production.model_version m ON m.id = k.model_version
                WHERE p.snapshot_id = %s
                """.formatted(PredictionTables.keys(publication),
                SqlIdentifier.literal(snapshot.id())),
                "Keys of family %s: a dimension of its predictions, actuals and errors".formatted(
                        publication.family()));
    }

    private static ViewColumn time(PredictionColumn time, String name, String ordinal, String comment) {
        String expression = switch (time.kind()) {
            case DATE -> "DATE '1970-01-01' + (" + ordinal + ")::int";
            case TIMESTAMP -> "TIMESTAMPTZ '1970-01-01 00:00:00Z' + " + ordinal + " * interval '1 microsecond'";
            case INTEGER, DOUBLE, BOOLEAN, TEXT, JSON -> ordinal;
        };
        return new ViewColumn(name, expression, time.kind().sqlType(), comment);
    }

    /**
     * Lets {@code <family>_dates} show the calendar of all times from the first row to the end of the horizon. A family whose times
     * lie on no calendar has none.
     *
     * @param ahead steps behind the last target for which there may be predictions
     */
    void showDates(Publication publication, Snapshot snapshot, int ahead) {
        String view = ReportingView.dates(publication.family());
        TimeAxis axis = snapshot.timeAxis();
        Optional<PredictionColumn> time = publication.schema().time();
        if (axis == null || time.isEmpty() || axis.date(0) == null) {
            views.drop(view);
            return;
        }
        range(snapshot, axis, ahead).ifPresentOrElse(range -> views.replace(view, columns(axis, time.get()),
                "FROM " + days(axis, range),
                "The calendar of family %s: a dimension of its predictions, actuals and errors".formatted(
                        publication.family())),
                () -> views.drop(view));
    }

    private Optional<Range> range(Snapshot snapshot, TimeAxis axis, int ahead) {
        return jdbc.sql("""
                SELECT min(from_time) AS first, max(to_time) AS last FROM catalog.partition
                WHERE snapshot_id = ? AND passed HAVING min(from_time) IS NOT NULL
                """).param(snapshot.id()).query((row, _) -> new Range(row.getLong("first"), row.getLong("last")))
                .optional()
                .map(rows -> snapshot.lastTime() == null
                        ? rows
                        : new Range(rows.first(), Math.max(rows.last(), axis.plus(snapshot.lastTime(), ahead))));
    }

    /** What a query reads one row a day, or for integers one a time, from: {@code d.day}, and {@code d.time} of integers. */
    private static String days(TimeAxis axis, Range range) {
        if (axis.kind() == TimeAxis.Kind.INTEGER) {
            return "(SELECT n AS time, %s + n * interval '%s' AS day FROM generate_series(%d::bigint, %d::bigint) n) d"
                    .formatted(day(axis, 0), interval(axis), range.first(), range.last());
        }
        // A day more at both ends, where another zone may have the first and the last time.
        int more = axis.kind() == TimeAxis.Kind.TIMESTAMP ? 1 : 0;
        return "(SELECT day FROM generate_series(%s - interval '%d day', %s + interval '%d day', interval '1 day') day) d"
                .formatted(day(axis, range.first()), more, day(axis, range.last()), more);
    }

    private static String interval(TimeAxis axis) {
        TimeStep unit = Objects.requireNonNull(axis.unit());
        return unit == TimeStep.QUARTER ? "3 month" : "1 " + unit.wire();
    }

    private static String day(TimeAxis axis, long ordinal) {
        LocalDate date = axis.date(ordinal);
        LocalDate written = date == null || date.isBefore(EARLIEST)
                ? EARLIEST
                : date.isAfter(LATEST) ? LATEST : date;
        return "TIMESTAMP '" + written + "'";
    }

    private static List<ViewColumn> columns(TimeAxis axis, PredictionColumn time) {
        List<ViewColumn> own = new ArrayList<>();
        List<ViewColumn> ours = new ArrayList<>();
        switch (axis.kind()) {
            case DATE -> own.add(new ViewColumn(time.shown(), "d.day::date", "date",
                    "Day, as in the column of this name of the family"));
            case INTEGER -> {
                own.add(new ViewColumn(time.shown(), "d.time", "bigint",
                        "Time, as in the column of this name of the family"));
                ours.add(new ViewColumn("date", "d.day::date", "date", "Day on which it begins"));
            }
            case TIMESTAMP -> {
                String zone = zone(axis);
                ours.add(new ViewColumn("date", "d.day::date", "date", "Day in the time zone of the family"));
                ours.add(new ViewColumn("begins_at", "d.day AT TIME ZONE " + zone, "timestamp with time zone",
                        "First instant of the day"));
                ours.add(new ViewColumn("ends_at", "(d.day + interval '1 day') AT TIME ZONE " + zone,
                        "timestamp with time zone", "First instant of the day after"));
            }
        }
        PARTS.forEach(part -> ours.add(new ViewColumn(part.name(),
                "extract(%s FROM d.day)::int".formatted(part.field()), "integer", part.comment())));
        ours.add(new ViewColumn("is_weekend", "extract(isodow FROM d.day) > 5", "boolean",
                "Whether it is a Saturday or a Sunday"));
        return ViewColumn.beside(own, ours);
    }

    /** As PostgreSQL reads it, which turns the sign of offsets in names around. */
    private static String zone(TimeAxis axis) {
        ZoneId zone = axis.zone() == null ? ZoneOffset.UTC : axis.zone().normalized();
        return zone instanceof ZoneOffset offset
                ? "INTERVAL '" + offset.getTotalSeconds() + " seconds'"
                : SqlIdentifier.literal(zone.getId());
    }
}

package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.TimeStep;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.ScoringStack;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The dimensions of families with times of every kind, and with columns that are called like ours. */
class DimensionViewsIT {

    private static final ScoringStack STACK = ScoringStack.INSTANCE;
    private static final DimensionViewRepository VIEWS = STACK.bean(DimensionViewRepository.class);
    private static final JdbcClient READER = STACK.database("reader");

    private static final PredictionColumn KEY = new PredictionColumn("rows", ColumnKind.TEXT, Role.KEY, "Key");

    /** Publishes the dimensions of a family with one key of three rows, at the times 1 to 3. */
    private static void show(String family, String time, ColumnType type, @Nullable TimeAxis axis, int ahead) {
        CatalogFamily catalog = STACK.catalogued("""
                family: %s
                source: {files: a.csv}
                key: [rows]
                target: units
                task: regression
                """.formatted(family));
        List<Column> columns = List.of(new Column("rows", ColumnType.TEXT, ColumnRole.KEY),
                new Column(time, type, axis == null ? ColumnRole.OBSERVED : ColumnRole.TIME),
                new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET),
                new Column("rung", ColumnType.INTEGER, ColumnRole.STATIC),
                new Column("it's", ColumnType.DOUBLE, ColumnRole.STATIC),
                new Column("open", ColumnType.BOOLEAN, ColumnRole.STATIC),
                new Column("since", ColumnType.DATE, ColumnRole.STATIC));
        catalog.seal(new CatalogFamily.Snapshot(family + "-1", "o", columns, axis, axis == null ? null : 2L, "{}",
                List.of(new CatalogFamily.Partition("{\"rows\":\"a\"}", "{\"rows\":\"a\",\"rung\":7}", 3, 2, "f",
                        "{\"lastLabelledTime\":2,\"last\":{\"it's\":1.5,\"open\":true,\"rung\":7}}", null))));
        Snapshot snapshot = STACK.bean(SnapshotRepository.class).find(family + "-1").orElseThrow();
        PredictionSchema schema = PredictionSchema.ofNumbers(axis == null
                ? List.of(KEY)
                : List.of(KEY, new PredictionColumn(time, ColumnKind.of(type), Role.TIME, "Time")), "units", List.of());
        Publication publication = new Publication(UUID.randomUUID(), family, 1, schema, Instant.now());
        STACK.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            STACK.bean(PredictionRepository.class).createTables(publication);
            VIEWS.showKeys(publication, snapshot);
            VIEWS.showDates(publication, snapshot, ahead);
        });
    }

    /** Else the view would hold the tables of a scoring for ever. */
    @Test
    void aFamilyThatLosesItsTimeHasNoActualValues() {
        assertThat(actualsOf(List.of(KEY, new PredictionColumn("t", ColumnKind.DATE, Role.TIME, "Time")))).isOne();

        assertThat(actualsOf(List.of(KEY))).isZero();
    }

    /** Publishes actual values of a family with these columns, and counts views of them. */
    private static int actualsOf(List<PredictionColumn> own) {
        Publication publication = new Publication(UUID.randomUUID(), "dim-lost", 1,
                PredictionSchema.ofNumbers(own, "units", List.of()), Instant.now());
        STACK.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            STACK.bean(PredictionRepository.class).createTables(publication);
            STACK.bean(ActualRepository.class).createTable(publication);
            STACK.bean(ReportingViewRepository.class).showActuals(publication);
        });
        return READER.sql("SELECT count(*) FROM pg_views WHERE viewname = 'dim_lost_actuals'").query(Integer.class)
                .single();
    }

    private static String rows(String sql) {
        return READER.sql(sql).query().listOfRows().toString();
    }

    @Test
    void whatIsConstantForAKeyStandsBesideIt() {
        show("dim-keys", "t", ColumnType.DATE, new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 1), 0);

        assertThat(rows("SELECT * FROM reporting.dim_keys_keys")).isEqualTo(
                "[{rows=a, rung=7, it's=1.5, open=true, key={\"rows\":\"a\"}, rung_=null, algorithm=null, "
                        + "model_version=null, rows_=3, labelled_rows=2, first_time=1970-01-02, last_time=1970-01-03}]");
    }

    @Test
    void daysReachFromTheFirstRowToTheEndOfTheHorizon() {
        show("dim-days", "month", ColumnType.DATE, new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 1), 30);

        assertThat(rows("""
                SELECT min(month), max(month), count(*), max(month_) AS month, min(iso_year) AS iso_year FROM reporting.dim_days_dates
                """)).isEqualTo("[{min=1970-01-02, max=1970-02-02, count=32, month=2, iso_year=1970}]");
        assertThat(rows("SELECT weekday, is_weekend FROM reporting.dim_days_dates WHERE month = DATE '1970-01-03'"))
                .isEqualTo("[{weekday=6, is_weekend=true}]");
    }

    @ParameterizedTest
    @CsvSource({"MINUTE, 2020-01-06", "HOUR, 2020-01-06", "DAY, 2020-01-09", "WEEK, 2020-01-27", "MONTH, 2020-04-06",
            "QUARTER, 2020-10-06", "YEAR, 2023-01-06"})
    void integersHaveTheDayOnWhichTheyBegin(TimeStep unit, String third) {
        String family = "dim-" + unit.wire();
        show(family, "t", ColumnType.INTEGER,
                new TimeAxis(TimeAxis.Kind.INTEGER, unit, 1, LocalDate.of(2020, 1, 6), 1), 2);

        assertThat(rows("SELECT t, date FROM reporting.%s_dates ORDER BY t DESC LIMIT 2"
                .formatted(family.replace('-', '_')))).contains("[{t=4, date=", "{t=3, date=" + third + "}]");
    }

    @Test
    void aDayOfTimestampsIsOneOfTheirZone() {
        show("dim-instants", "t", ColumnType.TIMESTAMP,
                new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.HOUR, 1, null, 1, ZoneId.of("Europe/Berlin")), 0);

        assertThat(rows("""
                SELECT date, begins_at AT TIME ZONE 'UTC' AS begins, ends_at - begins_at AS length
                FROM reporting.dim_instants_dates ORDER BY date
                """)).contains("{date=1970-01-01, begins=1969-12-31 23:00:00.0, length=").hasSizeLessThan(400);
        assertThat(rows("""
                SELECT date, first_time = TIMESTAMPTZ '1970-01-01 00:00:00.000001Z' AS first FROM reporting.dim_instants_keys
                JOIN reporting.dim_instants_dates ON last_time >= begins_at AND last_time < ends_at
                """)).isEqualTo("[{date=1970-01-01, first=true}]");
    }

    @ParameterizedTest
    @CsvSource({"Z, 1970-01-01 00:00:00.0", "+05:30, 1969-12-31 18:30:00.0", "UTC-3, 1970-01-01 03:00:00.0"})
    void offsetsAreNotTurnedAround(String zone, String begins) {
        String family = "dim-offset-" + begins.charAt(9) + begins.charAt(12);
        show(family, "t", ColumnType.TIMESTAMP,
                new TimeAxis(TimeAxis.Kind.TIMESTAMP, TimeStep.HOUR, 1, null, 1, ZoneId.of(zone)), 0);

        assertThat(
                rows("SELECT begins_at AT TIME ZONE 'UTC' AS begins FROM reporting.%s_dates WHERE date = '1970-01-01'"
                        .formatted(family.replace('-', '_'))))
                .isEqualTo("[{begins=" + begins + "}]");
    }

    @Test
    void offTheCalendarAndWithoutTimeThereAreNoDates() {
        show("dim-counted", "t", ColumnType.INTEGER, TimeAxis.integers(), 1);
        show("dim-tabular", "t", ColumnType.INTEGER, null, 0);

        assertThat(rows("""
                SELECT viewname FROM pg_views WHERE schemaname = 'reporting'
                  AND (viewname LIKE 'dim\\_counted%' OR viewname LIKE 'dim\\_tabular%') ORDER BY viewname
                """)).isEqualTo("[{viewname=dim_counted_keys}, {viewname=dim_tabular_keys}]");
        assertThat(rows("SELECT first_time, last_time FROM reporting.dim_counted_keys"))
                .isEqualTo("[{first_time=1, last_time=2}]");
    }
}

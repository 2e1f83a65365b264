package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.TimeStep;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import io.manymodels.scoring.ScoringStack;
import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ParquetColumn;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A family whose key, time, id and static columns are called like ours, and like what PostgreSQL keeps for itself. */
class FamilyNamesIT {

    private static final ScoringStack STACK = ScoringStack.INSTANCE;
    private static final JdbcClient READER = STACK.database("reader");
    private static final UUID RUN = UUID.randomUUID();
    private static final String KEY = "{\"release\":\"a\",\"xmin\":7}";

    private static final List<Column> COLUMNS = List.of(new Column("release", ColumnType.TEXT, ColumnRole.KEY),
            new Column("xmin", ColumnType.INTEGER, ColumnRole.KEY),
            new Column("scored_at", ColumnType.DATE, ColumnRole.TIME),
            new Column("Prediction", ColumnType.TEXT, ColumnRole.ID),
            new Column("row_id", ColumnType.TEXT, ColumnRole.ID),
            new Column("rung", ColumnType.TEXT, ColumnRole.STATIC),
            new Column("units", ColumnType.DOUBLE, ColumnRole.TARGET));

    private static final Publication PUBLICATION = new Publication(RUN, "names-of-ours", 3,
            PredictionSchema.ofNumbers(List.of(column("release", PredictionColumn.Role.KEY),
                    column("xmin", PredictionColumn.Role.KEY), column("scored_at", PredictionColumn.Role.TIME),
                    column("Prediction", PredictionColumn.Role.ID), column("row_id", PredictionColumn.Role.ID)),
                    "units", List.of(80)),
            Instant.parse("2026-03-01T02:00:04Z"));

    private static PredictionColumn column(String name, PredictionColumn.Role role) {
        ColumnType type = COLUMNS.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow()
                .type();
        return new PredictionColumn(name, ColumnKind.of(type), role, "Column " + name);
    }

    /** Two predictions of a key, and an actual value, as tasks and the end of a run would have left them. */
    @BeforeAll
    static void publish() {
        CatalogFamily family = STACK.catalogued("""
                family: names-of-ours
                source: {files: a.csv}
                key: [release, xmin]
                time: scored_at
                target: units
                task: forecast
                forecast: {horizon: 2}
                columns: {id: [Prediction, row_id]}
                """);
        family.seal(new CatalogFamily.Snapshot("names-of-ours-1", "o", COLUMNS,
                new TimeAxis(TimeAxis.Kind.DATE, TimeStep.DAY, 1, null, 1), 1L, "{}",
                List.of(new CatalogFamily.Partition(KEY, KEY, 1, 1, "f",
                        "{\"lastLabelledTime\":1,\"last\":{\"rung\":\"top\"}}", null))));
        Snapshot snapshot = STACK.bean(SnapshotRepository.class).find("names-of-ours-1").orElseThrow();
        JdbcClient scoring = STACK.database("scoring");
        scoring.sql("""
                INSERT INTO predictions.run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'scoring', 'names-of-ours', 1, 'running', '{}', 'test')
                """).param(RUN).update();
        scoring.sql("""
                INSERT INTO predictions.scoring (run_id, family, release_id, release, snapshot_id, rows, columns, scored_at, table_name)
                VALUES (?, 'names-of-ours', 1, 3, ?, 'horizon', ?::jsonb, '2026-03-01 02:00:04Z', ?)
                """).params(RUN, snapshot.id(), JsonMapper.shared().writeValueAsString(PUBLICATION.schema()),
                PUBLICATION.table()).update();
        STACK.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            PredictionRepository predictions = STACK.bean(PredictionRepository.class);
            ActualRepository actuals = STACK.bean(ActualRepository.class);
            predictions.createTables(PUBLICATION);
            actuals.createTable(PUBLICATION);
            predictions.copy(PUBLICATION, batch());
            actuals.copy(PUBLICATION, actuals(snapshot));
            predictions.index(PUBLICATION);
            actuals.index(PUBLICATION);
            STACK.bean(Publisher.class).publish(PUBLICATION, List.of("mae"), snapshot, 2);
        });
    }

    private static PredictionBatch batch() {
        PredictionBatch batch = new PredictionBatch(PUBLICATION);
        for (int day = 2; day <= 3; day++) {
            batch.column("scored_at_").addLong(day);
            batch.column("Prediction_").addText("id-" + day);
            batch.column("row_id_").addText("row-" + day);
            batch.column("prediction").addDouble(day + 0.5);
            batch.column("lower_80").addDouble(day);
            batch.column("upper_80").addDouble(day + 1);
            batch.column("known_carried").addBoolean(false);
        }
        batch.endKey(0, 2, List.of("a", 7L, "own", 70L));
        return batch;
    }

    private static Actuals actuals(Snapshot snapshot) {
        Actuals actuals = new Actuals(PUBLICATION.schema(), 5, null);
        actuals.add(0, new PartitionRows(snapshot.schema(), KEY, 1, new long[] {1},
                new double[][] {{}, {7}, {}, {}, {}, {}, {12.5}},
                new @Nullable String[][] {{"a"}, {}, {"1970-01-02"}, {"id-1"}, {"row-1"}, {"top"}, {}}));
        return actuals;
    }

    private static String rows(String sql) {
        return READER.sql(sql).query().listOfRows().toString();
    }

    @Test
    void viewsShowTheFamilysColumnsUnderTheirNames() {
        assertThat(rows("""
                SELECT release, xmin, scored_at, "Prediction", row_id, prediction_, lower_80, rung, release_,
                       scored_at_ AT TIME ZONE 'UTC' AS at
                FROM reporting.names_of_ours_predictions ORDER BY scored_at
                """)).isEqualTo(
                "[{release=a, xmin=7, scored_at=1970-01-03, Prediction=id-2, row_id=row-2, prediction_=2.5, lower_80=2.0, "
                        + "rung=own, release_=3, at=2026-03-01 02:00:04.0}, "
                        + "{release=a, xmin=7, scored_at=1970-01-04, Prediction=id-3, row_id=row-3, prediction_=3.5, "
                        + "lower_80=3.0, rung=own, release_=3, at=2026-03-01 02:00:04.0}]");
    }

    @Test
    void factsJoinDimensionsByThem() {
        assertThat(rows("""
                SELECT release, xmin, scored_at, actual, k.rung, k.rung_, k.rows
                FROM reporting.names_of_ours_actuals JOIN reporting.names_of_ours_keys k USING (release, xmin)
                JOIN reporting.names_of_ours_dates USING (scored_at)
                """)).isEqualTo(
                "[{release=a, xmin=7, scored_at=1970-01-02, actual=12.5, rung=top, rung_=own, rows=1}]");
        assertThat(rows("SELECT release, xmin, release_, mae FROM reporting.names_of_ours_leaderboard"))
                .isEqualTo("[]");
    }

    @Test
    void pagesAndDownloadsHaveTheSameNames() {
        JsonNode page = STACK.get("/api/v1/families/names-of-ours/predictions?release=a&xmin=7&limit=1");

        assertThat(page.path("items").get(0)).isEqualTo(JsonMapper.shared().readTree("""
                {"release": "a", "xmin": 7, "scored_at": "1970-01-03", "Prediction": "id-2", "row_id": "row-2",
                 "prediction_": 2.5, "lower_80": 2.0, "upper_80": 3.0, "known_carried": false, "rung": "own",
                 "model_version": 70, "release_": 3, "run_id": "%s", "scored_at_": "2026-03-01T02:00:04Z"}
                """.formatted(RUN)));
        assertThat(STACK.get("/api/v1/families/names-of-ours/predictions?release=b").path("items")).isEmpty();
        assertThat(Objects.requireNonNull(STACK.send("GET", "/api/v1/families/names-of-ours/predictions", null,
                Role.VIEWER, "text/csv").body()).lines()).hasSize(3).first().asString().isEqualTo(
                        "release,xmin,scored_at,Prediction,row_id,prediction_,lower_80,upper_80,known_carried,rung,model_version,release_,run_id,scored_at_");
        assertThat(batch().columns()).extracting(ParquetColumn::name).startsWith("release", "xmin", "scored_at",
                "Prediction", "row_id", "prediction_").endsWith("release_", "run_id", "scored_at_");
    }
}

package io.manymodels.scoring.prediction;

import io.manymodels.scoring.copy.BlockCopy;
import io.manymodels.scoring.copy.BlockForm;
import io.manymodels.scoring.copy.RowCopy;
import io.manymodels.scoring.parquet.ColumnVector;
import io.manymodels.scoring.parquet.RepeatedVector;
import io.manymodels.sql.BulkCopy;
import io.manymodels.sql.SqlIdentifier;
import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.RetentionProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The tables of predictions and which of them is published. */
@Repository
class PredictionRepository {

    private static final int TABLES_KEPT = 2;
    private static final int FETCH_SIZE = 10_000;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final RetentionProperties keep;

    PredictionRepository(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactionManager,
            JsonMapper json, RetentionProperties keep) {
        this.keep = keep;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.transactions = new TransactionTemplate(transactionManager);
        this.json = json;
    }

    /** Creates the empty tables of a run. All indexes but that of blocks come when all rows are in. */
    void createTables(Publication publication) {
        jdbc.sql(PredictionTables.create(publication)).update();
    }

    /** Copies the rows into the run's tables, in the current transaction. */
    void copy(Publication publication, PredictionBatch batch) {
        PredictionSchema schema = publication.schema();
        if (!schema.isSplit()) {
            copyWhole(publication, batch);
            return;
        }
        Set<String> ofBlocks = columnsOfBlocks(publication.run());
        if (ofBlocks.isEmpty()) {
            copyRows(publication, batch);
        } else {
            copyBlocks(publication, ofBlocks, batch);
        }
        List<ColumnVector> ofKeys = batch.ofKeys().stream().map(RepeatedVector::values).toList();
        try (BulkCopy copy = into(publication.keyTable(), schema.ofKeys(), PredictionTables.SEQUENCE,
                PredictionTables.COUNT)) {
            for (int key = 0; key < batch.keys(); key++) {
                copy.row().int4(batch.sequence(key)).int4(batch.end(key) - batch.begin(key));
                for (ColumnVector column : ofKeys) {
                    RowCopy.write(copy, column, key);
                }
            }
            copy.finish();
        }
    }

    /** Whether the rows of a run lie in blocks: an older build's do not, nor do rows that are too wide for it. */
    private boolean hasBlocks(UUID run) {
        return !columnsOfBlocks(run).isEmpty();
    }

    private Set<String> columnsOfBlocks(UUID run) {
        return jdbc.sql("SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0")
                .param(PredictionTables.qualified(Publication.blockTable(run))).query((row, _) -> row.getString(1))
                .set();
    }

    /** @param there columns of the table: that of a run which an older build planned has arrays alone */
    private void copyBlocks(Publication publication, Set<String> there, PredictionBatch batch) {
        PredictionSchema schema = publication.schema();
        List<String> names = new ArrayList<>(
                List.of(PredictionTables.SEQUENCE, PredictionTables.PLACE, PredictionTables.COUNT));
        List<BlockForm> forms = new ArrayList<>();
        for (PredictionColumn column : schema.ofRows()) {
            List<String> brief = PredictionTables.briefOf(column, schema);
            boolean isBrief = there.containsAll(brief);
            forms.add(isBrief ? PredictionTables.form(column, schema) : BlockForm.ARRAY);
            names.add(column.name());
            names.addAll(isBrief ? brief : List.of());
        }
        try (BulkCopy copy = into(publication.blockTable(), names)) {
            BlockCopy blocks = new BlockCopy(copy, batch.ofRows(), forms,
                    schema.isLabelled() ? null : batch.column("prediction"));
            for (int key = 0; key < batch.keys(); key++) {
                blocks.write(batch.sequence(key), batch.begin(key), batch.end(key));
            }
            copy.finish();
        }
    }

    /** The same of rows that are too wide for blocks, or of a run that an older build planned. */
    private void copyRows(Publication publication, PredictionBatch batch) {
        try (BulkCopy copy = into(publication.table(), publication.schema().ofRows(), PredictionTables.SEQUENCE,
                PredictionTables.PLACE)) {
            for (int key = 0; key < batch.keys(); key++) {
                for (int row = batch.begin(key); row < batch.end(key); row++) {
                    copy.row().int4(batch.sequence(key)).int4(row - batch.begin(key));
                    for (ColumnVector column : batch.ofRows()) {
                        RowCopy.write(copy, column, row);
                    }
                }
            }
            copy.finish();
        }
    }

    /** The same of a run that a still older build planned, so that it has one table of whole rows. */
    private void copyWhole(Publication publication, PredictionBatch batch) {
        List<ColumnVector> ofKeys = batch.ofKeys().stream().map(RepeatedVector::values).toList();
        PredictionSchema schema = publication.schema();
        List<PredictionColumn> columns = Stream.concat(schema.ofKeys().stream(), schema.ofRows().stream()).toList();
        try (BulkCopy copy = into(publication.table(), columns, PredictionTables.ROW_ID)) {
            for (int key = 0; key < batch.keys(); key++) {
                for (int row = batch.begin(key); row < batch.end(key); row++) {
                    copy.row().int8((long) batch.sequence(key) << 32 | row - batch.begin(key));
                    for (ColumnVector column : ofKeys) {
                        RowCopy.write(copy, column, key);
                    }
                    for (ColumnVector column : batch.ofRows()) {
                        RowCopy.write(copy, column, row);
                    }
                }
            }
            copy.finish();
        }
    }

    private BulkCopy into(String table, List<PredictionColumn> columns, String... first) {
        return into(table,
                Stream.concat(Arrays.stream(first), columns.stream().map(PredictionColumn::name)).toList());
    }

    private BulkCopy into(String table, List<String> columns) {
        return BulkCopy.into(dataSource, PredictionTables.SCHEMA + "." + table, columns.toArray(String[]::new));
    }

    void addPart(UUID run, UUID task, int firstSequence, String object, long rows) {
        jdbc.sql("""
                INSERT INTO predictions.part (run_id, task_id, first_sequence, object, rows) VALUES (?, ?, ?, ?, ?)
                """).params(run, task, firstSequence, object, rows).update();
    }

    @Transactional(readOnly = true)
    public void forecasts(Publication publication, int coverage, Publisher.Forecasts forecasts) {
        PredictionColumn time = publication.schema().time().orElseThrow();
        String column = SqlIdentifier.quote(time.name());
        String ordinal = switch (time.kind()) {
            case DATE -> "%s - DATE '1970-01-01'".formatted(column);
            case TIMESTAMP -> "(extract(epoch FROM %s) * 1000000)::bigint".formatted(column);
            case INTEGER, DOUBLE, BOOLEAN, TEXT, JSON -> column;
        };
        jdbc.sql("SELECT row_sequence, %1$s, prediction, lower_%2$d, upper_%2$d FROM %3$s".formatted(ordinal, coverage,
                PredictionTables.qualified(publication.table()))).withFetchSize(FETCH_SIZE).query(row -> {
                    forecasts.accept(row.getInt(1), row.getLong(2), row.getDouble(3), number(row, 4), number(row, 5));
                });
    }

    private static double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    /** Removes the rows of the partitions from..to, and the parts that begin there. */
    void remove(Publication publication, int from, int to) {
        List<String> tables = new ArrayList<>(List.of(
                hasBlocks(publication.run()) ? publication.blockTable() : publication.table(), publication.keyTable()));
        if (!publication.schema().ofActuals().isEmpty()) {
            tables.add(publication.actualTable());
        }
        for (String table : tables) {
            jdbc.sql("DELETE FROM %s WHERE row_sequence >= ? AND row_sequence < ?"
                    .formatted(PredictionTables.qualified(table))).params(from, to).update();
        }
        jdbc.sql("DELETE FROM predictions.part WHERE run_id = ? AND first_sequence >= ? AND first_sequence < ?")
                .params(publication.run(), from, to).update();
    }

    /** The objects of the run's parts, in the order of their keys. */
    List<String> parts(UUID run) {
        return jdbc.sql("SELECT object FROM predictions.part WHERE run_id = ? ORDER BY first_sequence").param(run)
                .query((row, number) -> row.getString(1)).list();
    }

    /** Rows of all parts of a run. */
    long countRows(UUID run) {
        return jdbc.sql("SELECT coalesce(sum(rows), 0)::bigint FROM predictions.part WHERE run_id = ?").param(run)
                .query(Long.class).single();
    }

    /** Makes the complete tables fit to be paged, and read by key: rows of a key lie together, so that ranges of pages tell where. */
    void index(Publication publication) {
        boolean split = publication.schema().isSplit();
        boolean blocks = hasBlocks(publication.run());
        String rows = blocks ? publication.blockTable() : publication.table();
        String keys = split ? publication.keyTable() : rows;
        if (split && !blocks) {
            indexByPlace(jdbc, rows);
        }
        jdbc.sql("CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (%s)".formatted(SqlIdentifier.quote(keys + "_row"),
                PredictionTables.qualified(keys), split ? PredictionTables.SEQUENCE : PredictionTables.ROW_ID))
                .update();
        jdbc.sql("CREATE INDEX IF NOT EXISTS %s ON %s (%s)".formatted(SqlIdentifier.quote(keys + "_key"),
                PredictionTables.qualified(keys), publication.schema().key().stream()
                        .map(column -> SqlIdentifier.quote(column.name())).collect(Collectors.joining(", "))))
                .update();
        jdbc.sql("ANALYZE " + Stream.of(rows, keys).distinct().map(PredictionTables::qualified)
                .collect(Collectors.joining(", "))).update();
    }

    /** Lets the rows of a key be found where they lie together. */
    static void indexByPlace(JdbcClient jdbc, String table) {
        jdbc.sql("CREATE INDEX IF NOT EXISTS %s ON %s USING brin (%s) WITH (pages_per_range = 16)"
                .formatted(SqlIdentifier.quote(table + "_row"), PredictionTables.qualified(table),
                        PredictionTables.SEQUENCE))
                .update();
    }

    void markPublished(UUID run) {
        jdbc.sql("UPDATE predictions.scoring SET published_at = clock_timestamp() WHERE run_id = ?").param(run)
                .update();
    }

    /** When the predictions that readers of each family see were published; of families that are not deleted. */
    SortedMap<String, Instant> publishedAt() {
        SortedMap<String, Instant> published = new TreeMap<>();
        jdbc.sql("""
                SELECT family, max(published_at) AS published FROM predictions.scoring
                WHERE published_at IS NOT NULL AND dropped_at IS NULL
                  AND NOT EXISTS (SELECT FROM catalog.family f WHERE f.name = family AND f.deleted_at IS NOT NULL)
                GROUP BY family
                """).query(row -> {
            published.put(row.getString("family"), row.getObject("published", OffsetDateTime.class).toInstant());
        });
        return published;
    }

    /** The publication that readers of a family see. */
    Optional<Publication> latest(String family) {
        return back(family, 0);
    }

    /** The one before, while its table is there. */
    Optional<Publication> earlier(String family) {
        return back(family, 1);
    }

    private Optional<Publication> back(String family, int publications) {
        return find("""
                SELECT run_id, family, release, columns, scored_at, groups FROM predictions.scoring
                WHERE family = ? AND published_at IS NOT NULL AND dropped_at IS NULL
                ORDER BY published_at DESC OFFSET %d LIMIT 1
                """.formatted(publications), family);
    }

    /** A published run whose table is still there. */
    Optional<Publication> published(UUID run) {
        return find("""
                SELECT run_id, family, release, columns, scored_at, groups FROM predictions.scoring
                WHERE run_id = ? AND published_at IS NOT NULL AND dropped_at IS NULL
                """, run);
    }

    private Optional<Publication> find(String sql, Object parameter) {
        return jdbc.sql(sql).param(parameter)
                .query((row, number) -> new Publication(row.getObject("run_id", UUID.class), row.getString("family"),
                        row.getInt("release"), json.readValue(row.getString("columns"), PredictionSchema.class),
                        row.getTimestamp("scored_at").toInstant(),
                        json.readValue(row.getString("groups"), GroupColumns.class)))
                .optional();
    }

    /**
     * Drops the tables of a family that nobody needs: of runs that failed or were cancelled, and of published runs but
     * the latest. One that is being read is left for the next time.
     *
     * @return the runs whose tables are gone
     */
    List<UUID> dropOld(String family, UUID current) {
        List<UUID> old = jdbc.sql("""
                SELECT s.run_id FROM predictions.scoring s JOIN predictions.run r ON r.id = s.run_id
                WHERE s.family = ? AND s.dropped_at IS NULL AND s.run_id <> ?
                  AND (r.state IN ('failed', 'cancelled') OR s.published_at IS NOT NULL)
                ORDER BY s.published_at DESC NULLS LAST
                """).param(family).param(current).query((row, number) -> row.getObject(1, UUID.class)).list();
        long published = jdbc.sql("""
                SELECT count(*) FROM predictions.scoring
                WHERE family = ? AND dropped_at IS NULL AND run_id <> ? AND published_at IS NOT NULL
                """).param(family).param(current).query(Long.class).single();
        return old.subList((int) Math.min(published, TABLES_KEPT - 1), old.size()).stream().filter(this::drop).toList();
    }

    /** A scoring whose table is gone and whose parts are in storage. */
    record Stored(UUID run, String family) {}

    /** Those whose table is gone for long, or whose family is and their table, the oldest first. */
    List<Stored> storedLongAfter(Duration dropped, int limit) {
        return jdbc.sql("""
                SELECT s.run_id, s.family FROM predictions.scoring s
                WHERE (s.dropped_at < now() - make_interval(secs => :dropped)
                       OR s.dropped_at IS NOT NULL AND s.family IN (%s))
                  AND EXISTS (SELECT FROM predictions.part p WHERE p.run_id = s.run_id)
                ORDER BY s.dropped_at LIMIT :limit
                """.formatted(GoneFamilies.names())).params(GoneFamilies.parameters(keep))
                .param("dropped", dropped.toSeconds()).param("limit", limit)
                .query((row, _) -> new Stored(row.getObject(1, UUID.class), row.getString(2))).list();
    }

    /** Runs of families that are gone and still have tables. */
    List<Stored> ofGoneFamilies(int limit) {
        return jdbc.sql("""
                SELECT run_id, family FROM predictions.scoring WHERE dropped_at IS NULL AND family IN (%s)
                ORDER BY family LIMIT :limit
                """.formatted(GoneFamilies.names())).params(GoneFamilies.parameters(keep)).param("limit", limit)
                .query((row, _) -> new Stored(row.getObject(1, UUID.class), row.getString(2))).list();
    }

    void forgetParts(UUID run) {
        jdbc.sql("DELETE FROM predictions.part WHERE run_id = ?").param(run).update();
    }

    /** Drops the table of a run that nobody is shown, and forgets its parts. */
    void discard(UUID run) {
        transactions.executeWithoutResult(_ -> {
            dropTables(run);
            jdbc.sql("DELETE FROM predictions.part WHERE run_id = ?").param(run).update();
            jdbc.sql("UPDATE predictions.scoring SET dropped_at = clock_timestamp() WHERE run_id = ?").param(run)
                    .update();
        });
    }

    private boolean drop(UUID run) {
        try {
            transactions.executeWithoutResult(_ -> {
                jdbc.sql("SET LOCAL lock_timeout = '1s'").update();
                dropTables(run);
                jdbc.sql("UPDATE predictions.scoring SET dropped_at = clock_timestamp() WHERE run_id = ?").param(run)
                        .update();
            });
            return true;
        } catch (DataAccessException _) {
            // Somebody reads it, or the view still shows it: the next publication tries again.
            return false;
        }
    }

    private void dropTables(UUID run) {
        List<String> tables = new ArrayList<>(
                List.of(Publication.keyTable(run), Publication.actualTable(run), Publication.groupTable(run)));
        if (hasBlocks(run)) {
            jdbc.sql("DROP VIEW " + PredictionTables.qualified(Publication.table(run))).update();
            tables.add(Publication.blockTable(run));
        } else {
            tables.add(Publication.table(run));
        }
        jdbc.sql("DROP TABLE IF EXISTS %s"
                .formatted(tables.stream().map(PredictionTables::qualified).collect(Collectors.joining(", "))))
                .update();
    }
}

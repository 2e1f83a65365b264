package io.manymodels.ingestion.catalog;

import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.rows.Column;
import io.manymodels.sql.BulkCopy;
import io.manymodels.work.api.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue's tables. The writing methods take part in the transaction of the run that calls them. */
class CatalogRepository {

    private static final String VIEW = """
            SELECT id, family, family_version, run_id, rows, partitions, columns, time_axis, last_time, profile, sealed_at
            FROM snapshot
            """;

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final JsonMapper json;

    CatalogRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.json = json;
    }

    boolean exists(String snapshot) {
        return jdbc.sql("SELECT 1 FROM snapshot WHERE id = ?").param(snapshot).query(Integer.class).optional()
                .isPresent();
    }

    /** Writes a snapshot, unsealed, and its partitions; nothing when it is there. */
    void write(String id, String object, Run run, ShuffledData data) {
        int written = jdbc.sql("""
                INSERT INTO snapshot (id, family, family_version, run_id, rows, partitions, columns, time_axis, last_time,
                                      profile)
                VALUES (:id, :family, :version, :run, :rows, :partitions, :columns::jsonb, :axis::jsonb, :lastTime,
                        :profile::jsonb)
                ON CONFLICT (id) DO NOTHING
                """).param("id", id).param("family", run.family()).param("version", run.familyVersion())
                .param("run", run.id()).param("rows", data.rows()).param("partitions", data.partitions().size())
                .param("columns", Column.toJson(data.columns()).toString())
                .param("axis", data.timeAxis() == null ? null : data.timeAxis().toJson().toString())
                .param("lastTime", data.lastTime()).param("profile", data.profile().toString()).update();
        if (written == 1) {
            copy(id, object, data.partitions());
        }
    }

    private void copy(String id, String object, List<PartitionProfile> partitions) {
        try (BulkCopy copy = BulkCopy.into(dataSource, "partition", "snapshot_id", "sequence", "key", "tags", "object",
                "first_row", "rows", "labelled_rows", "from_time", "to_time", "fingerprint", "profile", "passed",
                "reason_code", "reason_message")) {
            for (int i = 0; i < partitions.size(); i++) {
                PartitionProfile partition = partitions.get(i);
                copy.row().text(id).int4(i).text(partition.key()).jsonb(partition.tags()).text(object)
                        .int8(partition.firstRow()).int8(partition.rows()).int8(partition.labelledRows());
                optional(copy, partition.fromTime());
                optional(copy, partition.toTime());
                copy.text(partition.fingerprint()).jsonb(partition.profile()).bool(partition.verdict().passed())
                        .text(partition.verdict().code()).text(partition.verdict().message());
            }
            copy.finish();
        }
    }

    private static void optional(BulkCopy copy, @Nullable Long value) {
        if (value == null) {
            copy.none();
        } else {
            copy.int8(value);
        }
    }

    /** Gives the run an outcome for each partition: failed where the quality gate refused it. */
    void account(UUID run, String snapshot, double seconds) {
        jdbc.sql("INSERT INTO ingestion (run_id, snapshot_id) VALUES (?, ?)").param(run).param(snapshot).update();
        jdbc.sql("""
                INSERT INTO run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, sequence, key, CASE WHEN passed THEN 'succeeded' ELSE 'failed' END, reason_code,
                       reason_message, 1, :seconds / greatest(1, count(*) OVER ())
                FROM partition WHERE snapshot_id = :snapshot
                """).param("run", run).param("seconds", seconds).param("snapshot", snapshot).update();
    }

    /** The snapshot that a run came to. */
    String snapshotOf(UUID run) {
        return jdbc.sql("SELECT snapshot_id FROM ingestion WHERE run_id = ?").param(run).query(String.class).single();
    }

    void seal(String snapshot) {
        jdbc.sql("UPDATE snapshot SET sealed_at = now() WHERE id = ?").param(snapshot).update();
    }

    Optional<SnapshotView> find(String id) {
        return jdbc.sql(VIEW + "WHERE id = ? AND sealed_at IS NOT NULL").param(id).query(this::view).optional();
    }

    /** Newest first. */
    List<SnapshotView> list(String family, @Nullable Instant before, @Nullable String beforeId, int limit) {
        return jdbc.sql(VIEW + """
                WHERE family = :family AND sealed_at IS NOT NULL
                  AND (:before::timestamptz IS NULL OR (sealed_at, id) < (:before::timestamptz, :beforeId))
                ORDER BY sealed_at DESC, id DESC LIMIT :limit
                """).param("family", family).param("before", before == null ? null : before.toString())
                .param("beforeId", beforeId).param("limit", limit).query(this::view).list();
    }

    List<PartitionView> partitions(String snapshot, @Nullable Boolean passed, int after, int limit) {
        return jdbc.sql("""
                SELECT sequence, key, tags, object, first_row, rows, labelled_rows, from_time, to_time, fingerprint,
                       profile, passed, reason_code, reason_message
                FROM partition WHERE snapshot_id = :snapshot AND sequence > :after
                  AND (:passed::boolean IS NULL OR passed = :passed) ORDER BY sequence LIMIT :limit
                """).param("snapshot", snapshot).param("after", after).param("passed", passed).param("limit", limit)
                .query(this::partition).list();
    }

    private SnapshotView view(ResultSet row, int number) throws SQLException {
        String axis = row.getString("time_axis");
        return new SnapshotView(row.getString("id"), row.getString("family"), row.getInt("family_version"),
                row.getObject("run_id", UUID.class), row.getLong("rows"), row.getInt("partitions"),
                json.readTree(row.getString("columns")), axis == null ? null : json.readTree(axis),
                row.getObject("last_time", Long.class), json.readTree(row.getString("profile")),
                row.getObject("sealed_at", OffsetDateTime.class).toInstant());
    }

    private PartitionView partition(ResultSet row, int number) throws SQLException {
        String code = row.getString("reason_code");
        return new PartitionView(row.getInt("sequence"), json.readTree(row.getString("key")),
                json.readTree(row.getString("tags")), row.getString("object"), row.getLong("first_row"),
                row.getLong("rows"), row.getLong("labelled_rows"), row.getObject("from_time", Long.class),
                row.getObject("to_time", Long.class), row.getString("fingerprint"),
                json.readTree(row.getString("profile")), row.getBoolean("passed"),
                code == null ? null : new PartitionView.Reason(code, String.valueOf(row.getString("reason_message"))));
    }
}

package io.manymodels.ingestion.catalog;

import io.manymodels.ingestion.partition.PartitionFile;
import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.ingestion.reading.EarlierReading;
import io.manymodels.ingestion.reading.SourceReading;
import io.manymodels.rows.Column;
import io.manymodels.sql.BulkCopy;
import io.manymodels.work.api.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue's tables. The writing methods take part in the transaction of the run that calls them. */
class CatalogRepository {

    private static final String VIEW = """
            SELECT id, family, family_version, run_id, rows, partitions, columns, time_axis, last_time, profile, sealed_at
            FROM snapshot
            """;

    /** A correction of the last delivery is read beside what came before it. */
    private static final int READINGS = 10;

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

    /** Saves an object from being removed that is about to be written anew. */
    void reclaim(String bucket, String object) {
        jdbc.sql("DELETE FROM discarded WHERE bucket = ? AND object = ?").param(bucket).param(object).update();
    }

    /**
     * Writes a snapshot, unsealed, and its partitions.
     *
     * @return false when it is there, and nothing was written
     */
    boolean write(String id, String object, Run run, ShuffledData data) {
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
        return written == 1;
    }

    private void copy(String id, String object, PartitionFile partitions) {
        try (BulkCopy copy = BulkCopy.into(dataSource, "partition", "snapshot_id", "sequence", "key", "tags", "object",
                "first_row", "rows", "labelled_rows", "from_time", "to_time", "fingerprint", "profile", "passed",
                "reason_code", "reason_message")) {
            int sequence = 0;
            for (PartitionProfile partition : partitions) {
                copy.row().text(id).int4(sequence++).text(partition.key()).jsonb(partition.tags()).text(object)
                        .int8(partition.firstRow()).int8(partition.rows()).int8(partition.labelledRows())
                        .int8OrNull(partition.fromTime()).int8OrNull(partition.toTime())
                        .text(partition.fingerprint()).jsonb(partition.profile()).bool(partition.verdict().passed())
                        .text(partition.verdict().code()).text(partition.verdict().message());
            }
            copy.finish();
        }
    }

    /** Gives the run an outcome for each partition: failed where the quality gate refused it. */
    void account(UUID run, String snapshot, double seconds, Changes changes, @Nullable SourceReading reading) {
        jdbc.sql("""
                INSERT INTO ingestion (run_id, snapshot_id, changes, reading, source)
                VALUES (:run, :snapshot, :changes::jsonb, :reading::jsonb, :source::jsonb)
                """).param("run", run).param("snapshot", snapshot).param("changes", changes.toJson().toString())
                .param("reading", reading == null ? null : ReadingJson.told(reading))
                .param("source", reading == null ? null : ReadingJson.kept(reading)).update();
        jdbc.sql("""
                INSERT INTO run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, sequence, key, CASE WHEN passed THEN 'succeeded' ELSE 'failed' END, reason_code,
                       reason_message, 1, :seconds / greatest(1, count(*) OVER ())
                FROM partition WHERE snapshot_id = :snapshot
                """).param("run", run).param("seconds", seconds).param("snapshot", snapshot).update();
    }

    /**
     * Takes down which keys the snapshot lacks, those of the baseline and those that the baseline lacked already and whose
     * retention is not over; each is an outcome of the run, because every key is accounted for.
     */
    void accountVanished(UUID run, String snapshot, Changes changes, Duration retention) {
        String baseline = changes.baseline();
        if (snapshot.equals(baseline)) {
            jdbc.sql(
                    "DELETE FROM vanished WHERE snapshot_id = :snapshot AND since <= now() - make_interval(secs => :retention)")
                    .param("snapshot", snapshot).param("retention", retention.toSeconds()).update();
        } else {
            jdbc.sql("DELETE FROM vanished WHERE snapshot_id = ?").param(snapshot).update();
            jdbc.sql("""
                    INSERT INTO vanished (snapshot_id, key, tags, last_snapshot, since)
                    SELECT :snapshot, key, tags, last_snapshot, since
                    FROM (SELECT key, tags, snapshot_id AS last_snapshot, now() AS since FROM partition
                          WHERE snapshot_id = :baseline
                          UNION ALL
                          SELECT key, tags, last_snapshot, since FROM vanished WHERE snapshot_id = :baseline) b
                    WHERE since > now() - make_interval(secs => :retention)
                      AND NOT EXISTS (SELECT 1 FROM partition p WHERE p.snapshot_id = :snapshot AND p.key = b.key)
                    """).param("snapshot", snapshot).param("baseline", baseline)
                    .param("retention", retention.toSeconds()).update();
        }
        jdbc.sql("""
                INSERT INTO run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts, seconds)
                SELECT :run, s.partitions + row_number() OVER (ORDER BY v.key) - 1, v.key, 'skipped', 'vanished',
                       'The key is not delivered any more; snapshot [' || v.last_snapshot || '] had it last. Maybe the delivery is not complete, or the key is closed',
                       1, 0
                FROM vanished v JOIN snapshot s ON s.id = v.snapshot_id WHERE v.snapshot_id = :snapshot
                """).param("run", run).param("snapshot", snapshot).update();
    }

    /** The snapshot that the family's current release was made from, where promotion has one and lets this service see it. */
    Optional<String> released(String family) {
        boolean visible = jdbc.sql("""
                SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                               WHERE n.nspname = 'production' AND c.relname = 'current_release'
                                 AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
                """).query(Boolean.class).single();
        return visible
                ? jdbc.sql("""
                        SELECT r.snapshot_id FROM production.current_release c
                        JOIN production.release r ON r.id = c.release_id WHERE c.family = ?
                        """).param(family).query(String.class).optional()
                : Optional.empty();
    }

    /** What the family's snapshots were read from that were sealed last, the latest first. */
    List<EarlierReading> readings(String family) {
        return jdbc.sql("""
                SELECT i.snapshot_id, i.source FROM ingestion i JOIN snapshot s ON s.id = i.snapshot_id JOIN run r ON r.id = i.run_id
                WHERE s.family = ? AND s.sealed_at IS NOT NULL AND i.source IS NOT NULL AND r.state = 'succeeded'
                ORDER BY r.finished_at DESC LIMIT ?
                """).param(family).param(READINGS).query((row, _) -> ReadingJson.read(row.getString("snapshot_id"),
                json.readTree(row.getString("source")))).list();
    }

    /** The keys of a snapshot, to be taken from. */
    Set<String> keys(String snapshot) {
        return new HashSet<>(
                jdbc.sql("SELECT key FROM partition WHERE snapshot_id = ?").param(snapshot).query(String.class).list());
    }

    /** Snapshot, changes and warnings of a run. */
    Map<String, Object> resultOf(UUID run) {
        return jdbc.sql("""
                SELECT i.snapshot_id, i.changes, i.reading, s.profile -> 'warnings' AS warnings
                FROM ingestion i JOIN snapshot s ON s.id = i.snapshot_id WHERE i.run_id = ?
                """).param(run).query((row, number) -> {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("snapshot", row.getString("snapshot_id"));
            String changes = row.getString("changes");
            String profiled = row.getString("warnings");
            ArrayNode warnings = (ArrayNode) json.readTree(profiled == null ? "[]" : profiled);
            if (changes != null) {
                ObjectNode changed = (ObjectNode) json.readTree(changes);
                changed.path(Changes.WARNINGS).forEach(warnings::add);
                changed.remove(Changes.WARNINGS);
                result.put("changes", changed);
            }
            String reading = row.getString("reading");
            if (reading != null) {
                result.put("reading", json.readTree(reading));
            }
            result.put("warnings", warnings);
            return result;
        }).single();
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

package io.manymodels.catalog;

import io.manymodels.rows.Column;
import io.manymodels.rows.TimeAxis;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads ingestion's catalogue (schema {@code catalog}) with any role that may read it. */
public final class SnapshotRepository {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SNAPSHOT = """
            SELECT id, family, family_version, rows, partitions, columns, time_axis, last_time, profile, sealed_at
            FROM catalog.snapshot
            """;
    private static final String PARTITION = """
            SELECT sequence, key, tags, object, first_row, rows, labelled_rows, from_time, to_time, fingerprint, passed,
                   reason_code, reason_message
            FROM catalog.partition
            """;

    private final JdbcClient jdbc;

    public SnapshotRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A snapshot that is complete; one that an ingestion has not sealed is nobody's yet. */
    public Optional<Snapshot> find(String id) {
        return jdbc.sql(SNAPSHOT + "WHERE id = :id AND sealed_at IS NOT NULL").param("id", id)
                .query(SnapshotRepository::snapshot).optional();
    }

    /** The family's snapshot that was sealed last. */
    public Optional<Snapshot> latest(String family) {
        return jdbc
                .sql(SNAPSHOT + "WHERE family = :family AND sealed_at IS NOT NULL ORDER BY sealed_at DESC, id LIMIT 1")
                .param("family", family).query(SnapshotRepository::snapshot).optional();
    }

    /** The partitions whose sequence lies in [from, to), in order. */
    public List<PartitionEntry> partitions(String snapshotId, int from, int to) {
        return jdbc
                .sql(PARTITION + "WHERE snapshot_id = :id AND sequence >= :from AND sequence < :to ORDER BY sequence")
                .param("id", snapshotId).param("from", from).param("to", to)
                .query((row, number) -> partition(row)).list();
    }

    /**
     * In which group the partitions whose sequence lies in [from, to) are: the values of key or static columns,
     * as texts; an empty one for none.
     *
     * @param key which of the columns are the key's
     * @param by columns, from coarse to fine
     */
    public Map<Integer, List<String>> groups(String snapshotId, List<String> key, List<String> by, int from, int to) {
        Map<Integer, List<String>> groups = new HashMap<>();
        jdbc.sql("""
                SELECT sequence, key, (coalesce(profile -> 'last', '{}') || tags)::text AS constant
                FROM catalog.partition WHERE snapshot_id = :id AND sequence >= :from AND sequence < :to
                """).param("id", snapshotId).param("from", from).param("to", to).query(row -> {
            JsonNode ofKey = JSON.readTree(row.getString("key"));
            JsonNode constant = JSON.readTree(row.getString("constant"));
            groups.put(row.getInt("sequence"), by.stream()
                    .map(column -> (key.contains(column) ? ofKey : constant).path(column).asString("")).toList());
        });
        return groups;
    }

    public Optional<PartitionEntry> partition(String snapshotId, String key) {
        return jdbc.sql(PARTITION + "WHERE snapshot_id = :id AND key = :key").param("id", snapshotId).param("key", key)
                .query((row, number) -> partition(row)).optional();
    }

    private static Snapshot snapshot(ResultSet row, int number) throws SQLException {
        String axis = row.getString("time_axis");
        JsonNode profile = JSON.readTree(row.getString("profile"));
        Timestamp sealed = row.getTimestamp("sealed_at");
        return new Snapshot(row.getString("id"), row.getString("family"), row.getInt("family_version"),
                row.getLong("rows"), row.getInt("partitions"),
                Column.listFromJson(JSON.readTree(row.getString("columns"))),
                axis == null ? null : TimeAxis.fromJson(JSON.readTree(axis)), nullable(row, "last_time"), profile,
                sealed == null ? java.time.Instant.EPOCH : sealed.toInstant());
    }

    private static PartitionEntry partition(ResultSet row) throws SQLException {
        return new PartitionEntry(row.getInt("sequence"), row.getString("key"), row.getString("tags"),
                row.getString("object"), row.getLong("first_row"), row.getLong("rows"), row.getLong("labelled_rows"),
                nullable(row, "from_time"), nullable(row, "to_time"), row.getString("fingerprint"),
                row.getBoolean("passed"), row.getString("reason_code"), row.getString("reason_message"));
    }

    private static @Nullable Long nullable(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}

package io.manymodels.registry;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the production registry (schema {@code production}) with any role that may read it. Thread-safe. */
public final class ReleaseRepository {

    private static final String RELEASE = """
            SELECT r.id, r.family, r.number, r.run_id, r.snapshot_id, r.family_version, r.created_at FROM production.release r
            """;

    /** Key of the lock on a family's current release: who reads production may take it, where row locks need more rights. */
    private static final String POINTER = "hashtextextended('production.current_release/' || ?, 0)";

    private final JdbcClient jdbc;

    public ReleaseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The release that readers follow now. */
    public Optional<Release> current(String family) {
        return jdbc.sql(RELEASE + "JOIN production.current_release c ON c.release_id = r.id WHERE c.family = ?")
                .param(family).query(ReleaseRepository::release).optional();
    }

    /**
     * The release that readers follow, and go on following until the current transaction ends: whoever wants to move them
     * waits. For what is only true of a current release, such as its predictions.
     */
    public Optional<Release> currentUntilCommit(String family) {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(%s)".formatted(POINTER)).param(family)
                .query((row, number) -> true).single();
        return current(family);
    }

    /**
     * Waits until nobody relies on the family's current release any more, and holds others up until the current
     * transaction ends. Call before moving readers to another release.
     */
    public void lockPointer(String family) {
        jdbc.sql("SELECT pg_advisory_xact_lock(%s)".formatted(POINTER)).param(family).query((row, number) -> true)
                .single();
    }

    /** By its id. */
    public Optional<Release> find(long id) {
        return jdbc.sql(RELEASE + "WHERE r.id = ?").param(id).query(ReleaseRepository::release).optional();
    }

    public Optional<Release> find(String family, int number) {
        return jdbc.sql(RELEASE + "WHERE r.family = ? AND r.number = ?").param(family).param(number)
                .query(ReleaseRepository::release).optional();
    }

    /** The newest release of the family that is older than this number. */
    public Optional<Release> before(String family, int number) {
        return jdbc.sql(RELEASE + "WHERE r.family = ? AND r.number < ? ORDER BY r.number DESC LIMIT 1").param(family)
                .param(number).query(ReleaseRepository::release).optional();
    }

    /** The entries of these keys, in no order; keys that the release does not cover are left out. */
    public List<ReleaseEntry> entries(long release, Collection<String> keys) {
        return jdbc.sql("""
                SELECT e.key, e.tags, e.rung, m.id AS model_version, m.object, m.header_offset, m.header_length,
                       m.header_sha256, m.body_offset, m.body_length, m.body_sha256
                FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                WHERE e.release_id = ? AND e.key = ANY (?)
                """).param(release).param(keys.toArray(String[]::new))
                .query((row, number) -> new ReleaseEntry(row.getString("key"), row.getString("tags"),
                        row.getLong("model_version"), Rung.ofWireName(row.getString("rung")), location(row)))
                .list();
    }

    /** Where a row of {@code production.model_version} says that its model lies. */
    public static ArtefactLocation location(ResultSet row) throws SQLException {
        return new ArtefactLocation(row.getString("object"),
                new ByteRange(row.getLong("header_offset"), row.getInt("header_length"),
                        row.getString("header_sha256")),
                new ByteRange(row.getLong("body_offset"), row.getInt("body_length"), row.getString("body_sha256")));
    }

    private static Release release(ResultSet row, int number) throws SQLException {
        return new Release(row.getLong("id"), row.getString("family"), row.getInt("number"),
                row.getObject("run_id", UUID.class), row.getString("snapshot_id"), row.getInt("family_version"),
                row.getTimestamp("created_at").toInstant());
    }
}

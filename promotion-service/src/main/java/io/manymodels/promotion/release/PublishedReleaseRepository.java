package io.manymodels.promotion.release;

import io.manymodels.registry.Rung;
import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tables production.release, release_entry, current_release and release_change: all but the reading of entries. */
@Repository
class PublishedReleaseRepository {

    private static final List<Rung> RUNGS = List.of(Rung.values());

    private static final String COLUMNS = """
            SELECT r.id, r.family, r.number, r.run_id, r.training_run, r.snapshot_id, r.family_version, r.created_by,
                   r.created_at, c.release_id IS NOT NULL AS current
            FROM production.release r LEFT JOIN production.current_release c ON c.family = r.family AND c.release_id = r.id
            """;

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    PublishedReleaseRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    /** Whether nothing that the release refers to may be forgotten. */
    boolean isKept(long id) {
        return jdbc.sql("SELECT EXISTS (SELECT kept.id " + KeptReleases.from() + "AND kept.id = :id)")
                .params(KeptReleases.parameters(keep)).param("id", id).query(Boolean.class).single();
    }

    Optional<PublishedRelease> find(long id) {
        return jdbc.sql(COLUMNS + "WHERE r.id = ?").param(id).query(PublishedReleaseRepository::read).optional();
    }

    Optional<PublishedRelease> find(String family, int number) {
        return jdbc.sql(COLUMNS + "WHERE r.family = ? AND r.number = ?").param(family).param(number)
                .query(PublishedReleaseRepository::read).optional();
    }

    Optional<PublishedRelease> current(String family) {
        return jdbc.sql(COLUMNS + "WHERE r.family = ? AND c.release_id IS NOT NULL").param(family)
                .query(PublishedReleaseRepository::read).optional();
    }

    /** Newest first, with numbers below {@code before}. */
    List<PublishedRelease> list(String family, int before, int limit) {
        return jdbc.sql(COLUMNS + "WHERE r.family = ? AND r.number < ? ORDER BY r.number DESC LIMIT ?").param(family)
                .param(before).param(limit).query(PublishedReleaseRepository::read).list();
    }

    int lastNumber(String family) {
        return jdbc.sql("SELECT coalesce(max(number), 0) FROM production.release WHERE family = ?").param(family)
                .query(Integer.class).single();
    }

    boolean familyExists(String family) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM catalog.family WHERE name = ? AND deleted_at IS NULL)")
                .param(family)
                .query(Boolean.class).single();
    }

    /**
     * Reads the partitions of the range once and gives each what lies at its place in three arrays: a lookup for each of them reads all
     * of the snapshot where the planner takes the index that has the snapshot and the key. 0 stands for nothing.
     *
     * @param assignments ascending by sequence
     */
    void insertEntries(long releaseId, String family, String snapshot, List<Assignment> assignments) {
        int from = assignments.getFirst().sequence();
        int to = assignments.getLast().sequence() + 1;
        Long[] models = zeros(to - from);
        Long[] candidates = zeros(to - from);
        Long[] rungs = zeros(to - from);
        for (Assignment assignment : assignments) {
            int place = assignment.sequence() - from;
            models[place] = Objects.requireNonNullElse(assignment.modelVersion(), 0L);
            candidates[place] = Objects.requireNonNullElse(assignment.candidate(), 0L);
            rungs[place] = 1L + RUNGS.indexOf(assignment.rung());
        }
        jdbc.sql("""
                INSERT INTO production.release_entry (release_id, key, tags, model_version_id, rung)
                SELECT :release, p.key, p.tags, coalesce(NULLIF(a.model, 0), m.id), (:names::text[])[a.rung::int]
                FROM catalog.partition p
                CROSS JOIN LATERAL (SELECT (:models::bigint[])[p.sequence - :from + 1] AS model,
                                           (:candidates::bigint[])[p.sequence - :from + 1] AS candidate,
                                           (:rungs::bigint[])[p.sequence - :from + 1] AS rung OFFSET 0) a
                LEFT JOIN LATERAL (SELECT id FROM production.model_version
                                   WHERE family = :family AND source_version = NULLIF(a.candidate, 0) LIMIT 1) m ON true
                WHERE p.snapshot_id = :snapshot AND p.sequence >= :from AND p.sequence < :to AND a.rung > 0
                """).param("release", releaseId).param("family", family).param("snapshot", snapshot)
                .param("from", from).param("to", to).param("models", models).param("candidates", candidates)
                .param("rungs", rungs)
                .param("names", RUNGS.stream().map(Rung::wireName).toArray(String[]::new)).update();
    }

    private static Long[] zeros(int length) {
        Long[] values = new Long[length];
        Arrays.fill(values, 0L);
        return values;
    }

    /** Entries as another release has them. */
    void copyEntries(long releaseId, long from, List<String> keys) {
        jdbc.sql("""
                INSERT INTO production.release_entry (release_id, key, tags, model_version_id, rung)
                SELECT :release, e.key, e.tags, e.model_version_id, e.rung
                FROM production.release_entry e WHERE e.release_id = :from AND e.key = ANY (:keys::text[])
                """).param("release", releaseId).param("from", from)
                .param("keys", keys.toArray(String[]::new)).update();
    }

    void deleteEntries(long releaseId) {
        jdbc.sql("""
                DELETE FROM production.release_entry e
                WHERE e.release_id = ? AND NOT EXISTS (SELECT FROM production.release r WHERE r.id = e.release_id)
                """).param(releaseId).update();
    }

    Map<String, Long> countByRung(long releaseId) {
        return counts("""
                SELECT e.rung, count(*) FROM production.release_entry e WHERE e.release_id = ?
                GROUP BY e.rung ORDER BY array_position('{own,previous,group,family,baseline}'::text[], e.rung)
                """, releaseId);
    }

    Map<String, Long> countByAlgorithm(long releaseId) {
        return counts("""
                SELECT m.algorithm, count(*)
                FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                WHERE e.release_id = ? GROUP BY m.algorithm ORDER BY count(*) DESC, m.algorithm
                """, releaseId);
    }

    private Map<String, Long> counts(String sql, long releaseId) {
        var counts = new LinkedHashMap<String, Long>();
        jdbc.sql(sql).param(releaseId).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    void insert(Prepared prepared, int number, String createdBy) {
        jdbc.sql("""
                INSERT INTO production.release (id, family, number, run_id, training_run, snapshot_id, family_version,
                                                created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """).params(prepared.releaseId(), prepared.family(), number, prepared.run(), prepared.trainingRun(),
                prepared.snapshot(), prepared.familyVersion(), createdBy).update();
    }

    void point(String family, long releaseId, int number) {
        jdbc.sql("""
                INSERT INTO production.current_release (family, release_id, number) VALUES (?, ?, ?)
                ON CONFLICT (family) DO UPDATE SET release_id = excluded.release_id, number = excluded.number, changed_at = now()
                """).params(family, releaseId, number).update();
    }

    void recordChange(String family, @Nullable Long from, long to, String kind, String changedBy) {
        jdbc.sql("""
                INSERT INTO production.release_change (family, from_release, to_release, kind, changed_by)
                VALUES (:family, :from::bigint, :to, :kind, :changedBy)
                """).param("family", family).param("from", from).param("to", to).param("kind", kind)
                .param("changedBy", changedBy).update();
    }

    private static PublishedRelease read(ResultSet row, int number) throws SQLException {
        return new PublishedRelease(row.getLong("id"), row.getString("family"), row.getInt("number"),
                row.getBoolean("current"),
                row.getObject("run_id", UUID.class), row.getObject("training_run", UUID.class),
                row.getString("snapshot_id"), row.getInt("family_version"), row.getString("created_by"),
                row.getTimestamp("created_at").toInstant());
    }
}

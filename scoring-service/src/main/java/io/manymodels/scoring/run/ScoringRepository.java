package io.manymodels.scoring.run;

import io.manymodels.family.FamilySpec;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.registry.Rung;
import io.manymodels.scoring.answer.Assignment;
import io.manymodels.scoring.prediction.GroupColumns;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import io.manymodels.scoring.submission.ScoringParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What was planned for each run, and which model answers for each of its partitions. */
@Repository
class ScoringRepository {

    /** How many releases back a key's model is looked for when its own is broken. */
    private static final int RELEASES_BACK = 5;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    /** @param rows of the partition, for sizing */
    record PartitionSize(int sequence, long rows) {}

    ScoringRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The partitions of a snapshot, in order. */
    List<PartitionSize> partitions(String snapshot) {
        return jdbc.sql("SELECT sequence, rows FROM catalog.partition WHERE snapshot_id = ? ORDER BY sequence")
                .param(snapshot).query((row, number) -> new PartitionSize(row.getInt(1), row.getLong(2))).list();
    }

    void insert(Scoring scoring) {
        Publication publication = scoring.publication();
        jdbc.sql("""
                INSERT INTO predictions.scoring (run_id, family, release_id, release, snapshot_id, rows, cutoff, columns,
                                                 scored_at, table_name, groups)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb)
                """).param(publication.run()).param(publication.family()).param(scoring.releaseId())
                .param(publication.release()).param(scoring.snapshot())
                .param(ScoringParameters.wireName(scoring.rows())).param(scoring.cutoff())
                .param(json.writeValueAsString(publication.schema()))
                .param(OffsetDateTime.ofInstant(publication.scoredAt(), ZoneOffset.UTC))
                .param(Publication.table(publication.run())).param(json.writeValueAsString(publication.groups()))
                .update();
    }

    Scoring get(UUID run) {
        return jdbc.sql("""
                SELECT run_id, family, release_id, release, snapshot_id, rows, cutoff, columns, scored_at, groups
                FROM predictions.scoring WHERE run_id = ?
                """).param(run).query((row, number) -> {
            Instant scoredAt = row.getObject("scored_at", OffsetDateTime.class).toInstant();
            Publication publication = new Publication(row.getObject("run_id", UUID.class), row.getString("family"),
                    row.getInt("release"), json.readValue(row.getString("columns"), PredictionSchema.class), scoredAt,
                    json.readValue(row.getString("groups"), GroupColumns.class));
            return new Scoring(publication, row.getLong("release_id"), row.getString("snapshot_id"),
                    FamilySpec.Rows.valueOf(row.getString("rows").toUpperCase(Locale.ROOT)),
                    row.getObject("cutoff", Long.class));
        }).single();
    }

    /**
     * Finds the model of every partition in one statement. The release's entry decides; a key that came after the release
     * takes the best of the release's shared models whose tags are among the key's.
     */
    void assign(UUID run, String snapshot, long release) {
        jdbc.sql("""
                WITH shared AS MATERIALIZED (
                    SELECT DISTINCT m.id, m.scope, m.scope_key::jsonb AS tags
                    FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                    WHERE e.release_id = :release AND m.scope <> 'own'
                )
                INSERT INTO predictions.assignment (run_id, sequence, model_version_id, rung)
                SELECT :run, p.sequence, coalesce(e.model_version_id, s.id), coalesce(e.rung, s.scope)
                FROM catalog.partition p
                LEFT JOIN production.release_entry e ON e.release_id = :release AND e.key = p.key
                LEFT JOIN LATERAL (
                    SELECT id, scope FROM shared WHERE e.key IS NULL AND p.tags @> shared.tags
                    ORDER BY array_position(ARRAY['group', 'family', 'baseline'], scope), id DESC LIMIT 1
                ) s ON true
                WHERE p.snapshot_id = :snapshot
                """).param("release", release).param("run", run).param("snapshot", snapshot).update();
    }

    /** The models of the partitions in {@code [from, to)}; a partition for which there is none is left out. */
    List<Assignment> assignments(UUID run, int from, int to) {
        return jdbc.sql("""
                SELECT a.sequence, a.rung, m.id, m.object, m.header_offset, m.header_length, m.header_sha256,
                       m.body_offset, m.body_length, m.body_sha256
                FROM predictions.assignment a JOIN production.model_version m ON m.id = a.model_version_id
                WHERE a.run_id = ? AND a.sequence >= ? AND a.sequence < ? ORDER BY a.sequence
                """).param(run).param(from).param(to)
                .query((row, number) -> assignment(row)).list();
    }

    /** Gives the partitions that a cancelled run never came to their outcome. */
    void cancelRest(UUID run, String snapshot) {
        jdbc.sql("""
                INSERT INTO predictions.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts,
                                                       seconds)
                SELECT :run, p.sequence, p.key, 'cancelled', 'run-cancelled',
                       'The run was cancelled before it came to this partition. Maybe start it again', 0, 0
                FROM catalog.partition p
                WHERE p.snapshot_id = :snapshot AND NOT EXISTS (
                    SELECT FROM predictions.run_partition o WHERE o.run_id = :run AND o.sequence = p.sequence)
                """).param("run", run).param("snapshot", snapshot).update();
    }

    /**
     * Who may stand in for the models of these partitions, best first: the key's entries of the releases before, newest
     * first, then the shared models of these releases whose tags are among the key's.
     */
    Map<Integer, List<Assignment>> substitutes(UUID run, Set<Integer> sequences) {
        Map<Integer, List<Assignment>> found = new HashMap<>();
        jdbc.sql("""
                WITH asked AS MATERIALIZED (
                    SELECT a.sequence, a.model_version_id, p.key, p.tags, s.family, s.release_id, s.release
                    FROM predictions.assignment a
                    JOIN predictions.scoring s ON s.run_id = a.run_id
                    JOIN catalog.partition p ON p.snapshot_id = s.snapshot_id AND p.sequence = a.sequence
                    WHERE a.run_id = :run AND a.sequence = ANY (:sequences)
                ), around AS MATERIALIZED (
                    SELECT r.id, r.number, r.number = q.release AS current
                    FROM (SELECT DISTINCT family, release FROM asked) q
                    JOIN production.release r ON r.family = q.family
                         AND r.number BETWEEN q.release - :releases AND q.release
                ), shared AS MATERIALIZED (
                    SELECT m.id, m.scope, m.scope_key::jsonb AS tags, max(r.number) AS number
                    FROM around r JOIN production.release_entry e ON e.release_id = r.id
                    JOIN production.model_version m ON m.id = e.model_version_id
                    WHERE m.scope <> 'own' GROUP BY m.id
                ), found AS (
                    SELECT q.sequence, e.model_version_id AS version,
                           CASE WHEN m.scope = 'own' THEN 'previous' ELSE m.scope END AS rung, 0 AS step, -r.number AS place
                    FROM asked q JOIN around r ON NOT r.current
                    JOIN production.release_entry e ON e.release_id = r.id AND e.key = q.key
                    JOIN production.model_version m ON m.id = e.model_version_id
                    UNION ALL
                    SELECT q.sequence, s.id, s.scope, array_position(ARRAY['group', 'family', 'baseline'], s.scope), -s.number
                    FROM asked q JOIN shared s ON q.tags @> s.tags
                ), best AS (
                    SELECT DISTINCT ON (f.sequence, f.version) f.sequence, f.version, f.rung, f.step, f.place
                    FROM found f JOIN asked q ON q.sequence = f.sequence AND q.model_version_id <> f.version
                    ORDER BY f.sequence, f.version, f.step, f.place
                )
                SELECT b.sequence, b.rung, m.id, m.object, m.header_offset, m.header_length, m.header_sha256,
                       m.body_offset, m.body_length, m.body_sha256
                FROM best b JOIN production.model_version m ON m.id = b.version
                ORDER BY b.sequence, b.step, b.place
                """).param("run", run).param("sequences", sequences.toArray(Integer[]::new))
                .param("releases", RELEASES_BACK).query(row -> {
                    found.computeIfAbsent(row.getInt("sequence"), _ -> new ArrayList<>()).add(assignment(row));
                });
        return found;
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        return new Assignment(row.getInt("sequence"), row.getLong("id"), Rung.ofWireName(row.getString("rung")),
                ReleaseRepository.location(row));
    }

    void forgetAssignments(UUID run) {
        jdbc.sql("DELETE FROM predictions.assignment WHERE run_id = ?").param(run).update();
    }
}

package io.manymodels.scoring.run;

import io.manymodels.family.FamilySpec;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.registry.Rung;
import io.manymodels.scoring.prediction.PredictionSchema;
import io.manymodels.scoring.prediction.Publication;
import io.manymodels.scoring.submission.ScoringParameters;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** What was planned for each run, and which model answers for each of its partitions. */
@Repository
class ScoringRepository {

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
                                                 scored_at, table_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                """).param(publication.run()).param(publication.family()).param(scoring.releaseId())
                .param(publication.release()).param(scoring.snapshot())
                .param(ScoringParameters.wireName(scoring.rows())).param(scoring.cutoff())
                .param(json.writeValueAsString(publication.schema()))
                .param(OffsetDateTime.ofInstant(publication.scoredAt(), ZoneOffset.UTC))
                .param(Publication.table(publication.run())).update();
    }

    Scoring get(UUID run) {
        return jdbc.sql("""
                SELECT run_id, family, release_id, release, snapshot_id, rows, cutoff, columns, scored_at
                FROM predictions.scoring WHERE run_id = ?
                """).param(run).query((row, number) -> {
            Instant scoredAt = row.getObject("scored_at", OffsetDateTime.class).toInstant();
            Publication publication = new Publication(row.getObject("run_id", UUID.class), row.getString("family"),
                    row.getInt("release"), json.readValue(row.getString("columns"), PredictionSchema.class), scoredAt);
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
                .query((row, number) -> new Assignment(row.getInt("sequence"), row.getLong("id"),
                        Rung.ofWireName(row.getString("rung")), ReleaseRepository.location(row)))
                .list();
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

    void forgetAssignments(UUID run) {
        jdbc.sql("DELETE FROM predictions.assignment WHERE run_id = ?").param(run).update();
    }
}

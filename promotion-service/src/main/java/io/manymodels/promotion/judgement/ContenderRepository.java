package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.problem.Problem;
import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads, for a range of partitions, the models that contend for each key: one query a range. */
@Repository
class ContenderRepository {

    private static final Metrics NOT_ASKED = new Metrics(Map.of());
    /** What is wanted of a champion that is compared with the candidate, and of the candidate. */
    private static final String COMPARED = """
            m.metrics AS champion_metrics, CASE WHEN m.source_version <> c.id THEN c.provenance ->> 'holdout' END AS holdout,
            m.provenance ->> 'origin' AS origin, m.object AS champion_object, m.header_offset AS champion_header_offset,
            m.header_length AS champion_header_length, m.header_sha256 AS champion_header_sha256,
            m.body_offset AS champion_body_offset, m.body_length AS champion_body_length,
            m.body_sha256 AS champion_body_sha256,
            """;
    private static final String GROUP = """
            LEFT JOIN production.fallback g ON g.run_id = :run AND g.scope = 'group'
                 AND g.scope_key = (SELECT jsonb_object_agg(name, p.tags -> name) FROM unnest(:group::text[]) AS name)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ContenderRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    long count(String snapshot) {
        return jdbc.sql("SELECT count(*) FROM catalog.partition WHERE snapshot_id = ?").param(snapshot)
                .query(Long.class)
                .single();
    }

    /**
     * The keys of the partitions {@code from} (inclusive) to {@code to} (exclusive) that have no outcome in the run yet.
     * All else is looked up key by key (LIMIT keeps the planner to that): a join by hash reads all keys of the family for each
     * range, and one by a loop, which the planner takes where it knows nothing of a run that is small beside others, all of the
     * range for each key. What only some families need is asked for theirs alone.
     *
     * @param group   columns of the family's groups; empty for none
     * @param measure whether the candidates' metrics are wanted; else they have none
     * @param compare whether the candidates' judged rows are wanted, and the champions' metrics
     */
    List<Contender> find(Promotion promotion, List<String> group, boolean measure, boolean compare, int from, int to) {
        Map<Integer, Problem> reasons = trainingReasons(promotion.trainingRun(), from, to);
        return jdbc.sql("""
                SELECT c.id, c.object, c.header_offset, c.header_length, c.header_sha256, c.body_offset, c.body_length,
                       c.body_sha256, CASE WHEN :measure THEN c.metrics END AS candidate_metrics, copied.id AS copied,
                       p.sequence, p.key, p.labelled_rows, p.passed, p.reason_code, p.reason_message,
                       m.id AS champion, m.source_version, %s
                       %s
                FROM catalog.partition p
                LEFT JOIN LATERAL (SELECT version_id FROM training.run_model
                                   WHERE run_id = :training AND scope = 'own' AND scope_key = p.key LIMIT 1) r ON true
                LEFT JOIN training.model_version c ON c.id = r.version_id
                LEFT JOIN LATERAL (SELECT id FROM production.model_version
                                   WHERE family = :family AND source_version = c.id LIMIT 1) copied ON true
                LEFT JOIN LATERAL (SELECT model_version_id FROM production.release_entry
                                   WHERE release_id = :base::bigint AND key = p.key LIMIT 1) e ON true
                LEFT JOIN production.model_version m ON m.id = e.model_version_id AND m.scope = 'own'
                %s
                WHERE p.snapshot_id = :snapshot AND p.sequence >= :from AND p.sequence < :to
                  AND p.sequence <> ALL (ARRAY(SELECT o.sequence FROM production.run_partition o
                                               WHERE o.run_id = :run AND o.sequence >= :from AND o.sequence < :to))
                ORDER BY p.sequence
                """.formatted(compare ? COMPARED : "", group.isEmpty()
                ? "false AS has_group, NULL::bigint AS group_model"
                : "g.run_id IS NOT NULL AS has_group, g.model_version_id AS group_model",
                group.isEmpty() ? "" : GROUP)).param("training", promotion.trainingRun())
                .param("family", promotion.family())
                .param("base", promotion.baseRelease()).param("run", promotion.run())
                .param("snapshot", promotion.snapshot()).param("group", group.toArray(String[]::new))
                .param("measure", measure).param("from", from).param("to", to)
                .query((row, _) -> read(row, reasons, compare)).list();
    }

    /** What the training run says of partitions, by sequence: read as a range, as it speaks of few. */
    private Map<Integer, Problem> trainingReasons(UUID run, int from, int to) {
        Map<Integer, Problem> reasons = new HashMap<>();
        jdbc.sql("""
                SELECT sequence, reason_code, reason_message FROM training.run_partition
                WHERE run_id = :run AND sequence >= :from AND sequence < :to AND reason_code IS NOT NULL
                """).param("run", run).param("from", from).param("to", to).query(row -> {
            reasons.put(row.getInt(1), new Problem(row.getString(2), String.valueOf(row.getString(3))));
        });
        return reasons;
    }

    /** Gives the partitions that a cancelled run never came to their outcome. */
    void cancelRest(UUID run, String snapshot) {
        jdbc.sql("""
                INSERT INTO production.run_partition (run_id, sequence, key, outcome, reason_code, reason_message, attempts,
                                                      seconds)
                SELECT :run, p.sequence, p.key, 'cancelled', 'run-cancelled',
                       'The run was cancelled before it came to this partition. Maybe start it again', 0, 0
                FROM catalog.partition p
                WHERE p.snapshot_id = :snapshot AND NOT EXISTS (
                    SELECT FROM production.run_partition o WHERE o.run_id = :run AND o.sequence = p.sequence)
                """).param("run", run).param("snapshot", snapshot).update();
    }

    static Artefact artefact(ResultSet row, int column) throws SQLException {
        return new Artefact(row.getLong(column), row.getString(column + 1), row.getLong(column + 2),
                row.getInt(column + 3),
                row.getString(column + 4), row.getLong(column + 5), row.getInt(column + 6), row.getString(column + 7));
    }

    private Contender read(ResultSet row, Map<Integer, Problem> reasons, boolean compare) throws SQLException {
        var candidate = row.getObject("id") == null
                ? null
                : new Contender.Candidate(artefact(row, 1), metrics(row.getString("candidate_metrics")),
                        row.getObject("copied") != null, compare ? row.getString("holdout") : null);
        var champion = row.getObject("champion") == null ? null : champion(row, compare);
        return new Contender(row.getInt("sequence"), row.getString("key"), row.getLong("labelled_rows"), candidate,
                champion,
                absence(row, reasons), row.getBoolean("has_group"), row.getObject("group_model", Long.class));
    }

    private Contender.Champion champion(ResultSet row, boolean compare) throws SQLException {
        var id = row.getLong("champion");
        var candidate = row.getLong("source_version");
        return compare
                ? new Contender.Champion(id, candidate, metrics(row.getString("champion_metrics")),
                        row.getString("origin"), location(row))
                : new Contender.Champion(id, candidate, NOT_ASKED, null, null);
    }

    private static ArtefactLocation location(ResultSet row) throws SQLException {
        return new ArtefactLocation(row.getString("champion_object"),
                new ByteRange(row.getLong("champion_header_offset"), row.getInt("champion_header_length"),
                        row.getString("champion_header_sha256")),
                new ByteRange(row.getLong("champion_body_offset"), row.getInt("champion_body_length"),
                        row.getString("champion_body_sha256")));
    }

    private Metrics metrics(@Nullable String text) {
        if (text == null) {
            return NOT_ASKED;
        }
        try (var parser = json.createParser(text)) {
            return Metrics.of(parser);
        }
    }

    private static @Nullable Refusal absence(ResultSet row, Map<Integer, Problem> reasons) throws SQLException {
        var ofTraining = row.getBoolean("passed") ? reasons.get(row.getInt("sequence")) : null;
        var code = ofTraining == null ? row.getString("reason_code") : ofTraining.code();
        var message = ofTraining == null ? row.getString("reason_message") : ofTraining.message();
        return code == null
                ? null
                : new Refusal("no-candidate", "No model of its own: %s: %s".formatted(code, message));
    }
}

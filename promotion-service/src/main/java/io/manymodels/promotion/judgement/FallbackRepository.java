package io.manymodels.promotion.judgement;

import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.rule.Refusal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Table production.fallback: the group, family and baseline models of a promotion run. Scopes are named one by one: to find what is not
 * a key's own, PostgreSQL reads all that is, of all nights.
 */
@Repository
class FallbackRepository {

    private final JdbcClient jdbc;

    FallbackRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Group, family and baseline candidates of a training run that are not in production yet. */
    List<Artefact> toCopy(Promotion promotion) {
        return jdbc.sql("""
                SELECT c.id, c.object, c.header_offset, c.header_length, c.header_sha256, c.body_offset, c.body_length,
                       c.body_sha256
                FROM training.run_model r JOIN training.model_version c ON c.id = r.version_id
                WHERE r.run_id = :training AND r.scope IN ('group', 'family', 'baseline')
                  AND NOT EXISTS (SELECT FROM production.model_version m
                                  WHERE m.family = :family AND m.source_version = c.id)
                """).param("training", promotion.trainingRun()).param("family", promotion.family())
                .query((row, _) -> ContenderRepository.artefact(row, 1)).list();
    }

    /**
     * Stores what the run can fall back on: the training run's models, and where it has none, or a corrupt one, the newest
     * that production has.
     */
    void insert(Promotion promotion, Map<Long, Refusal> corrupt) {
        var ids = corrupt.keySet().stream().toArray(Long[]::new);
        var problems = corrupt.values().stream().map(Refusal::message).toArray(String[]::new);
        jdbc.sql("""
                INSERT INTO production.fallback (run_id, scope, scope_key, source_version, model_version_id, problem)
                SELECT :run, r.scope, r.scope_key::jsonb, r.version_id, coalesce(m.id, older.id), x.problem
                FROM training.run_model r
                LEFT JOIN production.model_version m ON m.family = :family AND m.source_version = r.version_id
                LEFT JOIN unnest(:corrupt::bigint[], :problems::text[]) AS x (id, problem) ON x.id = r.version_id
                LEFT JOIN LATERAL (SELECT o.id FROM production.model_version o
                                   WHERE x.id IS NOT NULL AND o.family = :family AND o.scope = r.scope
                                     AND o.scope_key = r.scope_key
                                   ORDER BY o.version DESC LIMIT 1) older ON true
                WHERE r.run_id = :training AND r.scope IN ('group', 'family', 'baseline')
                """).param("run", promotion.run()).param("family", promotion.family())
                .param("training", promotion.trainingRun()).param("corrupt", ids).param("problems", problems).update();
        jdbc.sql("""
                INSERT INTO production.fallback (run_id, scope, scope_key, model_version_id)
                SELECT DISTINCT ON (m.scope, m.scope_key::jsonb) :run, m.scope, m.scope_key::jsonb, m.id
                FROM production.model_version m
                WHERE m.family = :family AND m.scope IN ('group', 'family', 'baseline')
                ORDER BY m.scope, m.scope_key::jsonb, m.id DESC
                ON CONFLICT DO NOTHING
                """).param("run", promotion.run()).param("family", promotion.family()).update();
    }

    Fallbacks find(UUID run) {
        return jdbc.sql("""
                SELECT bool_or(scope = 'family'), max(model_version_id) FILTER (WHERE scope = 'family'),
                       bool_or(scope = 'baseline'), max(model_version_id) FILTER (WHERE scope = 'baseline')
                FROM production.fallback WHERE run_id = ?
                """).param(run).query((row, _) -> new Fallbacks(row.getBoolean(1), row.getObject(2, Long.class),
                row.getBoolean(3), row.getObject(4, Long.class))).single();
    }
}

package io.manymodels.promotion.judgement;

import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.promotion.search.KeyPlace;
import io.manymodels.sql.BulkCopy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Table production.verdict. */
@Repository
class VerdictRepository {

    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final JsonMapper json;

    VerdictRepository(JdbcClient jdbc, DataSource dataSource, JsonMapper json) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.json = json;
    }

    void insert(UUID run, List<Judgement> judgements) {
        if (judgements.isEmpty()) {
            return;
        }
        try (var copy = BulkCopy.into(dataSource, "production.verdict", "run_id", "key", "decision", "reasons",
                "metrics", "comparison", "candidate", "champion", "rung")) {
            for (var judgement : judgements) {
                var candidate = judgement.contender().candidate();
                var champion = judgement.contender().champion();
                copy.row().uuid(run).text(judgement.contender().key()).text(judgement.verdict().decision())
                        .jsonb(json.writeValueAsString(judgement.reasons()))
                        .jsonb(json.writeValueAsString(judgement.metrics().values())).jsonb(comparison(judgement));
                number(copy, candidate == null ? null : candidate.id());
                number(copy, champion == null ? null : champion.modelVersion());
                copy.text(judgement.rung() == null ? null : judgement.rung().wireName());
            }
            copy.finish();
        }
    }

    private @Nullable String comparison(Judgement judgement) {
        var comparison = judgement.comparison();
        if (comparison == null) {
            return null;
        }
        var told = json.createObjectNode();
        told.put("basis", comparison.basis().wireName());
        told.put("rows", comparison.rows());
        told.set("metrics", json.valueToTree(comparison.figures()));
        return json.writeValueAsString(told);
    }

    private static void number(BulkCopy copy, @Nullable Long value) {
        if (value == null) {
            copy.none();
        } else {
            copy.int8(value);
        }
    }

    /**
     * In the order of the keys' texts, those behind {@code after}.
     *
     * @param metric in which changes are told
     */
    List<StoredVerdict> list(UUID run, String metric, @Nullable String decision, @Nullable String after, int limit) {
        return find(run, metric, decision, limit, "WHERE key > :after ORDER BY key",
                Map.of("after", after == null ? "" : after));
    }

    /** Those that change most first, and those last of which it is not known; behind {@code after}. */
    List<StoredVerdict> mostChanged(UUID run, String metric, @Nullable String decision, @Nullable KeyPlace after,
            int limit) {
        double rank = after == null
                ? Double.NEGATIVE_INFINITY
                : after.place() == null ? Double.POSITIVE_INFINITY : -after.place();
        return find(run, metric, decision, limit, """
                WHERE (coalesce(-abs(change), 'Infinity'), key) > (:rank::float8, :after)
                ORDER BY coalesce(-abs(change), 'Infinity'), key""",
                Map.of("rank", rank, "after", after == null ? "" : after.key()));
    }

    private List<StoredVerdict> find(UUID run, String metric, @Nullable String decision, int limit, String ordered,
            Map<String, Object> behind) {
        return jdbc.sql("""
                SELECT key, decision, reasons, metrics, comparison, candidate, champion, rung, change
                FROM (SELECT v.key, v.decision, v.reasons, v.metrics, v.comparison, v.candidate, v.champion, v.rung,
                             NULLIF(coalesce((v.comparison #>> ARRAY['metrics', :metric, 'candidate'])::float8
                                             - (v.comparison #>> ARRAY['metrics', :metric, 'champion'])::float8,
                                             (v.metrics ->> :metric)::float8 - (m.metrics ->> :metric)::float8),
                                    'NaN') AS change
                      FROM production.verdict v LEFT JOIN production.model_version m ON m.id = v.champion
                      WHERE v.run_id = :run %s) x
                %s LIMIT :limit
                """.formatted(decision == null ? "" : "AND v.decision = :decision", ordered)).params(behind)
                .param("run", run).param("metric", metric).param("decision", decision).param("limit", limit)
                .query((row, _) -> new StoredVerdict(row.getString(1), json.readTree(row.getString(1)),
                        row.getString(2),
                        List.of(json.readValue(row.getString(3), Refusal[].class)), json.readTree(row.getString(4)),
                        tree(row.getString(5)),
                        row.getObject(6, Long.class), row.getObject(7, Long.class), row.getString(8),
                        row.getObject(9, Double.class)))
                .list();
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        return text == null ? null : json.readTree(text);
    }

    Map<String, Long> countByDecision(UUID run) {
        var counts = new LinkedHashMap<String, Long>();
        List.of("promote", "hold", "reject").forEach(decision -> counts.put(decision, 0L));
        jdbc.sql("SELECT decision, count(*) FROM production.verdict WHERE run_id = ? GROUP BY decision").param(run)
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    Map<String, Long> countByRung(UUID run) {
        var counts = new LinkedHashMap<String, Long>();
        jdbc.sql("""
                SELECT coalesce(rung, 'none') AS rung, count(*) FROM production.verdict WHERE run_id = ? GROUP BY 1
                ORDER BY array_position('{own,previous,group,family,baseline,none}'::text[], coalesce(rung, 'none'))
                """).param(run).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }

    Difference difference(Promotion promotion) {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE v.key IS NOT NULL AND e.key IS NULL),
                       count(*) FILTER (WHERE v.key IS NOT NULL AND e.key IS NOT NULL AND NOT same),
                       count(*) FILTER (WHERE v.key IS NOT NULL AND e.key IS NOT NULL AND same),
                       count(*) FILTER (WHERE v.key IS NULL)
                FROM (SELECT key, decision, rung FROM production.verdict WHERE run_id = :run) v
                FULL JOIN (SELECT key, rung FROM production.release_entry WHERE release_id = :base::bigint) e ON e.key = v.key
                CROSS JOIN LATERAL (SELECT v.decision <> 'promote' AND v.rung IS NOT DISTINCT FROM e.rung) AS x (same)
                """).param("run", promotion.run()).param("base", promotion.baseRelease())
                .query((row, _) -> new Difference(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }
}

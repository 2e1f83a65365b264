package io.manymodels.promotion.judgement;

import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.promotion.search.KeyPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Table production.verdict. */
@Repository
class VerdictRepository {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    VerdictRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Verdicts keep the candidate's metrics as they are, and the rows of the key where training counted none. What of them is no number
     * is left out where they are read: to take each key's metrics apart cost as much as all else that a verdict takes.
     */
    void insert(UUID run, List<Judgement> judgements) {
        if (judgements.isEmpty()) {
            return;
        }
        jdbc.sql("""
                INSERT INTO production.verdict (run_id, key, decision, reasons, metrics, comparison, candidate, champion, rung)
                SELECT :run, v.key, v.decision, v.reasons::jsonb,
                       CASE WHEN c.metrics IS NULL THEN '{}'
                            WHEN jsonb_typeof(c.metrics -> 'rows') = 'number' THEN c.metrics
                            ELSE c.metrics || jsonb_build_object('rows', v.rows) END,
                       v.comparison::jsonb, v.candidate, v.champion, v.rung
                FROM unnest(:keys::text[], :rows::bigint[], :decisions::text[], :reasons::text[], :comparisons::text[],
                            :candidates::bigint[], :champions::bigint[], :rungs::text[])
                     AS v (key, rows, decision, reasons, comparison, candidate, champion, rung)
                LEFT JOIN LATERAL (SELECT metrics FROM training.model_version WHERE id = v.candidate LIMIT 1) c ON true
                """).param("run", run)
                .param("keys", column(judgements, String[]::new, each -> each.contender().key()))
                .param("rows", column(judgements, Long[]::new, each -> each.contender().rows()))
                .param("decisions", column(judgements, String[]::new, each -> each.verdict().decision()))
                .param("reasons", column(judgements, String[]::new, this::reasons))
                .param("comparisons", column(judgements, String[]::new, this::comparison))
                .param("candidates", column(judgements, Long[]::new, VerdictRepository::candidate))
                .param("champions", column(judgements, Long[]::new, VerdictRepository::champion))
                .param("rungs", column(judgements, String[]::new, VerdictRepository::rung)).update();
    }

    private static <T> @Nullable T[] column(List<Judgement> judgements, IntFunction<@Nullable T[]> array,
            Function<Judgement, @Nullable T> value) {
        return judgements.stream().map(value).toArray(array);
    }

    private String reasons(Judgement judgement) {
        return judgement.reasons().isEmpty() ? "[]" : json.writeValueAsString(judgement.reasons());
    }

    private static @Nullable Long candidate(Judgement judgement) {
        var candidate = judgement.contender().candidate();
        return candidate == null ? null : candidate.id();
    }

    private static @Nullable Long champion(Judgement judgement) {
        var champion = judgement.contender().champion();
        return champion == null ? null : champion.modelVersion();
    }

    private static @Nullable String rung(Judgement judgement) {
        return judgement.rung() == null ? null : judgement.rung().wireName();
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
                                             CASE WHEN jsonb_typeof(v.metrics -> :metric) = 'number'
                                                  THEN (v.metrics ->> :metric)::float8 - (m.metrics ->> :metric)::float8 END),
                                    'NaN') AS change
                      FROM production.verdict v LEFT JOIN production.model_version m ON m.id = v.champion
                      WHERE v.run_id = :run %s) x
                %s LIMIT :limit
                """.formatted(decision == null ? "" : "AND v.decision = :decision", ordered)).params(behind)
                .param("run", run).param("metric", metric).param("decision", decision).param("limit", limit)
                .query((row, _) -> new StoredVerdict(row.getString(1), json.readTree(row.getString(1)),
                        row.getString(2),
                        List.of(json.readValue(row.getString(3), Refusal[].class)), numbers(row.getString(4)),
                        tree(row.getString(5)),
                        row.getObject(6, Long.class), row.getObject(7, Long.class), row.getString(8),
                        row.getObject(9, Double.class)))
                .list();
    }

    private JsonNode numbers(String metrics) {
        var told = (ObjectNode) json.readTree(metrics);
        told.removeIf(value -> !value.isNumber());
        return told;
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

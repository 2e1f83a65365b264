package io.manymodels.promotion.search;

import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.TagFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Finds keys of a release: one pass over its entries that joins no more than the sort needs, then a page with all else. */
@Repository
class KeyRepository {

    private static final String ERROR = "NULLIF((%s.metrics ->> :metric)::float8, 'NaN')";

    private static final TypeReference<List<Refusal>> REASONS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    KeyRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    List<FoundKey> find(Judged judged, KeyQuery query, @Nullable KeyPlace after, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("release", judged.release().id());
        parameters.put("before", judged.beforeId());
        parameters.put("run", judged.release().run());
        parameters.put("snapshot", judged.release().snapshot());
        parameters.put("metric", judged.metric().wire());
        parameters.put("badness", judged.badness());
        parameters.put("limit", limit);
        String sql = """
                WITH found AS (
                  SELECT key, rung, model_version_id, %s AS place
                  FROM (SELECT e.key, e.rung, e.model_version_id, %s AS bad, %s AS bad_before, %s AS rows
                        FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                        %s WHERE e.release_id = :release %s) s
                ), page AS (SELECT key, rung, model_version_id, place FROM found %s ORDER BY place DESC NULLS LAST, key LIMIT :limit)
                SELECT f.key, f.place, f.rung, f.model_version_id, m.version, m.algorithm, %s AS error,
                       %s AS error_before, p.rows, coalesce(v.reasons, '[]')::text AS reasons
                FROM page f JOIN production.model_version m ON m.id = f.model_version_id
                LEFT JOIN production.release_entry b ON b.release_id = :before AND b.key = f.key
                LEFT JOIN production.model_version bm ON bm.id = b.model_version_id
                LEFT JOIN catalog.partition p ON p.snapshot_id = :snapshot AND p.key = f.key
                LEFT JOIN production.verdict v ON v.run_id = :run AND v.key = f.key
                ORDER BY f.place DESC NULLS LAST, f.key
                """.formatted(query.sort().place(), ":badness * " + ERROR.formatted("m"),
                query.sort() == KeySort.CHANGE ? ":badness * " + ERROR.formatted("bm") : "NULL::float8",
                query.sort() == KeySort.SIZE ? "p.rows" : "NULL::bigint", joins(query), filters(query, parameters),
                behind(after, parameters), ERROR.formatted("m"), ERROR.formatted("bm"));
        return jdbc.sql(sql).params(parameters).query(this::read).list();
    }

    private static String joins(KeyQuery query) {
        String sorting = switch (query.sort()) {
            case CHANGE -> """
                    JOIN production.release_entry b ON b.release_id = :before AND b.key = e.key
                    JOIN production.model_version bm ON bm.id = b.model_version_id
                    """;
            case SIZE -> "LEFT JOIN catalog.partition p ON p.snapshot_id = :snapshot AND p.key = e.key\n";
            case ERROR, KEY -> "";
        };
        return query.reason() == null
                ? sorting
                : sorting + "JOIN production.verdict v ON v.run_id = :run AND v.key = e.key\n";
    }

    private String filters(KeyQuery query, Map<String, Object> parameters) {
        var sql = new StringBuilder();
        for (KeyQuery.Word word : query.words()) {
            int number = parameters.size();
            // As ILIKE says it, which would fold the key anew for each pattern.
            sql.append(" AND lower(e.key) LIKE ANY (ARRAY[lower(:w%1$d), lower(:n%1$d)])".formatted(number));
            parameters.put("w" + number, word.asText());
            parameters.put("n" + number, word.asScalar());
        }
        for (TagFilter.Tag tag : query.tags().tags()) {
            int number = parameters.size();
            sql.append(" AND (e.tags @> :t%1$d::jsonb OR e.tags @> :s%1$d::jsonb)".formatted(number));
            parameters.put("t" + number, tag.asText());
            parameters.put("s" + number, tag.asScalar());
        }
        if (query.rung() != null) {
            sql.append(" AND e.rung = :rung");
            parameters.put("rung", query.rung());
        }
        if (query.algorithm() != null) {
            sql.append(" AND m.algorithm = :algorithm");
            parameters.put("algorithm", query.algorithm());
        }
        if (query.reason() != null) {
            sql.append(" AND v.reasons @> :reason::jsonb");
            parameters.put("reason", json.writeValueAsString(List.of(Map.of("code", query.reason()))));
        }
        return sql.toString();
    }

    /** The condition on columns {@code place} and {@code key} that leaves what lies behind, and its parameters. */
    static String behind(@Nullable KeyPlace after, Map<String, Object> parameters) {
        if (after == null) {
            return "";
        }
        parameters.put("afterKey", after.key());
        if (after.place() == null) {
            return "WHERE place IS NULL AND key > :afterKey";
        }
        parameters.put("afterPlace", after.place());
        return "WHERE place < :afterPlace OR place = :afterPlace AND key > :afterKey OR place IS NULL";
    }

    private FoundKey read(ResultSet row, int number) throws SQLException {
        return new FoundKey(row.getString("key"), row.getObject("place", Double.class),
                json.readTree(row.getString("key")), row.getString("rung"), row.getLong("model_version_id"),
                row.getInt("version"), row.getString("algorithm"), row.getObject("error", Double.class),
                row.getObject("error_before", Double.class), row.getObject("rows", Long.class),
                json.readValue(row.getString("reasons"), REASONS));
    }
}

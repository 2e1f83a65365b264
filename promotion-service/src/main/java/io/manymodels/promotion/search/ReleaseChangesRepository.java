package io.manymodels.promotion.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Compares what two releases give to each key: one join of their entries, both of which lie by key. */
@Repository
class ReleaseChangesRepository {

    private static final String CHANGES = """
            SELECT key, b.rung AS rung_before, b.model_version_id AS version_before, bm.algorithm AS algorithm_before,
                   NULLIF((bm.metrics ->> :metric)::float8, 'NaN') AS error_before,
                   a.rung, a.model_version_id AS version, am.algorithm, NULLIF((am.metrics ->> :metric)::float8, 'NaN') AS error
            FROM (SELECT key, rung, model_version_id FROM production.release_entry WHERE release_id = :before) b
            FULL JOIN (SELECT key, rung, model_version_id FROM production.release_entry WHERE release_id = :release) a USING (key)
            LEFT JOIN production.model_version bm ON bm.id = b.model_version_id
            LEFT JOIN production.model_version am ON am.id = a.model_version_id
            WHERE (a.model_version_id, a.rung) IS DISTINCT FROM (b.model_version_id, b.rung)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ReleaseChangesRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * @param changed keys in both releases, with another model or rung
     * @param better of these, those whose metric became better; likewise {@code worse}
     */
    record Counts(long added, long removed, long changed, long better, long worse) {}

    Counts count(Judged judged) {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE version_before IS NULL), count(*) FILTER (WHERE version IS NULL),
                       count(*) FILTER (WHERE version IS NOT NULL AND version_before IS NOT NULL),
                       count(*) FILTER (WHERE :badness * (error - error_before) < 0),
                       count(*) FILTER (WHERE :badness * (error - error_before) > 0)
                FROM (%s) x
                """.formatted(CHANGES)).params(parameters(judged)).param("badness", judged.badness())
                .query((row, _) -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4),
                        row.getLong(5)))
                .single();
    }

    /** Those that moved most first, behind where a page ended. */
    List<ChangedKey> list(Judged judged, @Nullable KeyPlace after, int limit) {
        Map<String, Object> parameters = parameters(judged);
        parameters.put("limit", limit);
        return jdbc.sql("""
                SELECT key, place, rung_before, version_before, algorithm_before, error_before, rung, version, algorithm, error
                FROM (SELECT key, abs(error - error_before) AS place, rung_before, version_before, algorithm_before, error_before,
                             rung, version, algorithm, error
                      FROM (%s) x) y %s
                ORDER BY place DESC NULLS LAST, key LIMIT :limit
                """.formatted(CHANGES, KeyRepository.behind(after, parameters))).params(parameters).query(this::read)
                .list();
    }

    private static Map<String, Object> parameters(Judged judged) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("release", judged.release().id());
        parameters.put("before", judged.beforeId());
        parameters.put("metric", judged.metric().wire());
        return parameters;
    }

    private ChangedKey read(ResultSet row, int number) throws SQLException {
        return new ChangedKey(row.getString("key"), row.getObject("place", Double.class),
                json.readTree(row.getString("key")), side(row, "_before"), side(row, ""));
    }

    private static ChangedKey.@Nullable Side side(ResultSet row, String suffix) throws SQLException {
        String rung = row.getString("rung" + suffix);
        return rung == null
                ? null
                : new ChangedKey.Side(rung, String.valueOf(row.getString("algorithm" + suffix)),
                        row.getLong("version" + suffix), row.getObject("error" + suffix, Double.class));
    }
}

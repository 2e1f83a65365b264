package io.manymodels.promotion.release;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what releases assign. */
@Repository
class EntryRepository {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EntryRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * What a release gives to one key.
     *
     * @param candidate the candidate that the model version is a copy of
     */
    record Entry(JsonNode key, String rung, long modelVersion, int version, String scope, String algorithm,
            long candidate, JsonNode tags, JsonNode metrics) {}

    /** An entry and the text that orders it. */
    record Positioned(String position, Entry entry) {}

    /** In the order of the keys' texts, those behind {@code after}. */
    List<Positioned> list(long releaseId, @Nullable String rung, @Nullable String after, int limit) {
        var sql = new StringBuilder("""
                SELECT e.key, e.rung, e.model_version_id, m.version, m.scope, m.algorithm, m.source_version, e.tags, m.metrics
                FROM production.release_entry e JOIN production.model_version m ON m.id = e.model_version_id
                WHERE e.release_id = ?
                """);
        var parameters = new ArrayList<Object>(List.of(releaseId));
        if (rung != null) {
            sql.append("AND e.rung = ?\n");
            parameters.add(rung);
        }
        if (after != null) {
            sql.append("AND e.key > ?\n");
            parameters.add(after);
        }
        parameters.add(limit);
        return jdbc.sql(sql.append("ORDER BY e.key LIMIT ?").toString()).params(parameters)
                .query((row, _) -> new Positioned(row.getString(1),
                        new Entry(json.readTree(row.getString(1)), row.getString(2), row.getLong(3), row.getInt(4),
                                row.getString(5), row.getString(6), row.getLong(7), json.readTree(row.getString(8)),
                                json.readTree(row.getString(9)))))
                .list();
    }
}

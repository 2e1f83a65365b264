package io.manymodels.realtime.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Says of models in memory whose they are, out of the registry of production. */
@Repository
class HotModelRepository {

    private static final TypeReference<Map<String, Object>> KEY = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    HotModelRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * In the order of the versions; those that the registry has forgotten are left out.
     *
     * @param bytes by version
     */
    List<HotModel> named(Map<Long, Long> bytes) {
        Collection<Long> versions = bytes.keySet();
        Map<Long, HotModel> found = new HashMap<>();
        jdbc.sql("""
                SELECT id, family, scope, scope_key::text, algorithm, version FROM production.model_version
                WHERE id = ANY (?)
                """).param(versions.toArray(Long[]::new)).query(row -> {
            long id = row.getLong("id");
            found.put(id, new HotModel(id, row.getString("family"), row.getString("scope"),
                    json.readValue(row.getString("scope_key"), KEY), row.getString("algorithm"),
                    row.getInt("version"), bytes.getOrDefault(id, 0L)));
        });
        List<HotModel> named = new ArrayList<>(found.size());
        for (Long version : versions) {
            HotModel model = found.get(version);
            if (model != null) {
                named.add(model);
            }
        }
        return named;
    }
}

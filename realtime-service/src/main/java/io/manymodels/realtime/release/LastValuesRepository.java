package io.manymodels.realtime.release;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what the catalogue says of the last values of keys. */
@Repository
class LastValuesRepository {

    private final JdbcClient jdbc;

    LastValuesRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Key to a JSON object of columns and values; keys of which the catalogue says nothing are left out. */
    Map<String, String> find(String snapshot, Collection<String> keys) {
        Map<String, String> found = new HashMap<>();
        jdbc.sql("""
                SELECT key, profile -> 'last' AS last FROM catalog.partition
                WHERE snapshot_id = ? AND key = ANY (?) AND jsonb_typeof(profile -> 'last') = 'object'
                """).param(snapshot).param(keys.toArray(String[]::new))
                .query(row -> {
                    found.put(row.getString("key"), row.getString("last"));
                });
        return found;
    }
}

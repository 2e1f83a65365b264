package io.manymodels.realtime.release;

import io.manymodels.registry.ReleaseEntry;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.registry.Rung;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the shared models that a release can fall back on, from schema {@code production}. */
@Repository
class LadderRepository {

    private static final String MODELS = """
            m.id AS model_version, m.object, m.header_offset, m.header_length, m.header_sha256, m.body_offset,
            m.body_length, m.body_sha256
            FROM production.release r JOIN production.fallback f ON f.run_id = r.run_id
            JOIN production.model_version m ON m.id = f.model_version_id
            """;

    private final JdbcClient jdbc;

    LadderRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The models that answer for any key, best first: the family's and its baseline, as far as there are. */
    List<ReleaseEntry> forAll(long release) {
        return jdbc.sql("SELECT f.scope, " + MODELS + """
                WHERE r.id = ? AND f.scope IN ('family', 'baseline')
                ORDER BY array_position(ARRAY['family', 'baseline'], f.scope)
                """).param(release).query((row, _) -> entry(row, Rung.ofWireName(row.getString("scope")))).list();
    }

    /** The models of these groups (canonical texts); those that have none are left out. */
    Map<String, ReleaseEntry> ofGroups(long release, Collection<String> groups) {
        Map<String, ReleaseEntry> found = new HashMap<>();
        jdbc.sql("SELECT g.key AS group_key, " + MODELS + """
                JOIN unnest(?::text[]) AS g (key) ON f.scope_key = g.key::jsonb
                WHERE r.id = ? AND f.scope = 'group'
                """).param(groups.toArray(String[]::new)).param(release).query(row -> {
            found.put(row.getString("group_key"), entry(row, Rung.GROUP));
        });
        return found;
    }

    private static ReleaseEntry entry(ResultSet row, Rung rung) throws SQLException {
        return new ReleaseEntry("", "{}", row.getLong("model_version"), rung, ReleaseRepository.location(row));
    }
}

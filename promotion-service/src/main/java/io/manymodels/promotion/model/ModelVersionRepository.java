package io.manymodels.promotion.model;

import io.manymodels.promotion.copy.ArtefactCopier;
import io.manymodels.promotion.copy.Placement;
import io.manymodels.registry.TagFilter;
import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.RetentionProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Table production.model_version. */
@Repository
class ModelVersionRepository {

    private static final int ROWS = 5_000;
    private static final String FAMILY_EXISTS = "EXISTS (SELECT FROM catalog.family WHERE name = ? AND deleted_at IS NULL)";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final RetentionProperties keep;

    ModelVersionRepository(JdbcClient jdbc, JsonMapper json, RetentionProperties keep) {
        this.keep = keep;
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Registers side by side with other tasks. Two promotions that number versions of one key at the same time, or register one
     * candidate, meet at a unique key: the later one fails, and its task is done again. To ask for such a conflict row by row
     * would cost as much as two of the indexes.
     *
     * @param placements of candidates that are not in production
     * @return ids of the versions, by candidate
     */
    Map<Long, Long> register(String family, List<Placement> placements, String createdBy) {
        lock("pg_advisory_xact_lock_shared", family);
        var registered = new HashMap<Long, Long>();
        jdbc.sql("""
                INSERT INTO production.model_version (family, scope, scope_key, version, source_version, source_run, algorithm,
                       tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset,
                       body_length, body_sha256, fingerprint, created_by)
                SELECT c.family, c.scope, c.scope_key,
                       1 + coalesce((SELECT max(m.version) FROM production.model_version m
                                     WHERE m.family = c.family AND m.scope = c.scope AND m.scope_key = c.scope_key), 0),
                       c.id, c.run_id, c.algorithm, c.tags, c.metrics, c.provenance,
                       p.object, p.header_offset, c.header_length, c.header_sha256, p.body_offset,
                       c.body_length, c.body_sha256, c.fingerprint, :createdBy
                FROM unnest(:versions::bigint[], :objects::text[], :headers::bigint[], :bodies::bigint[])
                     AS p (version, object, header_offset, body_offset)
                JOIN training.model_version c ON c.id = p.version
                WHERE c.family = :family
                RETURNING source_version, id
                """).param("family", family).param("createdBy", createdBy)
                .param("versions", placements.stream().map(Placement::version).toArray(Long[]::new))
                .param("objects", placements.stream().map(Placement::object).toArray(String[]::new))
                .param("headers", placements.stream().map(Placement::headerOffset).toArray(Long[]::new))
                .param("bodies", placements.stream().map(Placement::bodyOffset).toArray(Long[]::new)).query(row -> {
                    registered.put(row.getLong(1), row.getLong(2));
                });
        return registered;
    }

    /** Whoever forgets versions of a family has it alone; the next statement sees what others did before. */
    private void lock(String function, String family) {
        jdbc.sql("SELECT %s(hashtextextended('production.model_version/' || :family, 0))".formatted(function))
                .param("family", family).query((row, _) -> true).single();
    }

    /**
     * Forgets those of the versions that nothing refers to, and discards packs that hold no others. The last version of a
     * scope and key stays, so that no number is given twice.
     */
    void forget(String family, Set<Long> versions) {
        lock("pg_advisory_xact_lock", family);
        List<String> packs = jdbc.sql("""
                DELETE FROM production.model_version v
                WHERE v.id = ANY (:versions)
                  AND NOT EXISTS (SELECT FROM production.promotion p
                                  JOIN production.release_entry e ON e.release_id = p.release_id AND e.model_version_id = v.id
                                  WHERE p.family = :family)
                  AND NOT EXISTS (SELECT FROM production.fallback f WHERE f.model_version_id = v.id)
                  AND EXISTS (SELECT FROM production.model_version later
                              WHERE later.family = v.family AND later.scope = v.scope AND later.scope_key = v.scope_key
                                AND later.version > v.version)
                RETURNING v.object
                """).param("versions", versions.toArray(Long[]::new)).param("family", family)
                .query((row, _) -> row.getString(1)).list();
        discard(packs);
    }

    /** Forgets a batch of the versions of families that are gone; once nothing refers to any of a family's. */
    int forgetGone() {
        List<String> packs = jdbc.sql("""
                DELETE FROM production.model_version WHERE id = ANY (ARRAY(
                    SELECT v.id FROM production.model_version v WHERE v.family IN (%s) LIMIT %d))
                RETURNING object
                """.formatted(GoneFamilies.names(), ROWS)).params(GoneFamilies.parameters(keep))
                .query((row, _) -> row.getString(1)).list();
        discard(packs);
        return packs.size();
    }

    private void discard(List<String> packs) {
        jdbc.sql("""
                INSERT INTO production.discarded (bucket, object)
                SELECT DISTINCT :bucket, p.object FROM unnest(:packs::text[]) AS p (object)
                WHERE NOT EXISTS (SELECT FROM production.model_version v WHERE v.object = p.object)
                ON CONFLICT DO NOTHING
                """).param("bucket", ArtefactCopier.BUCKET).param("packs", packs.toArray(String[]::new)).update();
    }

    /** Those of the objects that hold a registered model. */
    Set<String> objectsInUse(Set<String> objects) {
        return Set.copyOf(jdbc.sql("SELECT DISTINCT object FROM production.model_version WHERE object = ANY (?)")
                .param(objects.toArray(String[]::new)).query(String.class).list());
    }

    /** Versions of a family, newest first, with ids below {@code before}; none where the family does not exist. */
    List<ModelVersion> list(String family, TagFilter filter, boolean currentOnly, long before, int limit) {
        var sql = new StringBuilder("""
                SELECT m.id, m.family, m.scope, m.scope_key, m.version, m.source_version, m.source_run, m.algorithm, m.tags,
                       m.metrics, m.provenance, m.object, m.body_offset, m.body_length, m.body_sha256, m.fingerprint,
                       m.created_by, m.created_at,
                       EXISTS (SELECT FROM production.current_release c
                               JOIN production.release_entry e ON e.release_id = c.release_id
                               WHERE c.family = m.family AND e.model_version_id = m.id) AS current
                FROM production.model_version m WHERE m.family = ? AND m.id < ?
                """);
        var parameters = new ArrayList<Object>(List.of(family, before));
        for (var tag : filter.tags()) {
            sql.append("AND (m.tags @> ?::jsonb OR m.tags @> ?::jsonb)\n");
            parameters.add(tag.asText());
            parameters.add(tag.asScalar());
        }
        if (currentOnly) {
            sql.append("""
                    AND m.id IN (SELECT e.model_version_id FROM production.current_release c
                                 JOIN production.release_entry e ON e.release_id = c.release_id WHERE c.family = m.family)
                    """);
        }
        sql.append("AND ").append(FAMILY_EXISTS).append('\n');
        parameters.add(family);
        parameters.add(limit);
        return jdbc.sql(sql.append("ORDER BY m.id DESC LIMIT ?").toString()).params(parameters).query(this::read)
                .list();
    }

    boolean familyExists(String family) {
        return jdbc.sql("SELECT " + FAMILY_EXISTS).param(family).query(Boolean.class).single();
    }

    private ModelVersion read(ResultSet row, int number) throws SQLException {
        return new ModelVersion(row.getLong("id"), row.getString("family"), row.getString("scope"),
                json.readTree(row.getString("scope_key")), row.getInt("version"), row.getBoolean("current"),
                row.getLong("source_version"), row.getObject("source_run", UUID.class), row.getString("algorithm"),
                json.readTree(row.getString("tags")), json.readTree(row.getString("metrics")),
                json.readTree(row.getString("provenance")),
                new ModelVersion.Artefact(row.getString("object"), row.getLong("body_offset"),
                        row.getInt("body_length"),
                        row.getString("body_sha256")),
                row.getString("fingerprint"), row.getString("created_by"), row.getTimestamp("created_at").toInstant());
    }
}

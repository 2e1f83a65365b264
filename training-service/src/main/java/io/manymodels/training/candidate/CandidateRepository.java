package io.manymodels.training.candidate;

import io.manymodels.registry.TagFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads the candidate registry. */
@Repository
class CandidateRepository {

    private static final String COLUMNS = """
            SELECT v.id, v.family, v.family_version, v.snapshot_id, v.run_id, v.scope, v.scope_key, v.algorithm,
                   v.tags::text, v.metrics::text, v.provenance::text, v.object, v.body_offset, v.body_length, v.body_sha256,
                   v.fingerprint, v.created_at
            FROM training.model_version v
            """;

    private static final String FAMILY_EXISTS = "EXISTS (SELECT FROM catalog.family WHERE name = ? AND deleted_at IS NULL)";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CandidateRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Candidate> find(long id) {
        return jdbc.sql(COLUMNS + "WHERE v.id = ?").param(id).query(this::read).optional();
    }

    /**
     * Versions of a family, newest first, with ids below {@code before}; none where the family does not exist.
     *
     * @param run only the candidates of this run, those carried over included
     */
    List<Candidate> list(String family, @Nullable UUID run, TagFilter filter, long before, int limit) {
        StringBuilder sql = new StringBuilder(COLUMNS);
        List<Object> parameters = new ArrayList<>();
        if (run == null) {
            sql.append("WHERE v.family = ? AND v.id < ?\n");
        } else {
            sql.append(
                    "JOIN training.run_model r ON r.version_id = v.id AND r.run_id = ? WHERE v.family = ? AND v.id < ?\n");
            parameters.add(run);
        }
        parameters.add(family);
        parameters.add(before);
        for (TagFilter.Tag tag : filter.tags()) {
            sql.append("AND (v.tags @> ?::jsonb OR v.tags @> ?::jsonb)\n");
            parameters.add(tag.asText());
            parameters.add(tag.asScalar());
        }
        sql.append("AND ").append(FAMILY_EXISTS).append('\n');
        parameters.add(family);
        parameters.add(limit);
        return jdbc.sql(sql.append("ORDER BY v.id DESC LIMIT ?").toString())
                .params(parameters).query(this::read).list();
    }

    boolean familyExists(String family) {
        return jdbc.sql("SELECT " + FAMILY_EXISTS).param(family).query(Boolean.class).single();
    }

    private Candidate read(ResultSet row, int number) throws SQLException {
        return new Candidate(row.getLong(1), row.getString(2), row.getInt(3), row.getString(4),
                row.getObject(5, UUID.class), row.getString(6), json.readTree(row.getString(7)), row.getString(8),
                json.readTree(row.getString(9)), json.readTree(row.getString(10)), json.readTree(row.getString(11)),
                new Candidate.Artefact(row.getString(12), row.getLong(13), row.getInt(14), row.getString(15)),
                row.getString(16), row.getTimestamp(17).toInstant());
    }
}

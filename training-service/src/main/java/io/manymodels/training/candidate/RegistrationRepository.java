package io.manymodels.training.candidate;

import io.manymodels.sql.BulkCopy;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes the candidate registry, in bulk and within the transaction that is under way. */
@Repository
class RegistrationRepository {

    private final JdbcClient jdbc;
    private final DataSource dataSource;

    RegistrationRepository(JdbcClient jdbc, DataSource dataSource) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    /** Copies the versions in; their database ids come from the table. */
    void insert(Registration run, List<NewVersion> versions) {
        try (BulkCopy copy = BulkCopy.into(dataSource, "training.model_version", "family", "family_version",
                "snapshot_id", "run_id", "scope", "scope_key", "algorithm", "tags", "metrics", "provenance", "object",
                "header_offset", "header_length", "header_sha256", "body_offset", "body_length", "body_sha256",
                "fingerprint", "spec_hash", "counted_from")) {
            for (NewVersion version : versions) {
                copy.row().text(run.family()).int4(run.familyVersion()).text(run.snapshot()).uuid(run.run())
                        .text(version.scope().wireName()).text(version.scopeKey()).text(version.algorithm())
                        .jsonb(version.tags()).jsonb(version.metrics()).jsonb(version.provenance())
                        .text(version.object())
                        .int8(version.header().offset()).int4(version.header().length()).text(version.header().sha256())
                        .int8(version.body().offset()).int4(version.body().length()).text(version.body().sha256())
                        .text(version.fingerprint()).text(run.specHash())
                        .int8OrNull(run.countedFrom());
            }
            copy.finish();
        }
    }

    /** Makes the versions of one object candidates of their run. */
    void offer(UUID run, String object) {
        jdbc.sql("""
                INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried)
                SELECT run_id, scope, scope_key, id, false FROM training.model_version WHERE run_id = ? AND object = ?
                """).params(run, object).update();
    }

    /** Objects that the versions of a run lie in. */
    List<String> objects(UUID run) {
        return jdbc.sql("SELECT DISTINCT object FROM training.model_version WHERE run_id = ?").param(run)
                .query((row, number) -> row.getString(1)).list();
    }
}

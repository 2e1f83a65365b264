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

    /** Copies the versions in, and makes them candidates of their run: their ids are drawn first, so that nothing is read back. */
    void insert(Registration run, List<NewVersion> versions) {
        List<Long> ids = draw(versions.size());
        try (BulkCopy copy = BulkCopy.into(dataSource, "training.model_version", "id", "family", "family_version",
                "snapshot_id", "run_id", "scope", "scope_key", "algorithm", "tags", "metrics", "provenance", "object",
                "header_offset", "header_length", "header_sha256", "body_offset", "body_length", "body_sha256",
                "fingerprint", "spec_hash", "counted_from")) {
            for (int i = 0; i < versions.size(); i++) {
                NewVersion version = versions.get(i);
                copy.row().int8(ids.get(i)).text(run.family()).int4(run.familyVersion()).text(run.snapshot())
                        .uuid(run.run())
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
        try (BulkCopy copy = BulkCopy.into(dataSource, "training.run_model", "run_id", "scope", "scope_key",
                "version_id", "carried")) {
            for (int i = 0; i < versions.size(); i++) {
                NewVersion version = versions.get(i);
                copy.row().uuid(run.run()).text(version.scope().wireName()).text(version.scopeKey())
                        .int8(ids.get(i)).bool(false);
            }
            copy.finish();
        }
    }

    private List<Long> draw(int count) {
        return jdbc.sql(
                "SELECT nextval(pg_get_serial_sequence('training.model_version', 'id')) FROM generate_series(1, ?)")
                .param(count).query((row, _) -> row.getLong(1)).list();
    }

    /** Objects that the versions of a run lie in. */
    List<String> objects(UUID run) {
        return jdbc.sql("SELECT DISTINCT object FROM training.model_version WHERE run_id = ?").param(run)
                .query((row, number) -> row.getString(1)).list();
    }
}

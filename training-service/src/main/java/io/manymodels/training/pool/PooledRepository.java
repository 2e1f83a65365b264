package io.manymodels.training.pool;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What shared models need of the database: who shares models, and which of those are there already. */
@Repository
class PooledRepository {

    private static final int FETCH_SIZE = 10_000;

    private final JdbcClient jdbc;

    PooledRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes the partitions of a snapshot that passed the gate, in order. */
    @FunctionalInterface
    interface Members {
        void accept(int sequence, String key, String fingerprint, long rows);
    }

    @Transactional(readOnly = true)
    public void members(String snapshot, Members members) {
        jdbc.sql("""
                SELECT sequence, key, fingerprint, rows FROM catalog.partition WHERE snapshot_id = ? AND passed
                ORDER BY sequence
                """).param(snapshot).withFetchSize(FETCH_SIZE)
                .query(row -> {
                    members.accept(row.getInt(1), row.getString(2), row.getString(3), row.getLong(4));
                });
    }

    /** The version that was trained on the same rows by the same spec. */
    Optional<Long> unchanged(String family, Pool pool, String fingerprint, String specHash) {
        return jdbc.sql("""
                SELECT id FROM training.model_version
                WHERE family = ? AND scope = ? AND scope_key = ? AND fingerprint = ? AND spec_hash = ?
                ORDER BY id DESC LIMIT 1
                """).params(family, scope(pool), pool.key(), fingerprint, specHash)
                .query((row, number) -> row.getLong(1)).optional();
    }

    /** Makes an earlier version a candidate of the run. */
    void carry(UUID run, Pool pool, long version) {
        jdbc.sql(
                "INSERT INTO training.run_model (run_id, scope, scope_key, version_id, carried) VALUES (?, ?, ?, ?, true)")
                .params(run, scope(pool), pool.key(), version).update();
    }

    /** The pools that have a model in the run. */
    Set<Pool.Name> sharedModels(UUID run) {
        return jdbc.sql("SELECT scope, scope_key FROM training.run_model WHERE run_id = ? AND scope <> 'own'")
                .param(run)
                .query((row, number) -> new Pool.Name(row.getString(1), row.getString(2))).set();
    }

    private static String scope(Pool pool) {
        return pool.scope().wireName();
    }
}

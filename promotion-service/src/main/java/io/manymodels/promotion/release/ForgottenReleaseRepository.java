package io.manymodels.promotion.release;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What releases that are no longer kept still have in production.release_entry and production.fallback. */
@Repository
class ForgottenReleaseRepository {

    private static final int ROWS = 5_000;

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    ForgottenReleaseRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    /** A release that is no longer kept, and the promotion that made it. */
    record Forgotten(long id, String family, UUID run) {}

    /**
     * What was removed of it.
     *
     * @param models that its rows referred to
     */
    record Removed(int rows, Set<Long> models) {}

    /** The oldest that is no longer kept and still has rows. */
    Optional<Forgotten> next() {
        return jdbc.sql("""
                SELECT r.id, r.family, r.run_id FROM production.release r
                WHERE r.id NOT IN (SELECT kept.id %s)
                  AND (EXISTS (SELECT FROM production.release_entry e WHERE e.release_id = r.id)
                       OR EXISTS (SELECT FROM production.fallback f WHERE f.run_id = r.run_id))
                ORDER BY r.id LIMIT 1
                """.formatted(KeptReleases.from())).params(KeptReleases.parameters(keep))
                .query((row, _) -> new Forgotten(row.getLong(1), row.getString(2), row.getObject(3, UUID.class)))
                .optional();
    }

    /** Removes a batch of its entries, and its fallbacks. */
    Removed remove(Forgotten release) {
        List<Long> entries = jdbc.sql("""
                DELETE FROM production.release_entry WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM production.release_entry WHERE release_id = :release LIMIT :rows))
                RETURNING model_version_id
                """).param("release", release.id()).param("rows", ROWS)
                .query((row, _) -> row.getLong(1)).list();
        List<Optional<Long>> fallbacks = jdbc.sql("""
                DELETE FROM production.fallback WHERE run_id = :run RETURNING model_version_id
                """).param("run", release.run())
                .query((row, _) -> Optional.ofNullable(row.getObject(1, Long.class))).list();
        Set<Long> models = new HashSet<>(entries);
        fallbacks.forEach(model -> model.ifPresent(models::add));
        return new Removed(entries.size() + fallbacks.size(), models);
    }
}

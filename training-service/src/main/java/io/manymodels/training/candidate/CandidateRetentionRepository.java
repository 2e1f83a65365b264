package io.manymodels.training.candidate;

import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.OldRuns;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets what old trainings offered to promotion, versions that no training offers any more, and packs that hold no others.
 * The last version of a key stays, since a later training of the same rows takes it over, unless its family is gone.
 */
@Repository
class CandidateRetentionRepository implements RetentionRule {

    private static final int ROWS = 5_000;
    private static final int RUNS = 100;

    private final JdbcClient jdbc;
    private final OldRuns old;
    private final RetentionProperties keep;

    CandidateRetentionRepository(JdbcClient jdbc, OldRuns old, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.old = old;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "candidates";
    }

    @Override
    @Transactional
    public int removeSome() {
        Set<UUID> runs = old.unused(keep.candidates(),
                "EXISTS (SELECT FROM training.run_model m WHERE m.run_id = r.id)");
        if (runs.isEmpty()) {
            runs = ofGoneFamilies();
        }
        if (runs.isEmpty()) {
            return 0;
        }
        List<Long> versions = jdbc.sql("""
                DELETE FROM training.run_model WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM training.run_model WHERE run_id = ANY (:runs) LIMIT :rows))
                RETURNING version_id
                """).param("runs", runs.toArray(UUID[]::new)).param("rows", ROWS).query((row, _) -> row.getLong(1))
                .list();
        List<String> packs = jdbc.sql("""
                DELETE FROM training.model_version v
                WHERE v.id = ANY (:versions)
                  AND NOT EXISTS (SELECT FROM training.run_model r WHERE r.version_id = v.id)
                  AND (v.family IN (%s)
                       OR EXISTS (SELECT FROM training.model_version later
                                  WHERE later.family = v.family AND later.scope = v.scope AND later.scope_key = v.scope_key
                                    AND later.id > v.id))
                RETURNING v.object
                """.formatted(GoneFamilies.names())).params(GoneFamilies.parameters(keep))
                .param("versions", versions.toArray(Long[]::new)).query((row, _) -> row.getString(1)).list();
        jdbc.sql("""
                INSERT INTO training.discarded (bucket, object)
                SELECT DISTINCT :bucket, p.object FROM unnest(:packs::text[]) AS p (object)
                WHERE NOT EXISTS (SELECT FROM training.model_version v WHERE v.object = p.object)
                ON CONFLICT DO NOTHING
                """).param("bucket", AttemptPack.BUCKET).param("packs", packs.toArray(String[]::new)).update();
        return versions.size();
    }

    /** Runs, the last one too, that no kept release was made from. */
    private Set<UUID> ofGoneFamilies() {
        return Set.copyOf(jdbc.sql("""
                SELECT r.id FROM training.run r
                WHERE r.family IN (%s) AND EXISTS (SELECT FROM training.run_model m WHERE m.run_id = r.id)
                  AND r.id NOT IN (SELECT kept.training_run %s) LIMIT :runs
                """.formatted(GoneFamilies.names(), KeptReleases.from())).params(KeptReleases.parameters(keep))
                .param("runs", RUNS).query(UUID.class).list());
    }
}

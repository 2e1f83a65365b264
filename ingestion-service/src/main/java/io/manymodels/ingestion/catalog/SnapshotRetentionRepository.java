package io.manymodels.ingestion.catalog;

import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets snapshots, in catalogue and lake, that no ingestion came to for long. Those stay that a kept release, or one that
 * waits for an approver, was made from, and the last of each family that is not gone.
 */
@Repository
class SnapshotRetentionRepository implements RetentionRule {

    private static final String OLD = """
            SELECT s.id FROM snapshot s
            WHERE (s.sealed_at IS NULL OR s.sealed_at < now() - make_interval(secs => :snapshots)
                   AND (s.family IN (%s)
                        OR EXISTS (SELECT FROM snapshot later WHERE later.family = s.family AND later.sealed_at > s.sealed_at)))
              AND NOT EXISTS (SELECT FROM ingestion i JOIN run r ON r.id = i.run_id
                              WHERE i.snapshot_id = s.id
                                AND (r.finished_at IS NULL OR r.finished_at > now() - make_interval(secs => :snapshots)))
              AND s.id NOT IN (SELECT p.snapshot_id FROM production.promotion p
                               WHERE p.state IN ('deciding', 'awaiting-approval'))
              AND s.id NOT IN (SELECT kept.snapshot_id %s)
            ORDER BY s.id LIMIT 1
            """.formatted(GoneFamilies.names(), KeptReleases.from());

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    SnapshotRetentionRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "snapshots";
    }

    @Override
    @Transactional
    public int removeSome() {
        // Locked, so that an ingestion of the same rows either finds all of it or writes it anew.
        Optional<String> snapshot = jdbc.sql(OLD + "FOR UPDATE OF s")
                .param("snapshots", keep.snapshots().toSeconds()).params(KeptReleases.parameters(keep))
                .query(String.class).optional();
        return snapshot.map(this::remove).orElse(0);
    }

    /** All of it in one transaction, however many partitions: a snapshot is there whole or not at all. */
    private int remove(String snapshot) {
        Set<String> objects = jdbc.sql("DELETE FROM partition WHERE snapshot_id = ? RETURNING object").param(snapshot)
                .query((row, _) -> row.getString(1)).set();
        for (String object : objects) {
            jdbc.sql("INSERT INTO discarded (bucket, object) VALUES (?, ?) ON CONFLICT DO NOTHING")
                    .param(Catalog.BUCKET).param(object).update();
        }
        jdbc.sql("DELETE FROM vanished WHERE snapshot_id = ?").param(snapshot).update();
        jdbc.sql("DELETE FROM ingestion WHERE snapshot_id = ?").param(snapshot).update();
        return jdbc.sql("DELETE FROM snapshot WHERE id = ?").param(snapshot).update();
    }
}

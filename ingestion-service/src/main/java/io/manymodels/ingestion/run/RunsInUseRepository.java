package io.manymodels.ingestion.run;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RunReferences;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Ingestions that brought the snapshot of a kept release. */
@Repository
class RunsInUseRepository implements RunReferences {

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    RunsInUseRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public Set<UUID> inUse(Set<UUID> runs) {
        return Set.copyOf(jdbc.sql("""
                SELECT DISTINCT brought.run_id FROM snapshot brought
                WHERE brought.run_id = ANY (:runs) AND brought.id IN (SELECT kept.snapshot_id %s)
                """.formatted(KeptReleases.from())).params(KeptReleases.parameters(keep))
                .param("runs", runs.toArray(UUID[]::new))
                .query((row, _) -> row.getObject(1, UUID.class))
                .list());
    }
}

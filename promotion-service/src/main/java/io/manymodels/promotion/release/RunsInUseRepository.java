package io.manymodels.promotion.release;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RunReferences;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Promotions that made a kept release, and those that still wait for an approver. */
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
        return Set.copyOf(jdbc.sql("SELECT DISTINCT kept.run_id " + KeptReleases.from() + """
                 AND kept.run_id = ANY (:runs)
                UNION SELECT run_id FROM production.promotion
                WHERE state IN ('deciding', 'awaiting-approval') AND run_id = ANY (:runs)
                """).params(KeptReleases.parameters(keep))
                .param("runs", runs.toArray(UUID[]::new)).query((row, _) -> row.getObject(1, UUID.class)).list());
    }
}

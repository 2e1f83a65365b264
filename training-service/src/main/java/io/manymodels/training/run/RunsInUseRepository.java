package io.manymodels.training.run;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RunReferences;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Trainings that a kept release was made from, and backtests, whose tables stay until somebody deletes them. */
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
        return Set.copyOf(jdbc.sql("SELECT DISTINCT kept.training_run " + KeptReleases.from() + """
                 AND kept.training_run = ANY (:runs)
                UNION SELECT run_id FROM training.backtest WHERE run_id = ANY (:runs)
                """).params(KeptReleases.parameters(keep))
                .param("runs", runs.toArray(UUID[]::new)).query((row, _) -> row.getObject(1, UUID.class)).list());
    }
}

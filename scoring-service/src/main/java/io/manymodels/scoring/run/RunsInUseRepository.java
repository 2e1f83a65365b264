package io.manymodels.scoring.run;

import io.manymodels.work.retention.RunReferences;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Scorings whose table of predictions is still there: the row that names the table goes with the run. */
@Repository
class RunsInUseRepository implements RunReferences {

    private final JdbcClient jdbc;

    RunsInUseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<UUID> inUse(Set<UUID> runs) {
        return Set.copyOf(jdbc.sql("SELECT run_id FROM scoring WHERE dropped_at IS NULL AND run_id = ANY (:runs)")
                .param("runs", runs.toArray(UUID[]::new)).query((row, _) -> row.getObject(1, UUID.class)).list());
    }
}

package io.manymodels.scoring.run;

import io.manymodels.work.retention.RunReferences;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Scorings whose predictions are still there, in a table or in storage: what names them goes with the run. */
@Repository
class RunsInUseRepository implements RunReferences {

    private final JdbcClient jdbc;

    RunsInUseRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<UUID> inUse(Set<UUID> runs) {
        return Set.copyOf(jdbc.sql("""
                SELECT s.run_id FROM scoring s WHERE s.run_id = ANY (:runs)
                  AND (s.dropped_at IS NULL OR EXISTS (SELECT FROM part p WHERE p.run_id = s.run_id))
                """)
                .param("runs", runs.toArray(UUID[]::new)).query((row, _) -> row.getObject(1, UUID.class)).list());
    }
}

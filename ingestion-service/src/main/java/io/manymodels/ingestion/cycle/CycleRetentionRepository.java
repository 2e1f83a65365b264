package io.manymodels.ingestion.cycle;

import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Forgets cycles that ended as long ago as runs may get old, but for the last of each family. */
@Repository
class CycleRetentionRepository implements RetentionRule {

    private static final int CYCLES = 500;

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    CycleRetentionRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public int removeSome() {
        return jdbc.sql("""
                WITH old AS (
                    SELECT c.id FROM cycle c WHERE c.finished_at < now() - make_interval(secs => :runs)
                      AND EXISTS (SELECT FROM cycle later
                                  WHERE later.family = c.family AND later.started_at > c.started_at)
                    ORDER BY c.finished_at LIMIT :cycles),
                steps AS (DELETE FROM cycle_step s USING old WHERE s.cycle_id = old.id)
                DELETE FROM cycle c USING old WHERE c.id = old.id
                """).param("runs", keep.runs().toSeconds()).param("cycles", CYCLES).update();
    }
}

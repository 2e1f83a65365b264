package io.manymodels.promotion.judgement;

import io.manymodels.work.retention.KeptReleases;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Forgets verdicts, a row for each key and night, once they are as old as outcomes of partitions may get. Those of kept
 * releases and of promotions that are not decided yet stay.
 */
@Repository
class VerdictRetentionRepository implements RetentionRule {

    private static final int ROWS = 5_000;

    private final JdbcClient jdbc;
    private final RetentionProperties keep;

    VerdictRetentionRepository(JdbcClient jdbc, RetentionProperties keep) {
        this.jdbc = jdbc;
        this.keep = keep;
    }

    @Override
    public String name() {
        return "verdicts";
    }

    @Override
    public int removeSome() {
        return jdbc.sql("""
                DELETE FROM production.verdict WHERE ctid = ANY (ARRAY(
                    SELECT v.ctid FROM production.promotion p JOIN production.verdict v ON v.run_id = p.run_id
                    WHERE p.created_at < now() - make_interval(secs => :outcomes)
                      AND p.state NOT IN ('deciding', 'awaiting-approval')
                      AND p.run_id NOT IN (SELECT kept.run_id %s)
                    LIMIT :rows))
                """.formatted(KeptReleases.from())).param("outcomes", keep.outcomes().toSeconds())
                .params(KeptReleases.parameters(keep))
                .param("rows", ROWS).update();
    }
}

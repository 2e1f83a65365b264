package io.manymodels.promotion.release;

import io.manymodels.promotion.model.ProductionModels;
import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets the releases of families that are gone: at once that one of them is current, then what they assign, then every
 * model. That there were such releases, and who made them, stays.
 */
@Repository
class GoneFamilyRepository implements RetentionRule {

    private static final int ROWS = 5_000;

    private final JdbcClient jdbc;
    private final RetentionProperties keep;
    private final ProductionModels models;

    GoneFamilyRepository(JdbcClient jdbc, RetentionProperties keep, ProductionModels models) {
        this.jdbc = jdbc;
        this.keep = keep;
        this.models = models;
    }

    @Override
    public String name() {
        return "families";
    }

    @Override
    @Transactional
    public int removeSome() {
        int rows = remove("DELETE FROM production.current_release WHERE family IN (%s)") + remove("""
                DELETE FROM production.release_entry WHERE ctid = ANY (ARRAY(
                    SELECT e.ctid FROM production.promotion p JOIN production.release_entry e ON e.release_id = p.release_id
                    WHERE p.family IN (%s) LIMIT %d))
                """)
                + remove("""
                        DELETE FROM production.fallback
                        WHERE run_id IN (SELECT p.run_id FROM production.promotion p WHERE p.family IN (%s))
                        """);
        return rows > 0 ? rows : models.forgetGone();
    }

    private int remove(String sql) {
        return jdbc.sql(sql.formatted(GoneFamilies.names(), ROWS)).params(GoneFamilies.parameters(keep)).update();
    }
}

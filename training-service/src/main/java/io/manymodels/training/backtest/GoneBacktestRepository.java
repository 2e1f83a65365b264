package io.manymodels.training.backtest;

import io.manymodels.work.retention.GoneFamilies;
import io.manymodels.work.retention.RetentionProperties;
import io.manymodels.work.retention.RetentionRule;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Drops the views and the tables of backtests of families that are gone. */
@Repository
class GoneBacktestRepository implements RetentionRule {

    private final JdbcClient jdbc;
    private final RetentionProperties keep;
    private final BacktestRepository backtests;
    private final BacktestViewRepository views;

    GoneBacktestRepository(JdbcClient jdbc, RetentionProperties keep, BacktestRepository backtests,
            BacktestViewRepository views) {
        this.views = views;
        this.jdbc = jdbc;
        this.keep = keep;
        this.backtests = backtests;
    }

    @Override
    public String name() {
        return "backtests";
    }

    /** All of one family, so that the views show a backtest or are not there. */
    @Override
    @Transactional
    public int removeSome() {
        return jdbc.sql("SELECT family FROM training.backtest WHERE family IN (%s) LIMIT 1"
                .formatted(GoneFamilies.names())).params(GoneFamilies.parameters(keep)).query(String.class).optional()
                .map(this::remove).orElse(0);
    }

    private int remove(String family) {
        jdbc.sql("SET LOCAL lock_timeout = '10s'").update();
        views.drop(family);
        List<UUID> runs = jdbc.sql("SELECT run_id FROM training.backtest WHERE family = ?").param(family)
                .query((row, _) -> row.getObject(1, UUID.class)).list();
        runs.forEach(backtests::drop);
        return runs.size();
    }
}

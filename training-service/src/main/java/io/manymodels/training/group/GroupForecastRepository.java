package io.manymodels.training.group;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the forecasts of groups for scoring, as long as their run is kept. */
@Repository
class GroupForecastRepository {

    private final JdbcClient jdbc;
    private final JsonMapper json;

    GroupForecastRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param countedFrom time ordinal after which the gap and the horizon follow */
    void insert(UUID run, String snapshot, long countedFrom, List<GroupForecast> forecasts) {
        for (GroupForecast forecast : forecasts) {
            jdbc.sql("""
                    INSERT INTO training.group_forecast (run_id, path, snapshot_id, counted_from, forecasts, spreads, errors)
                    VALUES (?, ?::jsonb, ?, ?, ?, ?, ?)
                    """).param(run).param(json.writeValueAsString(forecast.path())).param(snapshot)
                    .param(countedFrom).param(forecast.values()).param(forecast.spreads()).param(forecast.errors())
                    .update();
        }
    }
}

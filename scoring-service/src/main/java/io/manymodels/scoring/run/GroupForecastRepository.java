package io.manymodels.scoring.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What training forecast of groups, what the keys' models say, and by how much these are moved. */
@Repository
class GroupForecastRepository {

    private static final TypeReference<List<String>> PATH = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    GroupForecastRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** As training tells them: forecasts and spreads by step of the horizon, errors by time. */
    record GroupForecast(List<String> path, double[] forecasts, double[] spreads, double[] errors) {}

    /** Those that the release's training made of the same rows, counted from the same time; else none. */
    List<GroupForecast> ofRelease(long release, String snapshot, long cutoff) {
        return jdbc.sql("""
                SELECT f.path::text AS path, f.forecasts, f.spreads, f.errors
                FROM training.group_forecast f JOIN production.release r ON r.training_run = f.run_id
                WHERE r.id = ? AND f.snapshot_id = ? AND f.counted_from = ?
                """).params(release, snapshot, cutoff).query((row, _) -> new GroupForecast(path(row),
                numbers(row, "forecasts"), numbers(row, "spreads"), numbers(row, "errors"))).list();
    }

    void insert(UUID run, Map<List<String>, double[]> shifts) {
        shifts.forEach((path, bySteps) -> jdbc
                .sql("INSERT INTO predictions.group_shift (run_id, path, shifts) VALUES (?, ?::jsonb, ?)")
                .param(run).param(json.writeValueAsString(path)).param(bySteps).update());
    }

    /** By group: for each step of the horizon what is added for a unit of variance. */
    Map<List<String>, double[]> shifts(UUID run) {
        Map<List<String>, double[]> shifts = new HashMap<>();
        jdbc.sql("SELECT path::text AS path, shifts FROM predictions.group_shift WHERE run_id = ?").param(run)
                .query(row -> {
                    shifts.put(path(row), numbers(row, "shifts"));
                });
        return shifts;
    }

    void forget(UUID run) {
        jdbc.sql("DELETE FROM predictions.group_shift WHERE run_id = ?").param(run).update();
    }

    private List<String> path(ResultSet row) throws SQLException {
        return new ArrayList<>(json.readValue(row.getString("path"), PATH));
    }

    private static double[] numbers(ResultSet row, String column) throws SQLException {
        Double[] boxed = (Double[]) row.getArray(column).getArray();
        double[] numbers = new double[boxed.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = boxed[i];
        }
        return numbers;
    }
}

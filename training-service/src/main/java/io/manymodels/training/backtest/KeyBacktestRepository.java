package io.manymodels.training.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What the latest backtest of a family came to for one key; an index over the key's columns finds its rows. */
@Repository
class KeyBacktestRepository {

    private static final TypeReference<List<BacktestColumn>> COLUMNS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    KeyBacktestRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The family's latest complete backtest. */
    Optional<BacktestRepository.Stored> latest(String family) {
        return jdbc.sql("""
                SELECT run_id, columns::text, rows FROM training.backtest
                WHERE family = ? AND completed_at IS NOT NULL ORDER BY completed_at DESC LIMIT 1
                """).param(family)
                .query((row, _) -> new BacktestRepository.Stored(row.getObject(1, UUID.class),
                        json.readValue(row.getString(2), COLUMNS), row.getLong(3)))
                .optional();
    }

    /**
     * The key's rows behind a row id, in order.
     *
     * @param key values of the backtest's first columns, which are the key's
     */
    List<BacktestRepository.Row> page(BacktestRepository.Stored backtest, List<Object> key, long after, int limit) {
        String wanted = backtest.columns().stream().limit(key.size())
                .map(column -> "r." + SqlName.quoted(column.name()) + " = " + column.type().parsed("?"))
                .collect(Collectors.joining(" AND "));
        List<Object> parameters = new ArrayList<>(key.stream().map(String::valueOf).toList());
        parameters.add(after);
        parameters.add(limit);
        return jdbc.sql(BacktestRepository.rows(backtest, wanted)).params(parameters)
                .query((row, _) -> new BacktestRepository.Row(row.getLong(1), json.readTree(row.getString(2)))).list();
    }
}

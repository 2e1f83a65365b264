package io.manymodels.training.backtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.postgresql.PGConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tables of backtests: one a run, with the family's own typed columns, and per family a view over the latest complete
 * one. {@code row_id} orders the rows by key, then as they were predicted, and numbers them for paging.
 */
@Repository
class BacktestRepository {

    /** Tables of earlier backtests that stay readable through REST. */
    private static final int KEPT = 10;

    private static final TypeReference<List<BacktestColumn>> COLUMNS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final JsonMapper json;
    private final BacktestViewRepository views;

    BacktestRepository(JdbcClient jdbc, JdbcTemplate template, JsonMapper json, BacktestViewRepository views) {
        this.views = views;
        this.jdbc = jdbc;
        this.template = template;
        this.json = json;
    }

    /** A complete backtest. */
    record Stored(UUID run, List<BacktestColumn> columns, long rows) {}

    /** A page's rows, each as JSON, with their ids. */
    record Row(long id, JsonNode values) {}

    /** Creates the table of a run. */
    void create(UUID run, String family, List<BacktestColumn> columns) {
        String definitions = columns.stream().map(column -> SqlName.quoted(column.name()) + " " + column.type().sql())
                .collect(Collectors.joining(", "));
        jdbc.sql("CREATE TABLE training.%s (row_id bigint NOT NULL, %s)".formatted(SqlName.table(run), definitions))
                .update();
        jdbc.sql("INSERT INTO training.backtest (run_id, family, table_name, columns) VALUES (?, ?, ?, ?::jsonb)")
                .params(run, family, SqlName.table(run), json.writeValueAsString(columns)).update();
    }

    long rows(UUID run) {
        return jdbc.sql("SELECT count(*) FROM training." + SqlName.table(run)).query(Long.class).single();
    }

    /**
     * Measures all rows at once; a metric that the rows do not define is left out.
     *
     * @param expressions aggregates by the metric's name
     */
    Map<String, Double> metrics(UUID run, Map<String, String> expressions) {
        if (expressions.isEmpty()) {
            return Map.of();
        }
        return jdbc.sql("SELECT %s FROM training.%s WHERE actual IS NOT NULL AND prediction IS NOT NULL"
                .formatted(String.join(", ", expressions.values()), SqlName.table(run)))
                .query((row, number) -> {
                    Map<String, Double> metrics = new LinkedHashMap<>();
                    int column = 1;
                    for (String name : expressions.keySet()) {
                        double value = row.getDouble(column++);
                        if (!row.wasNull() && Double.isFinite(value)) {
                            metrics.put(name, value);
                        }
                    }
                    return metrics;
                }).single();
    }

    /** Rows by the algorithm that predicted them. */
    Map<String, Long> algorithms(UUID run) {
        Map<String, Long> rows = new LinkedHashMap<>();
        jdbc.sql("SELECT algorithm, count(*) FROM training.%s WHERE algorithm IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
                .formatted(SqlName.table(run)))
                .query(row -> {
                    rows.put(row.getString(1), row.getLong(2));
                });
        return rows;
    }

    /** Indexes the rows, turns the family's views to them, and drops the tables of old backtests. */
    void complete(UUID run, String family, BacktestLayout layout, long rows, Object metrics) {
        String table = "training." + SqlName.table(run);
        jdbc.sql("ALTER TABLE %s ADD PRIMARY KEY (row_id)".formatted(table)).update();
        jdbc.sql("CREATE INDEX ON %s (%s)".formatted(table, select(layout.keys()))).update();
        views.show(run, family, layout);
        jdbc.sql("""
                UPDATE training.backtest SET rows = ?, metrics = ?::jsonb, completed_at = now()
                WHERE run_id = ?
                """).params(rows, json.writeValueAsString(metrics), run).update();
        dropOld(family);
    }

    private void dropOld(String family) {
        List<UUID> old = jdbc.sql("""
                SELECT run_id FROM training.backtest
                WHERE family = ? AND completed_at IS NOT NULL ORDER BY completed_at DESC OFFSET ?
                """).params(family, KEPT).query((row, number) -> row.getObject(1, UUID.class)).list();
        old.forEach(this::drop);
    }

    /** Drops the table of a run and forgets it. */
    void drop(UUID run) {
        jdbc.sql("DROP TABLE IF EXISTS training." + SqlName.table(run)).update();
        jdbc.sql("DELETE FROM training.backtest WHERE run_id = ?").param(run).update();
    }

    Optional<Stored> find(UUID run) {
        return jdbc
                .sql("SELECT columns::text, rows FROM training.backtest WHERE run_id = ? AND completed_at IS NOT NULL")
                .param(run)
                .query((row, number) -> new Stored(run, json.readValue(row.getString(1), COLUMNS), row.getLong(2)))
                .optional();
    }

    List<Row> page(Stored backtest, long after, int limit) {
        return jdbc.sql(rows(backtest, "true")).params(after, limit)
                .query((row, number) -> new Row(row.getLong(1), json.readTree(row.getString(2)))).list();
    }

    /** The names of the columns as the first line of a CSV. */
    String csvHeader(Stored backtest) {
        return copyOut("COPY (SELECT %s FROM training.%s r LIMIT 0) TO STDOUT (FORMAT csv, HEADER)"
                .formatted(written(backtest.columns()), SqlName.table(backtest.run())));
    }

    /** A page of rows as lines of CSV. */
    record CsvPage(String lines, long last) {}

    /** The rows behind a row id, as CSV; empty at the end. A connection is held for this page alone. */
    Optional<CsvPage> csvPage(Stored backtest, long after, int limit) {
        String table = "training." + SqlName.table(backtest.run());
        return jdbc.sql("SELECT max(row_id) FROM (SELECT row_id FROM %s WHERE row_id > ? ORDER BY row_id LIMIT ?) p"
                .formatted(table)).params(after, limit).query(Long.class).optional()
                .map(last -> new CsvPage(copyOut(
                        "COPY (SELECT %s FROM %s r WHERE r.row_id > %d AND r.row_id <= %d ORDER BY r.row_id) TO STDOUT (FORMAT csv)"
                                .formatted(written(backtest.columns()), table, after, last)),
                        last));
    }

    private String copyOut(String sql) {
        return Objects.requireNonNull(template.execute((java.sql.Connection connection) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, out);
            } catch (IOException e) {
                throw new SQLException("A page of CSV could not be copied out", e);
            }
            return out.toString(StandardCharsets.UTF_8);
        }));
    }

    /**
     * A query for the rows behind an id that fulfil a condition, each with its id: its last two parameters are that id and how many
     * are wanted.
     */
    static String rows(Stored backtest, String condition) {
        return """
                SELECT r.row_id, to_jsonb(shown.*)
                FROM training.%s r CROSS JOIN LATERAL (SELECT %s) shown WHERE %s AND r.row_id > ? ORDER BY r.row_id LIMIT ?
                """.formatted(SqlName.table(backtest.run()), named(backtest.columns(), BacktestColumn.Type::shown),
                condition);
    }

    private static String written(List<BacktestColumn> columns) {
        return named(columns, BacktestColumn.Type::written);
    }

    private static String named(List<BacktestColumn> columns, BiFunction<BacktestColumn.Type, String, String> value) {
        return columns.stream()
                .map(column -> value.apply(column.type(), "r." + SqlName.quoted(column.name())) + " AS "
                        + SqlName.quoted(column.shown()))
                .collect(Collectors.joining(", "));
    }

    private static String select(List<BacktestColumn> columns) {
        return columns.stream().map(column -> SqlName.quoted(column.name())).collect(Collectors.joining(", "));
    }
}

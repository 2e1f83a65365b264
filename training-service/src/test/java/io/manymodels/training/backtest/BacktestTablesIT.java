package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.fixtures.service.Answer;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.training.TrainingStack;
import io.manymodels.work.retention.RetentionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was predicted, written as tasks write it, and read over REST and through the family's view. */
class BacktestTablesIT {

    private static final RunningService SERVICE = TrainingStack.SERVICE;
    private static final BacktestRepository TABLES = SERVICE.bean(BacktestRepository.class);
    private static final BacktestRowsRepository ROWS = SERVICE.bean(BacktestRowsRepository.class);
    private static final JdbcClient DATABASE = SERVICE.database("training");
    private static final JdbcClient READER = SERVICE.database("reader");

    /** A key of every type, a label that asks for quotes, a name that does. */
    private static final List<BacktestColumn> KEYS = List.of(column("sto\"re", BacktestColumn.Type.BIGINT),
            column("rate", BacktestColumn.Type.DOUBLE),
            column("open", BacktestColumn.Type.BOOLEAN), column("Näme", BacktestColumn.Type.TEXT),
            column("since", BacktestColumn.Type.DATE),
            column("at", BacktestColumn.Type.TIMESTAMP));
    private static final BacktestColumn TICKET = column("ticket", BacktestColumn.Type.TEXT);
    private static final BacktestLayout CLASSES = layout(true);
    private static final BacktestLayout NUMBERS = layout(false);

    private static BacktestColumn column(String name, BacktestColumn.Type type) {
        return new BacktestColumn(name, type, "What it's \"" + name + "\"");
    }

    private static BacktestLayout layout(boolean classes) {
        List<BacktestColumn> columns = new ArrayList<>(KEYS);
        columns.add(TICKET);
        columns.add(column("fold", BacktestColumn.Type.BIGINT));
        columns.add(column("actual", classes ? BacktestColumn.Type.TEXT : BacktestColumn.Type.DOUBLE));
        columns.add(column("prediction", classes ? BacktestColumn.Type.TEXT : BacktestColumn.Type.DOUBLE));
        (classes ? List.of("probability_no", "probability_it's, \"yes\"") : List.of("lower_80", "upper_80"))
                .forEach(name -> columns.add(column(name, BacktestColumn.Type.DOUBLE)));
        columns.add(column("algorithm", BacktestColumn.Type.TEXT));
        columns.add(column("rung", BacktestColumn.Type.TEXT));
        return new BacktestLayout(KEYS, -1, List.of(TICKET), BacktestColumn.Type.BIGINT, classes,
                classes ? List.of() : List.of(80),
                false,
                classes ? List.of("no", "it's, \"yes\"") : List.of(), columns);
    }

    private static String key(int store) {
        return """
                {"sto\\"re":%d,"rate":%s,"open":%b,"Näme":"a, b","since":"2024-02-29","at":"2024-02-29T23:59:59.000001"}
                """.formatted(store, store / 4.0, store % 2 == 0).strip();
    }

    private static List<@Nullable String[]> tickets(int rows) {
        @Nullable
        String[] tickets = new String[rows];
        for (int i = 1; i < rows; i++) {
            tickets[i] = "t,\"" + i;
        }
        return List.<@Nullable String[]>of(tickets);
    }

    private static UUID table(String family, BacktestLayout layout, List<PredictedRows> rows) {
        UUID run = UUID.randomUUID();
        DATABASE.sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'backtest', ?, 1, 'running', '{}', 'test')
                """).params(run, family).update();
        SERVICE.bean(TransactionTemplate.class).executeWithoutResult(_ -> {
            TABLES.create(run, family, layout.columns());
            ROWS.insert(run, layout, rows);
        });
        return run;
    }

    private static UUID complete(String family, BacktestLayout layout, List<PredictedRows> rows) {
        UUID run = table(family, layout, rows);
        SERVICE.bean(TransactionTemplate.class).executeWithoutResult(
                _ -> TABLES.complete(run, family, layout, TABLES.rows(run), Map.of()));
        return run;
    }

    private static PredictedRows numbers(int sequence, int fold, int rows) {
        double[] values = IntStream.range(0, rows).mapToDouble(i -> 100 * sequence + 10 * fold + i).toArray();
        return new PredictedRows(sequence, key(sequence), fold, new long[0], tickets(rows), values, new String[0],
                new Predictions(values, new double[][] {values}, new double[][] {values}, List.of(), new double[0][],
                        new int[0], new boolean[rows]),
                Double.NaN, Double.NaN, "mean", Rung.OWN);
    }

    private static Answer get(UUID run, String query) {
        return SERVICE.get(Role.VIEWER, "/api/v1/runs/" + run + "/backtest" + query);
    }

    private static List<String> csv(UUID run) {
        return SERVICE.send(SERVICE.request(Role.VIEWER, "/api/v1/runs/" + run + "/backtest")
                .header("Accept", "text/csv")).expect(200).body().lines().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 7, 8, 1000})
    void pagesTellEveryRowOnceInTheOrderOfKeysAndFolds(int limit) {
        UUID run = complete("tables-pages", NUMBERS, List.of(numbers(2, 0, 2), numbers(0, 0, 1), numbers(0, 1, 3),
                numbers(1_000_000, 0, 1)));
        List<Double> actual = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(run, "?limit=" + limit + cursor).expect(200).json();
            assertThat(page.path("items").size()).isBetween(1, limit);
            page.path("items").forEach(row -> actual.add(row.path("actual").doubleValue()));
            cursor = page.path("nextCursor").isString() ? "&cursor=" + page.path("nextCursor").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(actual).containsExactly(0.0, 10.0, 11.0, 12.0, 200.0, 201.0, 100_000_000.0);
        assertThat(csv(run)).hasSize(8);
    }

    @Test
    void theRowsOfOneKeyAreFoundByTheirColumns() {
        complete("tables-key", NUMBERS, List.of(numbers(2, 0, 2), numbers(2, 1, 3), numbers(0, 0, 1)));
        KeyBacktestRepository keys = SERVICE.bean(KeyBacktestRepository.class);
        BacktestRepository.Stored latest = keys.latest("tables-key").orElseThrow();
        List<Object> key = List.of(2L, 0.5, true, "a, b", "2024-02-29", "2024-02-29T23:59:59.000001");

        List<BacktestRepository.Row> first = keys.page(latest, key, -1, 2);
        List<BacktestRepository.Row> rest = keys.page(latest, key, first.getLast().id(), 10);

        assertThat(first).extracting(row -> row.values().path("actual").doubleValue()).containsExactly(200.0, 201.0);
        assertThat(rest).extracting(row -> row.values().path("actual").doubleValue()).containsExactly(210.0, 211.0,
                212.0);
        assertThat(keys.page(latest, List.of(3L, 0.75, false, "a, b", "2024-02-29", "2024-02-29T23:59:59.000001"), -1,
                10)).isEmpty();
        assertThat(keys.latest("tables-nothing")).isEmpty();
    }

    @Test
    void whatAModelDoesNotSayIsNull() {
        PredictedRows bare = new PredictedRows(0, key(0), 0, new long[0], tickets(2), new double[] {1, Double.NaN},
                new String[0],
                null, Double.NaN, Double.NaN, null, null);
        PredictedRows pointAlone = new PredictedRows(1, key(1), 1, new long[0], tickets(1), new double[] {2},
                new String[0],
                new Predictions(new double[] {3}, new double[0][], new double[0][], List.of(), new double[0][],
                        new int[0], new boolean[1]),
                Double.NaN, Double.NaN, "naive", Rung.BASELINE);

        UUID run = complete("tables-null", NUMBERS, List.of(bare, pointAlone));

        assertThat(csv(run)).containsExactly(
                "\"sto\"\"re\",rate,open,Näme,since,at,ticket,fold,actual,prediction,lower_80,upper_80,algorithm,rung",
                "0,0,true,\"a, b\",2024-02-29,2024-02-29T23:59:59.000001Z,,0,1,,,,,",
                "0,0,true,\"a, b\",2024-02-29,2024-02-29T23:59:59.000001Z,\"t,\"\"1\",0,,,,,,",
                "1,0.25,false,\"a, b\",2024-02-29,2024-02-29T23:59:59.000001Z,,1,2,3,,,naive,baseline");
        assertThat(get(run, "").json().path("items").get(1)).isEqualTo(JsonMapper.shared().readTree("""
                {"sto\\"re": 0, "rate": 0, "open": true, "Näme": "a, b", "since": "2024-02-29",
                 "at": "2024-02-29T23:59:59.000001Z", "ticket": "t,\\"1", "fold": 0, "actual": null, "prediction": null, "lower_80": null,
                 "upper_80": null, "algorithm": null, "rung": null}
                """));
    }

    @Test
    void aLabelThatTheModelNeverSawHasNoChance() {
        PredictedRows rows = new PredictedRows(0, key(0), 0, new long[0], tickets(2), new double[0],
                new String[] {"it's, \"yes\"", null},
                new Predictions(new double[] {1, 1}, new double[0][], new double[0][], List.of("no"),
                        new double[][] {{1, 1}}, new int[] {0, 0}, new boolean[2]),
                Double.NaN, Double.NaN, "majority-class", Rung.OWN);

        UUID run = complete("tables-labels", CLASSES, List.of(rows));

        JsonNode items = get(run, "").json().path("items");
        assertThat(items.get(0).path("actual").asString()).isEqualTo("it's, \"yes\"");
        assertThat(items.get(0).path("prediction").asString()).isEqualTo("no");
        assertThat(items.get(0).path("probability_no").doubleValue()).isEqualTo(1);
        assertThat(items.get(0).path("probability_it's, \"yes\"").doubleValue()).isZero();
        assertThat(items.get(1).path("actual").isNull()).isTrue();
    }

    @Test
    void theViewShowsTheLatestAndTenAreKept() {
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(complete("tables-kept", i % 2 == 0 ? NUMBERS : CLASSES, List.of()));
            if (i == 10) {
                complete("tables-kept", NUMBERS, List.of(numbers(i, 0, 1)));
            }
        }
        UUID latest = complete("tables-kept", NUMBERS, List.of(numbers(7, 0, 3)));

        assertThat(READER.sql("SELECT count(*) FROM reporting.tables_kept_backtests WHERE \"sto\"\"re\" = 7")
                .query(Integer.class).single()).isEqualTo(3);
        assertThat(READER.sql("SELECT obj_description('reporting.tables_kept_backtests'::regclass)")
                .query(String.class).single()).contains("tables-kept", latest.toString());
        assertThat(READER.sql(
                "SELECT pg_typeof(at)::text || ' ' || extract(epoch FROM at)::numeric FROM reporting.tables_kept_backtests LIMIT 1")
                .query(String.class).single()).as("an instant, as in predictions")
                .isEqualTo("timestamp with time zone 1709251199.000001");
        assertThat(get(latest, "").status()).isEqualTo(200);
        assertThat(get(runs.getLast(), "").status()).isEqualTo(200);
        assertThat(get(runs.getFirst(), "").code()).isEqualTo("409 backtest-incomplete");
        assertThat(DATABASE.sql("SELECT count(*) FROM training.backtest WHERE family = 'tables-kept'")
                .query(Integer.class).single()).isEqualTo(10);
        assertThat(DATABASE.sql("SELECT to_regclass('training.' || ?) IS NULL").param(SqlName.table(runs.getFirst()))
                .query(Boolean.class).single()).isTrue();
    }

    @Test
    void errorsAreWhatMetricsAreMadeOf() {
        PredictedRows off = new PredictedRows(0, key(0), 0, new long[0], tickets(3), new double[] {10, 0, Double.NaN},
                new String[0],
                new Predictions(new double[] {7, 2, 5}, new double[0][], new double[0][], List.of(), new double[0][],
                        new int[0], new boolean[3]),
                Double.NaN, Double.NaN, "mean", Rung.OWN);
        complete("tables-errors", NUMBERS, List.of(off));

        assertThat(READER.sql("""
                SELECT actual, prediction, error, absolute_error, squared_error, percentage_error
                FROM reporting.tables_errors_errors ORDER BY actual DESC
                """).query().listOfRows()).hasToString(
                "[{actual=10.0, prediction=7.0, error=-3.0, absolute_error=3.0, squared_error=9.0, percentage_error=30.0}, "
                        + "{actual=0.0, prediction=2.0, error=2.0, absolute_error=2.0, squared_error=4.0, percentage_error=null}]");

        PredictedRows labels = new PredictedRows(0, key(0), 0, new long[0], tickets(2), new double[0],
                new String[] {"no", "it's, \"yes\""},
                new Predictions(new double[] {1, 1}, new double[0][], new double[0][], List.of("no"),
                        new double[][] {{1, 1}}, new int[] {0, 0}, new boolean[2]),
                Double.NaN, Double.NaN, "majority-class", Rung.OWN);
        complete("tables-errors", CLASSES, List.of(labels));

        assertThat(READER.sql("SELECT actual, error FROM reporting.tables_errors_errors ORDER BY error").query()
                .listOfRows()).hasToString("[{actual=no, error=0.0}, {actual=it's, \"yes\", error=1.0}]");
    }

    @Test
    void columnsOfTheFamilyKeepTheirNamesWhateverOursAreCalled() {
        List<Column> columns = List.of(new Column("row_id", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("error", ColumnType.TEXT, ColumnRole.KEY),
                new Column("p", ColumnType.TEXT, ColumnRole.KEY),
                new Column("shown", ColumnType.INTEGER, ColumnRole.KEY),
                new Column("Prediction", ColumnType.TEXT, ColumnRole.ID),
                new Column("y", ColumnType.DOUBLE, ColumnRole.TARGET));
        FamilySpec spec = FamilySpec.read("""
                family: tables-names
                source: {files: a.csv}
                key: [row_id, error, p, shown]
                target: y
                task: regression
                columns: {id: [Prediction]}
                scoring: {intervals: [80]}
                """).orThrow();
        BacktestLayout layout = BacktestLayout.of(spec,
                new Snapshot("s1", "tables-names", 1, 1, 1, columns, null, null, JsonMapper.shared().readTree("{}"),
                        Instant.EPOCH),
                new BacktestParameters("s1", null, null, null, 3, 1L));
        PredictedRows row = new PredictedRows(0, "{\"row_id\":5,\"error\":\"e\",\"p\":\"x\",\"shown\":9}", 1,
                new long[0], List.<@Nullable String[]>of(new String[] {"t"}), new double[] {10}, new String[0],
                new Predictions(new double[] {7}, new double[][] {{6}}, new double[][] {{8}}, List.of(),
                        new double[0][], new int[0], new boolean[1]),
                Double.NaN, Double.NaN, "mean", Rung.OWN);

        UUID run = complete("tables-names", layout, List.of(row));

        assertThat(get(run, "").json().path("items").get(0)).isEqualTo(JsonMapper.shared().readTree("""
                {"row_id": 5, "error": "e", "p": "x", "shown": 9, "Prediction": "t", "fold": 1, "actual": 10,
                 "prediction_": 7, "lower_80": 6, "upper_80": 8, "algorithm": "mean", "rung": "own"}
                """));
        assertThat(csv(run)).containsExactly(
                "row_id,error,p,shown,Prediction,fold,actual,prediction_,lower_80,upper_80,algorithm,rung",
                "5,e,x,9,t,1,10,7,6,8,mean,own");
        KeyBacktestRepository keys = SERVICE.bean(KeyBacktestRepository.class);
        assertThat(keys.page(keys.latest("tables-names").orElseThrow(), List.of(5L, "e", "x", 9L), -1, 10))
                .singleElement().satisfies(found -> assertThat(found.values().path("row_id").asInt()).isEqualTo(5));
        assertThat(READER.sql("SELECT row_id, error, prediction_, error_ FROM reporting.tables_names_errors").query()
                .listOfRows()).hasToString("[{row_id=5, error=e, prediction_=7.0, error_=-3.0}]");
        assertThat(
                READER.sql("SELECT row_id, \"Prediction\", prediction_ FROM reporting.tables_names_backtests").query()
                        .listOfRows())
                .hasToString("[{row_id=5, Prediction=t, prediction_=7.0}]");
    }

    @Test
    void backtestsOfADeletedFamilyGoWithTheirViewWhenItsTimeIsOver() {
        JdbcClient catalog = SERVICE.database("ingestion");
        catalog.sql(
                "INSERT INTO catalog.family (name, current_version, deleted_at) VALUES ('tables-gone', 1, now() - interval '29 days')")
                .update();
        UUID run = complete("tables-gone", NUMBERS, List.of(numbers(7, 0, 3)));
        RetentionRule rule = SERVICE.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals("backtests")).findFirst().orElseThrow();
        assertThat(rule.removeSome()).as("it can still be brought back").isZero();
        catalog.sql("UPDATE catalog.family SET deleted_at = deleted_at - interval '2 days' WHERE name = 'tables-gone'")
                .update();

        assertThat(rule.removeSome()).isOne();

        assertThat(rule.removeSome()).isZero();
        assertThat(DATABASE.sql(
                "SELECT to_regclass('training.' || ?) IS NULL AND to_regclass('reporting.tables_gone_backtests') IS NULL AND to_regclass('reporting.tables_gone_errors') IS NULL")
                .param(SqlName.table(run)).query(Boolean.class).single()).isTrue();
    }

    @Test
    void whatIsNotCompleteIsNotShown() {
        UUID running = table("tables-running", NUMBERS, List.of(numbers(0, 0, 1)));

        assertThat(get(running, "").code()).isEqualTo("409 backtest-incomplete");
        assertThat(get(UUID.randomUUID(), "").status()).isEqualTo(404);

        TABLES.drop(running);
        TABLES.drop(running);

        assertThat(DATABASE.sql("SELECT to_regclass('training.' || ?) IS NULL").param(SqlName.table(running))
                .query(Boolean.class).single()).as("and dropping twice is no mistake").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"?limit=0,400 limit-out-of-range", "?limit=1001,400 limit-out-of-range",
            "?cursor=eHl6,400 cursor-malformed", "?cursor=%00,400 parameter-malformed"})
    void aBadParameterSaysWhatIsWrong(String query, String problem) {
        UUID run = complete("tables-parameters", NUMBERS, List.of());

        assertThat(get(run, query).code()).isEqualTo(problem);
        assertThat(get(run, "").expect(200).json().path("items")).isEmpty();
        assertThat(csv(run)).hasSize(1);
    }
}

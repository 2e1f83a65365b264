package io.manymodels.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The acceptance of the main job on real data, which is not in this repository: profile {@code acceptance} with
 * {@code -Dmanymodels.data=FOLDER}, the folder that holds orange-juice/ and weather-aus/. Prints the figures it checks.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealDataAcceptance {

    private static final int KEYS = 913;

    @TempDir
    static Path folder;

    private static Path landing;
    private static CommandLine manymodels;
    private static Deployment platform;
    private static int compared;
    private static double largestDifference;

    @BeforeAll
    static void start() throws Exception {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("manymodels.data"), "-Dmanymodels.data=FOLDER"));
        landing = Files.createDirectories(folder.resolve("landing"));
        for (String file : List.of("orange-juice/sales.csv.gz", "orange-juice/stores.csv",
                "weather-aus/weatherAUS.csv.gz")) {
            Files.createDirectories(landing.resolve(file).getParent());
            Files.copy(data.resolve(file), landing.resolve(file));
        }
        manymodels = new CommandLine(folder);
        long begun = System.nanoTime();
        up();
        tell("up on an empty folder: %.1f s", seconds(begun));
    }

    private static void up() throws Exception {
        manymodels.succeed("up", "--landing", landing.toString(), "--detach");
        platform = new Deployment(manymodels.environment("--role", "owner"));
    }

    @AfterAll
    static void stop() throws Exception {
        manymodels.call("down");
    }

    @Test
    @Order(1)
    void orangeJuiceFromFileToSqlLakeAndRealtime() throws Exception {
        manymodels.succeed("apply", example("orange-juice.yaml"));
        long begun = System.nanoTime();

        JsonNode result = manymodels.succeed("run", "orange-juice", "--json").json();

        tell("orange-juice cycle: %.1f s", seconds(begun));
        tell("release %s", result.path("release"));
        for (String step : List.of("ingestion", "training", "promotion", "scoring")) {
            JsonNode progress = result.path("runs").path(step).path("progress");
            tell("%s %s", step, progress);
            assertThat(progress.path("expected").asInt()).as(step).isEqualTo(KEYS);
            assertThat(progress.path("remaining").asInt()).as(step).isZero();
        }
        assertThat(platform
                .query("SELECT count(*), count(DISTINCT (store, brand)) FROM reporting.orange_juice_predictions"))
                .containsExactly(List.of(KEYS * 2L, (long) KEYS));
        assertThat(duckdb("SELECT count(*), count(DISTINCT (store, brand)) FROM read_parquet('"
                + manymodels.stack().resolve("storage/predictions/orange-juice") + "/run=*/*.parquet')"))
                .containsExactly(List.of(KEYS * 2L, (long) KEYS));
        assertRealtimeEqualsBatch("WHERE store <= 5");
        tell("realtime against batch: %d rows, largest difference %s", compared, largestDifference);
    }

    private static void assertRealtimeEqualsBatch(String where) throws Exception {
        List<List<Object>> batch = platform.query("""
                SELECT store, brand, week, prediction, lower_80, upper_80, lower_95, upper_95, rung
                FROM reporting.orange_juice_predictions %s ORDER BY store, brand, week
                """.formatted(where));
        String rows = batch.stream()
                .map(row -> "{\"store\":%s,\"brand\":%s,\"week\":%s}".formatted(row.get(0), row.get(1), row.get(2)))
                .collect(Collectors.joining(","));
        JsonNode answer = platform
                .post("REALTIME", "/api/v1/families/orange-juice/predict", "{\"rows\":[" + rows + "]}")
                .path("predictions");
        double largest = 0;
        for (int i = 0; i < batch.size(); i++) {
            List<String> names = List.of("prediction", "lower_80", "upper_80", "lower_95", "upper_95");
            for (int j = 0; j < names.size(); j++) {
                double expected = ((Number) batch.get(i).get(3 + j)).doubleValue();
                double difference = Math.abs(answer.get(i).path(names.get(j)).asDouble() - expected);
                largest = Math.max(largest, difference);
                assertThat(difference).isLessThanOrEqualTo(1e-9 * Math.max(1, Math.abs(expected)));
            }
            assertThat(answer.get(i).path("rung").asString()).isEqualTo(batch.get(i).get(8));
        }
        compared += batch.size();
        largestDifference = Math.max(largestDifference, largest);
    }

    @Test
    @Order(2)
    void orangeJuiceBacktestOfTwelveRounds() throws Exception {
        String cutoffs = IntStream.rangeClosed(1, 12).mapToObj(round -> Integer.toString(133 + 2 * round))
                .collect(Collectors.joining(","));
        Path rows = folder.resolve("rounds.csv");
        long begun = System.nanoTime();

        manymodels.succeed("backtest", "orange-juice", "--cutoffs", cutoffs, "--out", rows.toString());

        List<Object> measured = duckdb("""
                SELECT count(*), 100 * avg(abs(prediction - actual) / actual), 100 * sum(abs(prediction - actual)) / sum(actual)
                FROM read_csv('%s') WHERE actual IS NOT NULL
                """.formatted(rows)).getFirst();
        tell("orange-juice, 12 rounds in %.1f s: rows %s, MAPE %.2f, WMAPE %.2f", seconds(begun), measured.get(0),
                measured.get(1), measured.get(2));
        assertThat(measured.get(0)).isEqualTo(21_054L);
        assertThat((Double) measured.get(1)).isLessThan(45);
    }

    @Test
    @Order(3)
    void weatherLeavesTheLeakOutAndIsAccurate() throws Exception {
        manymodels.succeed("apply", example("weather-aus.yaml"));
        JsonNode result = manymodels.succeed("run", "weather-aus", "--json").json();
        assertThat(result.path("state").asString()).isEqualTo("succeeded");
        Path rows = folder.resolve("weather.csv");

        manymodels.succeed("backtest", "weather-aus", "--cutoffs", "2015-06-30", "--out", rows.toString());

        List<Object> measured = duckdb("""
                SELECT count(*), avg(CAST(prediction = actual AS INTEGER)) FROM read_csv('%s', all_varchar = true)
                WHERE actual IS NOT NULL AND actual <> ''
                """.formatted(rows)).getFirst();
        JsonNode snapshot = platform.get("INGESTION", "/api/v1/families/weather-aus/snapshots").path("items").get(0);
        tell("weather-aus: rows %s, accuracy %.4f, leaks %s", measured.get(0), measured.get(1),
                snapshot.path("profile").path("leaks"));
        assertThat(measured.get(0)).isEqualTo(34_691L);
        assertThat((Double) measured.get(1)).isGreaterThanOrEqualTo(0.85);
        assertThat(snapshot.path("profile").path("leaks").toString()).contains("RISK_MM");
    }

    @Test
    @Order(4)
    void tenSpoiledKeysAreReportedAndChangeNoOther() throws Exception {
        Path spoiled = Files.createDirectories(landing.resolve("spoiled")).resolve("sales.csv");
        duckdb("""
                COPY (
                  WITH clean AS (SELECT *, row_number() OVER (PARTITION BY store, brand ORDER BY CAST(week AS INTEGER)) AS n
                                 FROM read_csv('%s', all_varchar = true)),
                  changed AS (SELECT * REPLACE (
                    CASE WHEN store = '2' AND brand = '2' AND n = 7 THEN 'many' WHEN store = '2' AND brand = '4' THEN NULL
                         WHEN store = '2' AND brand = '5' THEN '8.5' WHEN store = '2' AND brand = '8' AND n = 9 THEN '1e999'
                         ELSE logmove END AS logmove,
                    CASE WHEN store = '2' AND brand = '1' THEN NULL ELSE brand END AS brand,
                    CASE WHEN store = '2' AND brand = '9' AND n = 5 THEN NULL ELSE week END AS week,
                    CASE WHEN store = '2' AND brand = '10' AND n = 11 THEN '$1' ELSE price10 END AS price10),
                  store AS s, brand AS b FROM clean)
                  SELECT * EXCLUDE (n, s, b) FROM changed
                  WHERE NOT (s = '2' AND b = '6' AND n > 1) AND NOT (s = '2' AND b = '7' AND n > 5)
                  UNION ALL SELECT * EXCLUDE (n, s, b) FROM changed WHERE s = '2' AND b = '3' AND n = 4
                  UNION ALL SELECT * EXCLUDE (n, s, b) FROM changed WHERE s = '5' AND b = '1' AND n <= 3
                ) TO '%s' (HEADER)
                """.formatted(landing.resolve("orange-juice/sales.csv.gz"), spoiled));
        Path spec = Files.writeString(folder.resolve("spoiled.yaml"),
                Files.readString(Path.of(example("orange-juice.yaml")))
                        .replace("family: orange-juice", "family: spoiled")
                        .replace("files: orange-juice/sales.csv.gz", "files: spoiled/sales.csv"));
        manymodels.succeed("apply", spec.toString());

        JsonNode result = manymodels.succeed("run", "spoiled", "--json").json();

        JsonNode training = result.path("runs").path("training");
        tell("spoiled: %s", training.path("progress"));
        assertThat(result.path("state").asString()).isEqualTo("succeeded");
        List<List<Object>> reported = platform.query("""
                SELECT (key ->> 'store') || '/' || (key ->> 'brand'), outcome || ' ' || reason_code, reason_message
                FROM reporting.run_partitions WHERE run_id = '%s' AND reason_code IS NOT NULL ORDER BY sequence
                """.formatted(training.path("id").asString()));
        reported.forEach(row -> tell("  %s", row));
        assertThat(reported.stream().collect(Collectors.toMap(List::getFirst, row -> row.get(1))))
                .isEqualTo(Map.ofEntries(
                        Map.entry("2/(missing)", "failed key-missing"), Map.entry("2/2", "failed text-in-number"),
                        Map.entry("2/3", "failed duplicate-time"), Map.entry("2/4", "fellBack target-missing"),
                        Map.entry("2/5", "succeeded constant-target"), Map.entry("2/6", "fellBack too-few-rows"),
                        Map.entry("2/7", "fellBack too-few-rows"), Map.entry("2/8", "failed infinite-value"),
                        Map.entry("2/9", "failed time-missing"), Map.entry("2/10", "failed text-in-number"),
                        Map.entry("5/1", "failed duplicate-time")));
        List<Object> others = platform.query("""
                SELECT count(*) FILTER (WHERE c.rung = 'own'),
                       count(*) FILTER (WHERE c.rung = 'own' AND c.prediction IS DISTINCT FROM s.prediction),
                       count(*) FILTER (WHERE c.rung <> 'own' AND c.prediction IS DISTINCT FROM s.prediction)
                FROM reporting.orange_juice_predictions c JOIN reporting.spoiled_predictions s USING (store, brand, week)
                WHERE c.store <> 2 AND NOT (c.store = 5 AND c.brand = 1)
                """).getFirst();
        // A model that keys share has lost the spoiled keys' rows; a key's own model must not notice.
        tell("other predictions by own models %s, changed %s; by shared models changed %s", others.get(0),
                others.get(1),
                others.get(2));
        assertThat(others.get(1)).isEqualTo(0L);
    }

    @Test
    @Order(5)
    void aTableInPostgresBecomesAFamilyAndTheCacheStaysBounded() throws Exception {
        long weight = platform.get("REALTIME", "/api/v1/cache").path("bytes").asLong()
                / platform.get("REALTIME", "/api/v1/cache").path("models").asLong();
        JsonNode credentials = JsonMapper.builder().build().readTree(manymodels.stack().resolve("credentials.json"));
        String owner = credentials.path("database").path("postgres").asString();
        Deployment.query(platform.databaseUrl(), "postgres", owner, """
                CREATE SCHEMA erp;
                CREATE TABLE erp.sales AS SELECT shop, article, date '2025-01-01' + day AS day,
                  round(20 + 5 * shop + 3 * article + 4 * sin(day / 7.0 * 2 * pi()))::int AS quantity
                FROM generate_series(1, 4) shop, generate_series(1, 5) article, generate_series(0, 199) day;
                GRANT USAGE ON SCHEMA erp TO reader; GRANT SELECT ON erp.sales TO reader
                """);
        var environment = platform.environment();
        manymodels.set("MANYMODELS_INGESTION_CONNECTIONS_ERP_HOST", environment.get("PGHOST"));
        manymodels.set("MANYMODELS_INGESTION_CONNECTIONS_ERP_PORT", environment.get("PGPORT"));
        manymodels.set("MANYMODELS_INGESTION_CONNECTIONS_ERP_DATABASE", environment.get("PGDATABASE"));
        manymodels.set("MANYMODELS_INGESTION_CONNECTIONS_ERP_USERNAME", environment.get("PGUSER"));
        manymodels.set("MANYMODELS_INGESTION_CONNECTIONS_ERP_PASSWORD", environment.get("PGPASSWORD"));
        manymodels.set("MANYMODELS_REALTIME_CACHE_BYTES", 50 * weight + "B");
        manymodels.succeed("down");
        long begun = System.nanoTime();
        up();
        tell("up on the same folder: %.1f s", seconds(begun));
        Path spec = Files.writeString(folder.resolve("erp.yaml"), """
                family: erp
                source: {jdbc: {connection: erp, query: "SELECT shop, article, day, quantity FROM erp.sales"}}
                key: [shop, article]
                time: {column: day}
                target: quantity
                task: forecast
                forecast: {horizon: 14}
                training: {metric: mae}
                """);
        manymodels.succeed("apply", spec.toString());

        JsonNode result = manymodels.succeed("run", "erp", "--json").json();

        tell("erp: %s", result.path("runs").path("training").path("progress"));
        assertThat(platform.query("SELECT count(*), count(DISTINCT (shop, article)) FROM reporting.erp_predictions"))
                .containsExactly(List.of(280L, 20L));
    }

    @Test
    @Order(6)
    void allModelsThroughACacheOfFifty() throws Exception {
        for (int store : platform.query("SELECT DISTINCT store FROM reporting.orange_juice_predictions ORDER BY 1")
                .stream()
                .map(row -> ((Number) row.getFirst()).intValue()).toList()) {
            assertRealtimeEqualsBatch("WHERE store = " + store);
        }
        JsonNode cache = platform.get("REALTIME", "/api/v1/cache");
        tell("realtime against batch: %d rows, largest difference %s", compared, largestDifference);
        tell("cache %s", cache);
        assertThat(cache.path("bytes").asLong()).isLessThanOrEqualTo(cache.path("capacityBytes").asLong());
        assertThat(cache.path("models").asInt()).isBetween(1, 120);
        assertThat(cache.path("evictions").asLong()).isPositive();

        long loads = cache.path("loads").asLong();
        Callable<JsonNode> ask = () -> platform.post("REALTIME", "/api/v1/families/orange-juice/predict",
                "{\"rows\":[{\"store\":2,\"brand\":1,\"week\":162}]}");
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<JsonNode>();
            for (var future : clients.invokeAll(IntStream.range(0, 200).mapToObj(_ -> ask).toList())) {
                answers.add(future.get().path("predictions").get(0).path("prediction"));
            }
            assertThat(answers).hasSize(200).containsOnly(answers.getFirst());
        }
        long after = platform.get("REALTIME", "/api/v1/cache").path("loads").asLong();
        tell("200 first requests for one key: %d load(s)", after - loads);
        assertThat(after - loads).isEqualTo(1);
    }

    private static String example(String name) {
        return Modules.root().resolve("examples").resolve(name).toString();
    }

    private static List<List<Object>> duckdb(String sql) throws SQLException {
        return Deployment.query("jdbc:duckdb:", "", "", sql);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void tell(String format, Object... arguments) {
        System.out.println("ACCEPTANCE " + String.format(Locale.ROOT, format, arguments));
    }
}

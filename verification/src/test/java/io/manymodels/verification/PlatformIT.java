package io.manymodels.verification;

import static io.manymodels.verification.EarlierPlatform.deployment;
import static io.manymodels.verification.EarlierPlatform.folder;
import static io.manymodels.verification.EarlierPlatform.landing;
import static io.manymodels.verification.EarlierPlatform.manymodels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole platform on this machine, through its command line, HTTP and SQL: one story, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(EarlierPlatform.class)
class PlatformIT {

    private static final int KEYS = 60;
    private static final String SPEC = """
            family: market
            source: {files: market/*.csv}
            key: [store, item]
            time: {column: date}
            target: sales
            task: forecast
            columns: {known: [price, promotion]}
            forecast: {horizon: 7}
            training: {algorithms: auto, metric: mae, windows: 2, minimumRows: 20, errorBudget: 20%}
            promotion: {approval: automatic, rules: [{metric: rows, atLeast: 20}]}
            scoring: {intervals: [80, 95]}
            """;

    @Test
    @Order(1)
    void aWrongSpecIsRefusedWithAllItsErrors() throws Exception {
        Path spec = Files.writeString(folder().resolve("wrong.yaml"),
                SPEC.replace("metric: mae", "metric: mea").replace("horizon: 7", "horizon: 0"));

        CommandLine.Answer answer = manymodels().call("apply", spec.toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.errors() + answer.output()).contains("training.metric", "[mea]", "mae")
                .contains("forecast.horizon");
    }

    @Test
    @Order(2)
    void aCycleAccountsForEveryKey() throws Exception {
        Files.createDirectories(landing().resolve("market"));
        manymodels().succeed("generate", "--keys", Integer.toString(KEYS), "--rows", Integer.toString(KEYS * 120),
                "--seed", "7", "--out",
                landing().resolve("market/sales.csv").toString());
        manymodels().succeed("apply", Files.writeString(folder().resolve("market.yaml"), SPEC).toString());

        JsonNode result = manymodels().succeed("run", "market", "--json").json();

        assertThat(result.path("state").asString()).isEqualTo("succeeded");
        for (String step : List.of("ingestion", "training", "promotion", "scoring")) {
            JsonNode progress = result.path("runs").path(step).path("progress");
            assertThat(progress.path("expected").asInt()).as(step).isEqualTo(KEYS);
            assertThat(progress.path("remaining").asInt()).as(step).isZero();
        }
        assertThat(query("SELECT count(DISTINCT (store, item)), count(*) FROM reporting.market_predictions"))
                .containsExactly(List.of((long) KEYS, KEYS * 7L));
    }

    @Test
    @Order(3)
    void realtimeAnswersWhatBatchSaid() throws Exception {
        List<List<Object>> batch = query("""
                SELECT store, item, date::text, prediction, lower_80, upper_80 FROM reporting.market_predictions
                ORDER BY store, item, date LIMIT 21
                """);
        StringBuilder rows = new StringBuilder();
        batch.forEach(row -> rows.append(rows.isEmpty() ? "" : ",")
                .append("{\"store\":%s,\"item\":%s,\"date\":\"%s\"}".formatted(row.get(0), row.get(1), row.get(2))));

        JsonNode answer = deployment().post("REALTIME", "/api/v1/families/market/predict", "{\"rows\":[" + rows + "]}");

        assertThat(answer.path("predictions").size()).isEqualTo(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            JsonNode prediction = answer.path("predictions").get(i);
            assertThat(prediction.path("prediction").asDouble()).isCloseTo(number(batch.get(i).get(3)), within(1e-9));
            assertThat(prediction.path("lower_80").asDouble()).isCloseTo(number(batch.get(i).get(4)), within(1e-9));
            assertThat(prediction.path("upper_80").asDouble()).isCloseTo(number(batch.get(i).get(5)), within(1e-9));
        }
    }

    @Test
    @Order(4)
    void aSecondNightSkipsWhatDidNotChangeAndKeepsTheAnswers() throws Exception {
        String before = checksum();

        JsonNode result = manymodels().succeed("run", "market", "--json").json();

        JsonNode training = result.path("runs").path("training").path("progress");
        assertThat(training.path("skipped").asInt()).isEqualTo(KEYS);
        assertThat(checksum()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void dryRunSaysWhatTheRealRunDoesAndRollbackRestores() throws Exception {
        String first = checksum();
        Files.writeString(landing().resolve("market/more.csv"), laterDays());
        manymodels().succeed("run", "market", "--json");
        assertThat(checksum()).isNotEqualTo(first);

        JsonNode dry = manymodels().succeed("promote", "market", "--dry-run", "--json").json();
        assertThat(dry.toString()).contains("promote");

        manymodels().succeed("rollback", "market", "1");
        assertThat(query("SELECT number FROM reporting.releases WHERE family = 'market' AND is_current"))
                .containsExactly(List.of(1));
        assertThat(checksum()).as("predictions of release 1").isEqualTo(first);
    }

    @Test
    @Order(6)
    void trainingKilledInTheMiddleLosesAndDoublesNothing() throws Exception {
        JsonNode accepted = deployment().post("TRAINING", "/api/v1/families/market/trainings", "{\"retrain\":\"all\"}");
        manymodels().kill("training");

        assertOneVersionAKey(deployment().awaitEnd("TRAINING", accepted.path("id").asString()));
    }

    @Test
    @Order(7)
    void theBrokerKilledInTheMiddleLosesAndDoublesNothing() throws Exception {
        JsonNode accepted = deployment().post("TRAINING", "/api/v1/families/market/trainings", "{\"retrain\":\"all\"}");
        manymodels().kill("kafka");

        assertOneVersionAKey(deployment().awaitEnd("TRAINING", accepted.path("id").asString()));
    }

    /** Counted by the database's owner, in the candidate registry itself. */
    private static void assertOneVersionAKey(JsonNode run) throws Exception {
        assertThat(run.path("state").asString()).isEqualTo("succeeded");
        assertThat(run.path("progress").path("remaining").asInt()).isZero();
        assertThat(run.path("progress").path("expected").asInt()).isEqualTo(KEYS);
        String owner = JsonMapper.builder().build().readTree(manymodels().stack().resolve("credentials.json"))
                .path("database").path("postgres").asString();
        assertThat(Deployment.query(deployment().databaseUrl(), "postgres", owner, """
                SELECT count(*), count(DISTINCT scope_key) FROM training.model_version
                WHERE run_id = '%s' AND scope = 'own'
                """.formatted(run.path("id").asString()))).containsExactly(List.of((long) KEYS, (long) KEYS));
        assertThat(query("SELECT count(*), count(DISTINCT key) FROM reporting.run_partitions WHERE run_id = '%s'"
                .formatted(run.path("id").asString()))).containsExactly(List.of((long) KEYS, (long) KEYS));
    }

    @Test
    @Order(8)
    void readersOfSqlAndTheLakeCannotWrite() {
        assertThatThrownBy(() -> query("DELETE FROM reporting.market_predictions RETURNING 1"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> query("SELECT * FROM production.model_version"))
                .isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
    }

    /** Without groups, with sums of keys, and with keys that are moved: the same data and the same models. */
    @Test
    @Order(9)
    void groupsAndKeysAgreeAndWithoutGroupsNothingChanges() throws Exception {
        Files.createDirectories(landing().resolve("shelves"));
        manymodels().succeed("generate", "--keys", Integer.toString(KEYS), "--rows", Integer.toString(KEYS * 150),
                "--seed", "11", "--out", landing().resolve("shelves/sales.csv").toString());
        String spec = SPEC.replace("market", "shelves").replace("metric: mae", "metric: mae, point: mean");
        cycle(spec);
        List<List<Object>> plain = shelves();
        cycle(spec + "reconcile: [store]\n");
        List<List<Object>> summed = shelves();
        cycle(spec + "reconcile: {by: [store], method: mint}\n");
        List<List<Object>> moved = shelves();

        assertThat(summed).isEqualTo(plain).hasSize(KEYS * 7);
        assertThat(moved).hasSize(KEYS * 7);
        int different = 0;
        for (int i = 0; i < moved.size(); i++) {
            assertThat(moved.get(i).subList(0, 3)).isEqualTo(plain.get(i).subList(0, 3));
            double by = number(moved.get(i).get(3)) - number(plain.get(i).get(3));
            different += by != 0 ? 1 : 0;
            assertThat(number(moved.get(i).get(5)) - number(plain.get(i).get(5))).as("the bound goes with it")
                    .isCloseTo(by, within(1e-6));
        }
        assertThat(different).isGreaterThan(KEYS * 7 / 2);
        List<List<Object>> apart = query("""
                SELECT g.level, g.store, g.date, g.prediction, p.units FROM reporting.shelves_groups g
                JOIN (SELECT store, date, sum(prediction) AS units FROM reporting.shelves_predictions
                      GROUP BY GROUPING SETS ((store, date), (date))) p
                  ON p.date = g.date AND p.store IS NOT DISTINCT FROM g.store
                WHERE abs(g.prediction - p.units) > 1e-6
                """);
        assertThat(apart).isEmpty();
        assertThat(query("SELECT level, count(*) > 6 FROM reporting.shelves_groups GROUP BY level ORDER BY level"))
                .containsExactly(List.of(0, true), List.of(1, true));
        assertThat(manymodels().succeed("predictions", "shelves", "--groups", "--json").json().size())
                .isEqualTo(query("SELECT 1 FROM reporting.shelves_groups").size());
    }

    private static void cycle(String spec) throws Exception {
        manymodels().succeed("apply", Files.writeString(folder().resolve("shelves.yaml"), spec).toString());
        assertThat(manymodels().succeed("run", "shelves", "--json").json().path("state").asString())
                .isEqualTo("succeeded");
    }

    private static List<List<Object>> shelves() throws SQLException {
        return query("""
                SELECT store, item, date::text, prediction, lower_80, upper_80, rung FROM reporting.shelves_predictions
                ORDER BY store, item, date
                """);
    }

    /** The sum over all predictions: the same sum is the same answers, for a test's purposes. */
    private static String checksum() throws SQLException {
        return query(
                "SELECT md5(string_agg(store || '/' || item || '/' || date || '/' || prediction, ',' ORDER BY store, item, date)) FROM reporting.market_predictions")
                .getFirst().getFirst().toString();
    }

    /** Three more days for each key, behind the generated ones. */
    private static String laterDays() throws IOException {
        List<String> lines = Files.readAllLines(landing().resolve("market/sales.csv"));
        int date = List.of(lines.getFirst().split(",")).indexOf("date");
        String last = lines.stream().skip(1).map(line -> line.split(",")[date]).max(String::compareTo).orElseThrow();
        StringBuilder more = new StringBuilder(lines.getFirst()).append('\n');
        LocalDate lastDay = LocalDate.parse(last);
        for (String line : lines) {
            String[] fields = line.split(",", -1);
            if (fields[date].equals(last)) {
                for (int day = 1; day <= 3; day++) {
                    fields[date] = lastDay.plusDays(day).toString();
                    more.append(String.join(",", fields)).append('\n');
                }
            }
        }
        return more.toString();
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static List<List<Object>> query(String sql) throws SQLException {
        return deployment().query(sql);
    }
}

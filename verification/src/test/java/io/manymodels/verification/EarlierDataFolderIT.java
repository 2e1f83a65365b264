package io.manymodels.verification;

import static io.manymodels.verification.EarlierPlatform.deployment;
import static io.manymodels.verification.EarlierPlatform.folder;
import static io.manymodels.verification.EarlierPlatform.manymodels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A data folder made by commit 39ca933 starts with this build and serves its releases: what the old build predicted is
 * read, answered in realtime and scored again to the same values, and the next night runs.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "PostgreSQL's files are those of Linux on amd64")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(EarlierPlatform.class)
class EarlierDataFolderIT {

    private static final double SAME = 1e-9;

    @ParameterizedTest
    @ValueSource(strings = {"shop", "trees", "mood", "rents"})
    @Order(1)
    void whatWasPredictedIsStillThere(String family) throws Exception {
        assertThat(predictions(family)).isNotEmpty().isEqualTo(expected(family));
    }

    @Test
    @Order(2)
    void itsReleasesAreListed() throws Exception {
        assertThat(query("""
                SELECT family, number, is_current FROM reporting.releases
                WHERE family IN ('mood', 'rents', 'shop', 'trees') ORDER BY 1, 2
                """)).containsExactly(
                List.of("mood", 1, true), List.of("rents", 1, true), List.of("shop", 1, false),
                List.of("shop", 2, true), List.of("trees", 1, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "trees"})
    @Order(3)
    void realtimeAnswersFromItsArtefactsWhatBatchHadSaid(String family) throws Exception {
        List<Row> rows = expected(family);
        ArrayNode asked = JsonMapper.shared().createArrayNode();
        rows.forEach(row -> asked.add(row.pick("store", "item", "date")));

        List<Row> answers = answers(family, asked);

        assertThat(answers).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).assertSameNumbers(answers.get(i), "prediction", "lower_80", "upper_80");
        }
    }

    @Test
    @Order(3)
    void realtimeClassifiesWithItsArtefacts() throws Exception {
        List<Row> days = Row.read(folder().resolve("landing/mood/days.csv"));
        for (Row row : expected("mood")) {
            Row day = days.stream().filter(found -> found.key("city", "date").equals(row.key("city", "date")))
                    .findFirst().orElseThrow();
            Row answer = answers("mood",
                    JsonMapper.shared().createArrayNode().add(day.pick("city", "date", "rain", "wind")))
                    .getFirst();
            assertThat(answer.text("prediction")).isEqualTo(row.text("label"));
            assertThat(answer.json().path("probabilities").path("glad").asDouble())
                    .isCloseTo(row.number("probability_glad"), within(SAME));
        }
    }

    @Test
    @Order(3)
    void realtimeRegressesWithItsArtefacts() throws Exception {
        ArrayNode asked = JsonMapper.shared().createArrayNode();
        Row.read(folder().resolve("landing/rents/flats.csv")).stream().filter(row -> row.text("rent").isEmpty())
                .forEach(row -> asked.add(row.pick("city", "area", "rooms", "kind")));

        List<Double> answered = answers("rents", asked).stream().map(row -> row.number("prediction")).sorted().toList();

        List<Double> batch = expected("rents").stream().map(row -> row.number("prediction")).sorted().toList();
        assertThat(answered).hasSameSizeAs(batch);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(answered.get(i)).isCloseTo(batch.get(i), within(SAME));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "trees", "mood", "rents"})
    @Order(4)
    void scoringAgainGivesTheSamePredictions(String family) throws Exception {
        JsonNode accepted = deployment().post("SCORING", "/api/v1/families/" + family + "/scorings", "{}");

        JsonNode run = deployment().awaitEnd("SCORING", accepted.path("id").asString());

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        List<Row> old = expected(family);
        List<Row> again = predictions(family);
        assertThat(again).hasSameSizeAs(old);
        assertThat(again.getFirst().text("run_id")).isEqualTo(run.path("id").asString());
        for (int i = 0; i < old.size(); i++) {
            for (String column : old.get(i).columns()) {
                if (column.equals("prediction") || column.matches("(lower|upper|probability)_.*")) {
                    old.get(i).assertSame(again.get(i), column);
                } else if (!column.equals("run_id") && !column.equals("scored_at")) {
                    assertThat(again.get(i).text(column)).as(column).isEqualTo(old.get(i).text(column));
                }
            }
        }
    }

    @Test
    @Order(5)
    void itsEarlierReleaseCanBeMadeCurrent() throws Exception {
        manymodels().succeed("rollback", "shop", "1");

        assertThat(query("SELECT number FROM reporting.releases WHERE family = 'shop' AND is_current"))
                .containsExactly(List.of(1));
        assertThat(predictions("shop")).isNotEmpty().allMatch(row -> row.text("release").equals("1"));
    }

    @Test
    @Order(6)
    void theNextNightRunsOnIt() throws Exception {
        JsonNode result = manymodels().succeed("run", "shop", "--json").json();

        assertThat(result.path("state").asString()).isEqualTo("succeeded");
        for (String step : List.of("ingestion", "training", "promotion", "scoring")) {
            JsonNode progress = result.path("runs").path(step).path("progress");
            assertThat(progress.path("expected").asInt()).as(step).isEqualTo(7);
            assertThat(progress.path("remaining").asInt()).as(step).isZero();
        }
    }

    private static List<Row> answers(String family, ArrayNode rows) throws IOException, InterruptedException {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.set("rows", rows);
        List<Row> answers = new ArrayList<>();
        deployment().post("REALTIME", "/api/v1/families/" + family + "/predict", body.toString()).path("predictions")
                .forEach(answer -> answers.add(new Row((ObjectNode) answer)));
        return answers;
    }

    /** Of the old build, in an order that does not depend on it. */
    private static List<Row> expected(String family) throws IOException {
        return ordered(Row.read(folder().resolve("expected").resolve(family + ".csv")));
    }

    /** Current, as the command line writes them. */
    private static List<Row> predictions(String family) throws IOException, InterruptedException {
        Path file = folder().resolve(family + "-now.csv");
        manymodels().succeed("predictions", family, "--out", file.toString());
        return ordered(Row.read(file));
    }

    private static List<Row> ordered(List<Row> rows) {
        return rows.stream().sorted(Comparator.comparing(
                row -> row.key("store", "item", "city", "date") + " " + row.text("prediction"))).toList();
    }

    private static List<List<Object>> query(String sql) throws SQLException {
        return deployment().query(sql);
    }

    /** A row by the names of its columns. */
    record Row(ObjectNode json) {

        static List<Row> read(Path csv) throws IOException {
            List<String> lines = Files.readAllLines(csv);
            String[] names = lines.getFirst().split(",", -1);
            List<Row> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] values = line.split(",", -1);
                ObjectNode row = JsonMapper.shared().createObjectNode();
                for (int i = 0; i < names.length; i++) {
                    row.put(names[i], values[i]);
                }
                rows.add(new Row(row));
            }
            return rows;
        }

        List<String> columns() {
            return List.copyOf(json.propertyNames());
        }

        String text(String column) {
            return json.path(column).asString("");
        }

        double number(String column) {
            return Double.parseDouble(json.path(column).asString());
        }

        String key(String... columns) {
            return String.join(" ", List.of(columns).stream().map(this::text).toList());
        }

        /** The columns as JSON has them: numbers where the text is one. */
        ObjectNode pick(String... columns) {
            ObjectNode picked = JsonMapper.shared().createObjectNode();
            for (String column : columns) {
                String value = text(column);
                if (value.matches("-?\\d+(\\.\\d+)?")) {
                    picked.put(column, Double.valueOf(value));
                } else {
                    picked.put(column, value);
                }
            }
            return picked;
        }

        void assertSameNumbers(Row other, String... columns) {
            for (String column : columns) {
                assertThat(other.number(column)).as(column).isCloseTo(number(column), within(SAME));
            }
        }

        /** A number within rounding, a label to the letter. */
        void assertSame(Row other, String column) {
            if (text(column).matches("-?\\d.*")) {
                assertSameNumbers(other, column);
            } else {
                assertThat(other.text(column)).as(column).isEqualTo(text(column));
            }
        }
    }
}

package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.manymodels.access.Role;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Forecasts of groups of keys beside those of the keys, of the real service. */
@NullUnmarked
class GroupForecastsIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;
    private final JdbcClient reader = stack.database("reader");

    private ToyRelease scored(String family, UnaryOperator<String> spec) throws Exception {
        ToyRelease toy = stack.toy(family, spec);
        toy.snapshot(family + "-1");
        toy.release(1, family + "-1");
        JsonNode run = stack.score(family, "{}");
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        return toy;
    }

    private List<Map<String, Object>> rows(String sql) {
        return reader.sql(sql).query().listOfRows();
    }

    private static double number(Map<String, Object> row, String column) {
        return ((Number) Objects.requireNonNull(row.get(column))).doubleValue();
    }

    private static String reconciled(String spec) {
        return spec + "reconcile: [chain, region]\n";
    }

    @Test
    void aGroupIsTheSumOfItsKeysAtEachLevelAndTime() throws Exception {
        scored("toy-groups", spec -> reconciled(spec).replace("known: [price]", "known: [price], static: [chain]"));

        List<Map<String, Object>> groups = rows("SELECT * FROM reporting.toy_groups_groups");

        // All keys, chains 0 to 2, and the one region of each that has predictions; two weeks.
        assertThat(groups).hasSize(2 + 6 + 6);
        Map<String, Double> expected = new HashMap<>();
        Map<String, Long> keys = new HashMap<>();
        for (Map<String, Object> row : rows("""
                SELECT store % 3 AS chain, region, week, prediction FROM reporting.toy_groups_predictions
                """)) {
            for (List<Object> group : List.of(List.<Object>of(), List.<Object>of(row.get("chain")),
                    List.<Object>of(row.get("chain"), row.get("region")))) {
                String name = group + "/" + row.get("week");
                expected.merge(name, (Double) row.get("prediction"), Double::sum);
                keys.merge(name, 1L, Long::sum);
            }
        }
        for (Map<String, Object> group : groups) {
            List<Object> path = new ArrayList<>();
            for (int i = 0; i < number(group, "level"); i++) {
                path.add(group.get(List.of("chain", "region").get(i)));
            }
            String name = path + "/" + group.get("week");
            assertThat(number(group, "prediction")).as(name).isCloseTo(expected.get(name), within(1e-6));
            assertThat(group).as(name).containsEntry("keys", keys.get(name)).containsEntry("release", 1);
        }
        assertThat(rows("""
                SELECT chain, region FROM reporting.toy_groups_groups WHERE level < 2 AND region IS NOT NULL
                   OR level = 0 AND chain IS NOT NULL
                """)).isEmpty();
        assertThat(rows("SELECT DISTINCT keys FROM reporting.toy_groups_groups WHERE level = 0").toString())
                .isEqualTo("[{keys=13}]");
    }

    @Test
    void pagesHaveThemCoarseGroupsFirst() throws Exception {
        scored("toy-group-pages",
                spec -> reconciled(spec).replace("known: [price]", "known: [price], static: [chain]"));
        String path = "/api/v1/families/toy-group-pages/predictions/groups?";

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = stack.get(path + "limit=5" + cursor);
            page.path("items").forEach(item -> seen.add("%s/%s/%s/%s".formatted(item.path("level").asInt(),
                    item.path("chain").asString(""), item.path("region").asString(""), item.path("week").asInt())));
            cursor = page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(14).startsWith("0///21", "0///22", "1/0//21").endsWith("2/2/north/22");
        assertThat(stack.get(path + "level=1&chain=2").path("items")).hasSize(2);
        assertThat(stack.get(path + "region=south").path("items")).isEmpty();
        assertThat(code(path + "store=1")).isEqualTo("400 filter-unknown");
        assertThat(code(path + "level=3")).isEqualTo("400 level-malformed");
    }

    private String code(String path) {
        return ScoringStack.code(stack.send("GET", path, null, Role.VIEWER, null));
    }

    @Test
    void aFamilyThatNamesNoGroupsHasNone() throws Exception {
        ToyRelease toy = scored("toy-ungrouped", spec -> spec + "reconcile: [region]\n");
        assertThat(rows("SELECT 1 FROM reporting.toy_ungrouped_groups")).hasSize(4);

        toy.change(UnaryOperator.identity());
        assertThat(stack.score("toy-ungrouped", "{}").path("state").asString()).isEqualTo("succeeded");

        assertThat(rows("SELECT 1 FROM pg_views WHERE viewname = 'toy_ungrouped_groups'")).isEmpty();
        assertThat(code("/api/v1/families/toy-ungrouped/predictions/groups")).isEqualTo("404 groups-missing");
    }

    private static String mint(String spec) {
        return spec + "reconcile: {by: [region], method: mint}\n";
    }

    /** What training would have forecast of the north at two weeks, from the snapshot that its release is of. */
    private void forecast(String family, UUID training, String snapshot, double... units) {
        JdbcClient database = stack.writer("training");
        database.sql("""
                INSERT INTO training.run (id, kind, family, family_version, state, parameters, submitted_by)
                VALUES (?, 'training', ?, 1, 'running', '{}', 'test')
                """).params(training, family).update();
        database.sql("""
                INSERT INTO training.group_forecast (run_id, path, snapshot_id, counted_from, forecasts, spreads, errors)
                VALUES (?, '["north"]', ?, 20, ?, '{1,1}', '{3,-3,3,-3,3,-3,3,-3,3,-3,3,-3}')
                """).param(training).param(snapshot).param(units).update();
    }

    private String predictions(String family) {
        return reader.sql("""
                SELECT string_agg(concat_ws(' ', region, store, week, prediction, lower_80, upper_80, known_carried, rung), chr(10)
                                  ORDER BY store, week)
                FROM reporting.%s_predictions
                """.formatted(family)).query(String.class).single();
    }

    @Test
    void keysAgreeWithWhatTheirGroupIsForecastByItself() throws Exception {
        scored("toy-plain", UnaryOperator.identity());
        ToyRelease toy = stack.toy("toy-mint", GroupForecastsIT::mint);
        toy.snapshot("mint-1");
        UUID training = UUID.randomUUID();
        double[] sums = rows(
                "SELECT sum(prediction) AS units FROM reporting.toy_plain_predictions GROUP BY week ORDER BY week")
                .stream().mapToDouble(row -> number(row, "units")).toArray();
        forecast("toy-mint", training, "mint-1", sums[0] + 130, sums[1] - 65);
        toy.release(1, "mint-1", training);

        JsonNode run = stack.score("toy-mint", "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("result").toString()).isEqualTo("{\"rows\":26,\"reconciledGroups\":1}");
        // All 13 intervals are 7 wide; the group errs with a variance of 9.
        double variance = Math.pow(7 / (2 * 1.2815515655446004), 2);
        double share = variance / (9 + 13 * variance);
        List<Map<String, Object>> differences = rows("""
                SELECT m.week, m.prediction - p.prediction AS moved, m.lower_80 - p.lower_80 AS lower, m.upper_80 - p.upper_80 AS upper
                FROM reporting.toy_mint_predictions m JOIN reporting.toy_plain_predictions p USING (region, store, week)
                WHERE p.prediction > 65
                """);
        assertThat(differences).hasSizeGreaterThan(20).allSatisfy(row -> {
            double expected = number(row, "week") == 21 ? 130 * share : -65 * share;
            for (String column : List.of("moved", "lower", "upper")) {
                assertThat(number(row, column)).as("%s", row).isCloseTo(expected, within(1e-6));
            }
        });
        assertThat(rows("""
                SELECT g.week FROM reporting.toy_mint_groups g
                JOIN (SELECT week, sum(prediction) AS units FROM reporting.toy_mint_predictions GROUP BY week) p USING (week)
                WHERE level = 0 AND abs(g.prediction - p.units) > 1e-6 OR g.prediction IS NULL
                """)).isEmpty();
        assertThat(lake("toy-mint")).as("the lake has the same").isEqualTo(rows(
                "SELECT prediction FROM reporting.toy_mint_predictions ORDER BY store, week").stream()
                .map(row -> (Double) row.get("prediction")).toList());
        Awaitility.await("the end's sweep").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                stack.database("scoring").sql("SELECT count(*) FROM predictions.group_shift").query(Long.class)
                        .single())
                .isZero());
    }

    /** Predictions in the Parquet parts of a family's latest run, in their order. */
    private List<Double> lake(String family) throws Exception {
        String prefix = "%s/run=%s/".formatted(family, rows("SELECT DISTINCT run_id FROM reporting.%s_predictions"
                .formatted(family.replace('-', '_'))).getFirst().get("run_id"));
        ObjectStore store = stack.bean(ObjectStore.class);
        List<Double> found = new ArrayList<>();
        for (StoredObject object : store.list("predictions", prefix)) {
            byte[] bytes = store.get("predictions", object.key());
            try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(bytes)));
                    var rows = file.rowReader()) {
                while (rows.hasNext()) {
                    rows.next();
                    found.add(rows.getDouble("prediction"));
                }
            }
        }
        return found;
    }

    /** Bit for bit: as texts that PostgreSQL reads back to the same numbers. */
    @Test
    void withoutForecastsOfGroupsFromTheSameRowsNothingIsMoved() throws Exception {
        scored("toy-as-ever", UnaryOperator.identity());
        scored("toy-summed", spec -> spec + "reconcile: [region]\n");
        ToyRelease toy = stack.toy("toy-unmoved", GroupForecastsIT::mint);
        toy.snapshot("unmoved-1");
        UUID training = UUID.randomUUID();
        forecast("toy-unmoved", training, "of-another-night", 1, 1);
        toy.release(1, "unmoved-1", training);

        JsonNode run = stack.score("toy-unmoved", "{}");

        assertThat(run.path("result").path("reconciledGroups").asInt(-1)).as("%s", run).isZero();
        assertThat(predictions("toy_unmoved")).isEqualTo(predictions("toy_as_ever")).hasLineCount(26);
        assertThat(predictions("toy_summed")).isEqualTo(predictions("toy_as_ever"));
    }

    @Test
    void aColumnThatTheSnapshotDoesNotHaveIsToldBeforeAnythingIsScored() throws Exception {
        ToyRelease toy = stack.toy("toy-unfit", spec -> (spec + "reconcile: [colour]\n").replace("known: [price]",
                "known: [price], static: [colour]"));
        toy.snapshot("unfit-1");
        toy.release(1, "unfit-1");

        JsonNode run = stack.score("toy-unfit", "{}");

        assertThat(run.path("state").asString()).isEqualTo("failed");
        assertThat(run.path("problem").path("code").asString()).as("%s", run).isEqualTo("reconcile-unfit");
    }
}

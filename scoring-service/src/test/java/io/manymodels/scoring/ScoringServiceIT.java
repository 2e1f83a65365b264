package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.manymodels.access.Role;
import io.manymodels.event.ReleasePublished;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.PlugIns;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import io.manymodels.work.retention.RetentionRule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The service's real main class against real PostgreSQL, Kafka and S3. */
class ScoringServiceIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;
    private final JdbcClient reader = stack.database("reader");

    @Test
    void aHorizonIsScoredByEveryRungAndEachKeyIsAccountedFor() throws Exception {
        ToyRelease toy = stack.toy("toy-rungs");
        toy.snapshot("rungs-1");
        toy.release(1, "rungs-1");

        JsonNode run = stack.score("toy-rungs", "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress")).isEqualTo(ScoringStack.JSON.readTree("""
                {"expected":14,"succeeded":9,"fellBack":4,"skipped":0,"failed":1,"cancelled":0,"remaining":0}
                """));
        JsonNode failed = stack.get("/api/v1/runs/" + run.path("id").asString() + "/partitions?outcome=failed")
                .path("items");
        assertThat(failed.findValuesAsString("code")).containsExactly("no-model");
        List<Map<String, @Nullable Object>> rows = reader.sql("""
                SELECT region, store, week, prediction, lower_80, upper_80, known_carried, rung, model_version, release, run_id,
                       scored_at
                FROM reporting.toy_rungs_predictions ORDER BY store, week
                """).query().listOfRows();
        assertThat(rows).hasSize(26);
        assertThat(run.path("result").path("rows").asInt()).isEqualTo(26);
        assertThat(rows.get(4)).containsEntry("region", "north").containsEntry("store", 2L).containsEntry("week", 21L)
                .containsEntry("prediction", 200 + 10 * ToyFamily.price(21)).containsEntry("known_carried", false)
                .containsEntry("rung", "own").containsEntry("release", 1)
                .containsEntry("run_id", UUID.fromString(run.path("id").asString()));
        assertThat(rows.get(4)).containsEntry("lower_80", 200 + 10 * ToyFamily.price(21) - 3)
                .containsEntry("upper_80", 200 + 10 * ToyFamily.price(21) + 4);
        assertThat(rows.get(6)).containsEntry("store", 3L).containsEntry("prediction", 325.0)
                .containsEntry("known_carried", true);
        assertThat(rows).extracting(row -> row.get("rung"))
                .containsOnly("own", "previous", "group").areExactly(6, new org.assertj.core.api.Condition<>(
                        "group"::equals, "the group's"));
        assertThat(rows.get(23)).containsEntry("store", 11L)
                .containsEntry("prediction", 5000 + 10 * ToyFamily.price(20)).containsEntry("known_carried", true);
    }

    @Test
    void operatorsSeeWhenAFamilysPredictionsWerePublished() throws Exception {
        ToyRelease toy = stack.toy("toy-age");
        toy.snapshot("age-1");
        toy.release(1, "age-1");

        String run = stack.score("toy-age", "{}").path("id").asString();

        double published = stack.database("scoring").sql("""
                SELECT floor(extract(epoch FROM published_at)) FROM predictions.scoring WHERE run_id = ?::uuid
                """).param(run).query(Double.class).single();
        Awaitility.await("its time").atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(stack
                .bean(MeterRegistry.class).find("manymodels.family.predictions.timestamp").tag("family", "toy-age")
                .gauges()).extracting(Gauge::value).containsExactly(published));
    }

    @Test
    void aForestOfTribuoAnswersAsInRealtime() throws Exception {
        byte[] stored = Files.readAllBytes(
                Path.of("..", "common-lib", "tribuo", "src", "test", "resources", "golden", "1", "forest-of-0.kernel"));
        Kernel forest = PlugIns.NONE.codecs().read("tribuo.model", 1, 4, stored);
        double price = ToyFamily.price(21);
        double[] expected = new double[1];
        forest.score(new double[] {price, price, price, price}, 1, 4, expected);
        ToyRelease toy = stack.toy("toy-forest");
        toy.give(4, forest);
        toy.snapshot("forest-1");
        toy.release(1, "forest-1");

        stack.score("toy-forest", "{}");

        assertThat(reader.sql("""
                SELECT prediction, rung FROM reporting.toy_forest_predictions WHERE store = 4 AND week = 21
                """).query().singleRow()).hasEntrySatisfying("prediction",
                prediction -> assertThat((double) prediction).isCloseTo(expected[0], within(1e-9)))
                .containsEntry("rung", "own");
    }

    @Test
    void predictionsComeAsPagesCsvAndParquetToo() throws Exception {
        ToyRelease toy = stack.toy("toy-forms");
        toy.snapshot("forms-1");
        toy.release(1, "forms-1");
        JsonNode run = stack.score("toy-forms", "{}");

        List<String> weeks = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = stack.get("/api/v1/families/toy-forms/predictions?limit=7" + cursor);
            page.path("items").forEach(item -> weeks.add(item.path("store").asInt() + "/" + item.path("week").asInt()));
            cursor = page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());
        assertThat(weeks).hasSize(26).doesNotHaveDuplicates().startsWith("0/21", "0/22", "1/21").endsWith("12/22");
        assertThat(stack.get("/api/v1/families/toy-forms/predictions?store=4").path("items")).hasSize(2);
        assertThat(stack.send("GET", "/api/v1/families/toy-forms/predictions?shop=4", null, Role.VIEWER, null)
                .statusCode())
                .isEqualTo(400);

        HttpResponse<String> csv = stack.send("GET", "/api/v1/families/toy-forms/predictions?region=north", null,
                Role.VIEWER,
                "text/csv");
        assertThat(csv.body().lines()).hasSize(27).first().asString()
                .startsWith("region,store,week,prediction,lower_80,upper_80,known_carried,rung,model_version");

        ObjectStore store = stack.bean(ObjectStore.class);
        String prefix = "toy-forms/run=" + run.path("id").asString() + "/";
        assertThat(store.list("predictions", prefix)).extracting(object -> object.key())
                .containsExactly(prefix + "part-00000.parquet");
        assertThat(store.list("predictions", "toy-forms/_attempts/")).isEmpty();
        try (var file = ParquetFileReader
                .open(InputFile.of(ByteBuffer.wrap(store.get("predictions", prefix + "part-00000.parquet"))))) {
            assertThat(file.getFileMetaData().numRows()).isEqualTo(26);
            assertThat(file.getFileSchema().getColumns()).extracting(column -> column.name()).endsWith("release",
                    "run_id", "scored_at");
        }
    }

    @Test
    void readersSeeALeaderboardAndCommentsAndRuns() throws Exception {
        ToyRelease toy = stack.toy("toy-board");
        toy.snapshot("board-1");
        toy.release(1, "board-1");
        JsonNode run = stack.score("toy-board", "{}");

        assertThat(reader.sql("""
                SELECT algorithm, variant, chosen, left_out, loss, mae FROM reporting.toy_board_leaderboard WHERE store = 3 ORDER BY loss
                """).query().listOfRows().toString()).isEqualTo(
                "[{algorithm=ridge, variant=ridge/trend, chosen=true, left_out=false, loss=1.25, mae=1.5}, "
                        + "{algorithm=naive, variant=naive, chosen=false, left_out=false, loss=2.5, mae=2.75}, "
                        + "{algorithm=boosted-trees, variant=boosted-trees, chosen=false, left_out=true, loss=null, mae=null}]");
        assertThat(reader.sql("""
                SELECT count(*) FROM reporting.toy_board_leaderboard b JOIN reporting.model_versions v ON v.id = b.model_version
                WHERE b.selected_by = v.training_run_id
                """).query(Long.class).single()).as("no night in between").isEqualTo(36);
        assertThat(reader.sql("""
                SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'reporting' AND c.relname IN ('toy_board_predictions', 'toy_board_actuals', 'toy_board_keys', 'toy_board_leaderboard', 'toy_board_importance', 'runs',
                      'run_partitions', 'costs')
                  AND a.attnum > 0 AND col_description(a.attrelid, a.attnum) IS NULL
                """).query(Long.class).single()).isZero();
        assertThat(reader.sql("""
                SELECT count(*) AS keys, count(rung) AS answered, sum(labelled_rows) AS rows FROM reporting.toy_board_keys
                """).query().singleRow().toString()).isEqualTo("{keys=14, answered=13, rows=280}");
        assertThat(reader.sql("SELECT count(*) FROM reporting.toy_board_actuals").query(Long.class).single())
                .as("the spec asks for none").isZero();
        assertThat(reader.sql("SELECT state FROM reporting.runs WHERE run_id = ?::uuid")
                .param(run.path("id").asString()).query(String.class).single()).isEqualTo("succeeded");
        assertThat(reader.sql("""
                SELECT outcome, count(*) FROM reporting.run_partitions WHERE run_id = ?::uuid GROUP BY outcome ORDER BY 2
                """).param(run.path("id").asString()).query().listOfRows()).hasSize(3);
        // Taken down behind the end of each task; processor time in hundredths of a second, which a run need not take.
        Awaitility.await("what some run used").atMost(Duration.ofMinutes(1)).until(() -> reader.sql("""
                SELECT coalesce(sum(bytes_written) > 0 AND sum(cpu_seconds) > 0 AND sum(cost) = 0 AND min(currency) = 'EUR', false)
                FROM reporting.costs WHERE run_id = ?::uuid AND kind = 'scoring' AND family = 'toy-board'
                """).param(stack.score("toy-board", "{}").path("id").asString()).query(Boolean.class).single());
    }

    @Test
    void whatPredictionsAreMadeOfIsScoredWhereSomebodyAsks() throws Exception {
        ToyRelease toy = stack.toy("toy-explained");
        toy.give(4, PlugIns.NONE.codecs().read("tribuo.model", 1, 4, Files.readAllBytes(Path.of("..", "common-lib",
                "tribuo", "src", "test", "resources", "golden", "1", "forest-of-0.kernel"))));
        toy.snapshot("explained-1");
        toy.release(1, "explained-1");
        JsonNode run = stack.score("toy-explained", "{\"explanations\":true}");

        assertThat(reader.sql("""
                SELECT count(*) AS rows, count(explanation) AS explained,
                       bool_and(abs((explanation ->> 'score')::float8 - prediction) < 1e-9) AS exact,
                       min((explanation -> 'contributions' ->> 'price')::float8) FILTER (WHERE store = 2 AND week = 21) AS price
                FROM reporting.toy_explained_predictions WHERE store <> 4
                """).query().singleRow().values()).containsExactly(24L, 24L, true, 10 * ToyFamily.price(21));
        JsonNode page = stack.get("/api/v1/families/toy-explained/predictions?store=4").path("items");
        assertThat(page.get(0).path("explanation").path("unexplained").asString()).as("%s", page)
                .contains("kernel [tribuo.model] tells only its scores");
        assertThat(stack.send("GET", "/api/v1/families/toy-explained/predictions?store=2", null, Role.VIEWER,
                "text/csv").body()).contains("\"\"scale\"\":\"\"identity\"\"");
        try (var file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(stack.bean(ObjectStore.class)
                .get("predictions",
                        "toy-explained/run=%s/part-00000.parquet".formatted(run.path("id").asString())))))) {
            assertThat(file.getFileSchema().getColumns()).extracting(column -> column.name()).contains("explanation");
        }
        stack.score("toy-explained", "{}");
        assertThat(stack.get("/api/v1/families/toy-explained/predictions?store=2").path("items").get(0)
                .has("explanation")).isFalse();
    }

    @Test
    void readersSeeWhatMovesTheModels() throws Exception {
        ToyRelease toy = stack.toy("toy-moved");
        toy.snapshot("moved-1");
        toy.release(1, "moved-1");
        stack.score("toy-moved", "{}");

        assertThat(reader.sql("SELECT * FROM reporting.toy_moved_importance ORDER BY share DESC").query().listOfRows()
                .toString()).isEqualTo(
                        "[{feature=price, algorithm=ridge, keys=12, share=0.75, contribution=1.5, release=1}, "
                                + "{feature=(trend), algorithm=ridge, keys=12, share=0.25, contribution=0.5, release=1}]");
    }

    @Test
    void anotherScoringReplacesWhatIsSeenAndOldTablesGo() throws Exception {
        ToyRelease toy = stack.toy("toy-again");
        toy.snapshot("again-1");
        toy.release(1, "again-1");
        JsonNode first = stack.score("toy-again", "{\"rows\":\"all\"}");
        assertThat(reader.sql("SELECT count(*) FROM reporting.toy_again_predictions").query(Long.class).single())
                .isEqualTo(13L * ToyRelease.ROWS);
        toy.release(2, "again-1");

        stack.score("toy-again", "{\"rows\":\"unlabelled\"}");
        toy.rollBack(1);
        JsonNode named = stack.score("toy-again", "{\"release\":1,\"asOf\":\"18\"}");
        JsonNode earlier = stack.get("/api/v1/families/toy-again/predictions/earlier?limit=1");

        assertThat(earlier.path("items").path(0).path("release").asInt()).isEqualTo(2);
        assertThat(stack.get("/api/v1/families/toy-again/predictions/earlier?cursor="
                + earlier.path("nextCursor").asString()).path("items").path(0).path("release").asInt()).isEqualTo(2);

        List<Map<String, @Nullable Object>> rows = reader.sql("""
                SELECT DISTINCT week, release FROM reporting.toy_again_predictions ORDER BY week
                """).query().listOfRows();
        assertThat(rows).extracting(row -> row.get("week") + "@" + row.get("release")).containsExactly("19@1", "20@1");
        JdbcClient scoring = stack.database("scoring");
        assertThat(scoring.sql("""
                SELECT count(*) FROM pg_tables WHERE schemaname = 'predictions' AND tablename IN
                    (SELECT replace(table_name, 'p_', 'b_') FROM predictions.scoring WHERE family = 'toy-again')
                """).query(Long.class).single()).isEqualTo(2);
        assertThat(scoring.sql("SELECT dropped_at IS NOT NULL FROM predictions.scoring WHERE run_id = ?::uuid")
                .param(first.path("id").asString()).query(Boolean.class).single()).isTrue();
        assertThat(named.path("progress").path("succeeded").asInt()).isEqualTo(9);
    }

    @Test
    void predictionsInStorageGoLongAfterTheirTable() throws Exception {
        ToyRelease toy = stack.toy("toy-stored");
        toy.snapshot("stored-1");
        toy.release(1, "stored-1");
        List<String> runs = new ArrayList<>();
        for (int night = 0; night < 3; night++) {
            runs.add(stack.score("toy-stored", "{}").path("id").asString());
        }
        RetentionRule rule = stack.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals("predictions")).findFirst().orElseThrow();
        assertThat(rule.removeSome()).isZero();
        assertThat(parts(runs.get(0))).isNotEmpty();
        stack.database("scoring").sql("""
                UPDATE predictions.scoring SET dropped_at = dropped_at - interval '61 days' WHERE run_id = ?::uuid
                """).param(runs.get(0)).update();

        assertThat(rule.removeSome()).isEqualTo(1);

        assertThat(rule.removeSome()).isZero();
        assertThat(parts(runs.get(0))).isEmpty();
        assertThat(parts(runs.get(1))).isNotEmpty();
        assertThat(parts(runs.get(2))).isNotEmpty();
    }

    @Test
    void viewsTablesAndPartsOfADeletedFamilyGoWhenItsTimeIsOver() throws Exception {
        ToyRelease toy = stack.toy("toy-gone");
        toy.snapshot("gone-1");
        toy.release(1, "gone-1");
        String run = stack.score("toy-gone", "{}").path("id").asString();
        RetentionRule rule = stack.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals("predictions")).findFirst().orElseThrow();
        deleted("toy-gone", 29);
        assertThat(rule.removeSome()).as("it can still be brought back").isZero();
        deleted("toy-gone", 31);

        assertThat(rule.removeSome()).isEqualTo(1);

        assertThat(rule.removeSome()).isZero();
        assertThat(parts("toy-gone", run)).isEmpty();
        assertThat(stack.database("scoring").sql("""
                SELECT (SELECT count(*) FROM pg_views WHERE schemaname = 'reporting' AND viewname LIKE 'toy_gone%')
                     + (SELECT count(*) FROM pg_tables WHERE schemaname = 'predictions' AND tablename IN
                            (SELECT replace(table_name, 'p_', 'b_') FROM predictions.scoring WHERE family = 'toy-gone'))
                """).query(Long.class).single()).isZero();
    }

    private void deleted(String family, int daysAgo) {
        assertThat(stack.database("ingestion")
                .sql("UPDATE catalog.family SET deleted_at = now() - make_interval(days => ?) WHERE name = ?")
                .param(daysAgo).param(family).update()).isOne();
    }

    private List<String> parts(String run) {
        return parts("toy-stored", run);
    }

    private List<String> parts(String family, String run) {
        return stack.bean(ObjectStore.class).list("predictions", family + "/run=" + run + "/").stream()
                .map(StoredObject::key).toList();
    }

    @Test
    void aReleaseOfACycleIsScoredOnceHoweverOftenItIsTold() throws Exception {
        ToyRelease toy = stack.toy("toy-cycle");
        toy.snapshot("cycle-1");
        UUID cycle = UUID.randomUUID();
        UUID promotion = RunId.inCycle(cycle, RunKind.PROMOTION);
        toy.release(1, "cycle-1", promotion);
        ReleasePublished fact = new ReleasePublished("toy-cycle", 1, "cycle-1", 1, promotion, cycle,
                RunId.inCycle(cycle, RunKind.SCORING));

        stack.publish(fact);
        stack.publish(fact);

        UUID run = RunId.inCycle(cycle, RunKind.SCORING);
        stack.awaitKnown(run);
        assertThat(stack.awaitEnd(run.toString()).path("state").asString()).isEqualTo("succeeded");
        assertThat(stack.get("/api/v1/runs?family=toy-cycle").path("items")).hasSize(1);
    }

    @Test
    void whatCannotBeScoredIsRefusedAtOnce() throws Exception {
        ToyRelease toy = stack.toy("toy-refused");
        toy.snapshot("refused-1");

        assertThat(ScoringStack.code(stack.post("toy-refused", "{}"))).isEqualTo("409 release-missing");
        toy.release(1, "refused-1");
        assertThat(ScoringStack.code(stack.post("toy-refused", "{\"release\":7}"))).isEqualTo("404 release-unknown");
        assertThat(ScoringStack.code(stack.post("toy-refused", "{\"rows\":\"some\"}"))).isEqualTo("422 rows-unknown");
        assertThat(ScoringStack.code(stack.post("nobody", "{}"))).isEqualTo("404 family-unknown");
        assertThat(
                ScoringStack.code(stack.send("POST", "/api/v1/families/toy-refused/scorings", "{}", Role.VIEWER, null)))
                .isEqualTo("403 forbidden");
        assertThat(ScoringStack
                .code(stack.send("GET", "/api/v1/families/toy-refused/predictions", null, Role.VIEWER, null)))
                .isEqualTo("404 predictions-missing");
    }
}

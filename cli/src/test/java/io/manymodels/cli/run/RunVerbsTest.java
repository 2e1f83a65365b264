package io.manymodels.cli.run;

import static io.manymodels.cli.Recorded.CYCLE;
import static io.manymodels.cli.Recorded.RUN;
import static io.manymodels.cli.Recorded.cleanRun;
import static io.manymodels.cli.Recorded.problem;
import static io.manymodels.cli.Recorded.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RunVerbsTest extends VerbTest {

    @Test
    void ctrlCSaysThatTheCycleGoesOnAndHowToFollowOrStopIt() {
        assertThat(Interruption.text("cycle", CYCLE)).contains("The cycle goes on")
                .contains("./manymodels follow " + CYCLE).contains("./manymodels cancel " + CYCLE);
    }

    @Test
    void aRunIsFollowedInWhicheverServiceOwnsIt() {
        platform.answers("GET /promotion/runs/" + RUN, run(RUN, "promotion", "running", ""),
                run(RUN, "promotion", "running", ""), run(RUN, "promotion", "failed", ""));

        Result result = platform.run("follow", RUN);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("promotion  10/10, 1 fell back, 2 failed, failed, 2.5 s");
    }

    @Test
    void whatNobodyKnowsIsSaid() {
        for (String verb : List.of("follow", "cancel", "failures")) {
            Result unknown = platform.run(verb, RUN);
            assertThat(unknown.exitCode()).as(verb).isEqualTo(2);
            assertThat(unknown.err()).contains("(" + RUN + ")").contains("./manymodels runs");
            assertThat(platform.run(verb, "7").err()).contains("(7) is not the id of a run");
        }
    }

    @Test
    void failuresAreGroupedByReasonWithAnExample() {
        platform.answers("GET /training/runs/" + RUN, run(RUN, "training", "succeeded", ""))
                .answers("GET /training/runs/" + RUN + "/partitions?outcome=failed&limit=1000", """
                        {"items":[
                         {"key":{"store":1},"reason":{"code":"too-few-rows","message":"3 rows. Maybe lower minimumRows"}},
                         {"key":{"store":2},"reason":{"code":"too-few-rows","message":"5 rows"}}]}""")
                .answers("GET /training/runs/" + RUN + "/partitions?outcome=fellBack&limit=1000", """
                        {"items":[{"key":{"store":3},"reason":{"code":"timeout","message":"60 s"}}]}""");

        Result result = platform.run("failures", RUN);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().skip(1).map(line -> line.replaceAll(" +", " "))).containsExactly(
                "failed too-few-rows 2 {\"store\":1} 3 rows. Maybe lower minimumRows",
                "fellBack timeout 1 {\"store\":3} 60 s");
        assertThat(JsonMapper.shared().readTree(platform.run("failures", RUN, "--json").out()).path("reasons").size())
                .isEqualTo(2);
    }

    @Test
    void aRunIsCancelled() {
        platform.answers("GET /scoring/runs/" + RUN, run(RUN, "scoring", "running", ""))
                .answers("POST /scoring/runs/" + RUN + "/cancellation", run(RUN, "scoring", "cancelled", ""));

        Result result = platform.run("cancel", RUN);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("The scoring run " + RUN + " is cancelled.");
    }

    @Test
    void runsOfAllServicesComeNewestFirst() {
        String query = "/runs?limit=2&family=shop&state=failed";
        platform.answers("GET /ingestion" + query, "{\"items\":[" + run(RUN, "ingestion", "failed", "") + "]}")
                .answers("GET /training" + query,
                        "{\"items\":[" + run(CYCLE, "training", "failed", "").replace("10:00:00", "11:00:00") + "]}")
                .answers("GET /promotion" + query, "{\"items\":[" + run(RUN, "promotion", "failed", "")
                        .replace("T10:00:00", "T09:00:00") + "]}")
                .answers("GET /scoring" + query, "{\"items\":[]}");

        Result result = platform.run("runs", "shop", "--state", "failed", "-n", "2");

        assertThat(result.out().lines().skip(1).map(line -> line.replaceAll(" +", " "))).containsExactly(
                CYCLE + " training shop failed 10 2 2026-11-25T11:00:00Z",
                RUN + " ingestion shop failed 10 2 2026-11-25T10:00:00Z");
        assertThat(platform.run("runs", "-n", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void anIngestionNamesItsSnapshot() {
        platform.answers("POST /ingestion/families/shop/ingestions", run(RUN, "ingestion", "queued", ""))
                .answers("GET /ingestion/runs/" + RUN,
                        run(RUN, "ingestion", "succeeded", ",\"result\":{\"snapshot\":\"20261125-1\"}"));

        Result result = platform.run("ingest", "shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("Snapshot 20261125-1.");
    }

    @Test
    void aBacktestIsAskedForAsItWasTypedAndItsRowsComeIntoAFile() throws IOException {
        platform.answers("POST /training/families/shop/backtests", run(RUN, "backtest", "queued", ""))
                .answers("GET /training/runs/" + RUN, run(RUN, "backtest", "succeeded",
                        ",\"result\":{\"rows\":20,\"metrics\":{\"mape\":12.34567}}"))
                .answersText("GET /training/runs/" + RUN + "/backtest", "store,actual\n1,2\n");
        Path out = folder.resolve("rows.csv");

        Result result = platform.run("backtest", "shop", "--windows", "2", "--step", "3", "--out", out.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"windows\":2,\"step\":3}");
        assertThat(result.out()).containsPattern("metrics.mape +12.3457").contains("reporting.shop_backtests");
        assertThat(out).hasContent("store,actual\n1,2\n");
        platform.run("backtest", "shop", "--cutoffs", "2026-01-01, 155");
        platform.run("backtest", "shop", "--folds", "5", "--seed", "9");
        assertThat(platform.calls().stream().filter(call -> call.route().startsWith("POST")).skip(1)
                .map(RecordedPlatform.Call::body))
                .containsExactly("{\"cutoffs\":[\"2026-01-01\",155]}", "{\"folds\":5,\"seed\":9}");
    }

    @Test
    void aFileOfAnUnknownKindIsRefusedBeforeAnythingStarts() throws IOException {
        Files.createDirectories(folder);

        assertThat(platform.run("backtest", "shop", "--folds", "5", "--out", "rows.xls").exitCode()).isEqualTo(2);
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void aFollowedRunIsPrintedForMachines() {
        platform.answers("GET /ingestion/runs/" + RUN, run(RUN, "ingestion", "succeeded", ""));

        Result result = platform.run("follow", RUN, "--json");

        assertThat(result.exitCode()).isZero();
        assertThat(JsonMapper.shared().readTree(result.out()).path("id").asString()).isEqualTo(RUN);
        assertThat(platform.routes().subList(0, 4)).containsExactly("GET /training/runs/" + RUN,
                "GET /scoring/runs/" + RUN, "GET /promotion/runs/" + RUN, "GET /ingestion/runs/" + RUN);
    }

    @Test
    void aServiceThatRefusesIsNotOneThatDoesNotKnowTheRun() {
        platform.refuses("GET /training/runs/" + RUN, 503, "{\"detail\":\"The database did not answer. Maybe wait\"}");

        Result result = platform.run("follow", RUN);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("training answered 503: The database did not answer");
    }

    @Test
    void aRunWithoutFailuresSaysSo() {
        platform.answers("GET /scoring/runs/" + RUN, cleanRun(RUN, "scoring", "succeeded", ""));

        Result result = platform.run("failures", RUN);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualToIgnoringNewLines(
                "Every partition of the scoring run succeeded or is still to come.");
        assertThat(platform.routes()).noneMatch(route -> route.contains("partitions"));
    }

    @Test
    void aRunThatFailedAsAWholeSaysWhyBeforeItsPartitions() {
        platform.answers("GET /training/runs/" + RUN, run(RUN, "training", "failed",
                "\"expected\":3,\"succeeded\":0,\"skipped\":3,\"remaining\":0",
                problem("error-budget-exceeded", "3 of 3 failed. Maybe raise it")))
                .answers("GET /training/runs/" + RUN + "/partitions?outcome=skipped&limit=1000",
                        "{\"items\":[{\"key\":{\"s\":1},\"reason\":{\"code\":\"unchanged\",\"message\":\"As before\"}}],\"nextCursor\":\"n\"}")
                .answers("GET /training/runs/" + RUN + "/partitions?outcome=skipped&limit=1000&cursor=n",
                        "{\"items\":[{\"key\":{\"s\":2},\"reason\":null}]}");

        assertThat(lines(platform.run("failures", RUN).out())).containsExactly(
                "The training run failed: 3 of 3 failed. Maybe raise it", "OUTCOME REASON KEYS FOR EXAMPLE MESSAGE",
                "skipped none 1 {\"s\":2}", "skipped unchanged 1 {\"s\":1} As before");
    }

    /** What a cancellation kept from being done is not "still to come". */
    @Test
    void whatWasCancelledIsAmongTheFailures() {
        platform.answers("GET /training/runs/" + RUN, run(RUN, "training", "cancelled",
                "\"expected\":3,\"succeeded\":1,\"cancelled\":2,\"remaining\":0", ""))
                .answers("GET /training/runs/" + RUN + "/partitions?outcome=cancelled&limit=1000", """
                        {"items":[{"key":{"s":1},"reason":{"code":"run-cancelled","message":"Cancelled before it began"}},
                         {"key":{"s":2},"reason":{"code":"run-cancelled","message":"Cancelled before it began"}}]}""");

        assertThat(lines(platform.run("failures", RUN).out())).containsExactly(
                "OUTCOME REASON KEYS FOR EXAMPLE MESSAGE",
                "cancelled run-cancelled 2 {\"s\":1} Cancelled before it began");
    }

    @Test
    void aCancellationThatComesTooLateIsNegative() {
        platform.answers("GET /training/runs/" + RUN, run(RUN, "training", "running", ""))
                .refuses("POST /training/runs/" + RUN + "/cancellation", 409,
                        "{\"detail\":\"Run [x] is succeeded. Maybe start another\"}");

        Result result = platform.run("cancel", RUN);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("training answered 409: Run [x] is succeeded");
    }

    @Test
    void noRunsAreSaidWithWhatToDo() {
        for (String service : List.of("ingestion", "training", "promotion", "scoring")) {
            platform.answers("GET /" + service + "/runs?limit=20", "{\"items\":[]}")
                    .answers("GET /" + service + "/runs?limit=20&family=a%2Fb", "{\"items\":[]}");
        }

        assertThat(platform.run("runs").err()).contains("No runs yet. Maybe ./manymodels run FAMILY");
        assertThat(platform.run("runs", "a/b").err()).contains("No runs of a/b.");
        assertThat(platform.run("runs", "--json").out().strip()).isEqualTo("[ ]");
        for (String limit : List.of("0", "-1", "1001")) {
            Result wrong = platform.run("runs", "-n", limit);
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("(" + limit + ") is not from 1 to 1000");
        }
    }

    @Test
    void anIngestionThatFailedSaysWhyAndWhereToLook() {
        platform.answers("POST /ingestion/families/shop/ingestions", run(RUN, "ingestion", "queued", ""))
                .answers("GET /ingestion/runs/" + RUN,
                        run(RUN, "ingestion", "failed", problem("source-not-found", "No file matches [x]. Maybe y")));

        Result result = platform.run("ingest", "shop");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("The ingestion failed: No file matches [x]. Maybe y",
                "./manymodels failures " + RUN);
        assertThat(JsonMapper.shared().readTree(platform.run("ingest", "shop", "--json").out()).path("state")
                .asString()).isEqualTo("failed");
    }

    @Test
    void aBacktestThatFailedLeavesNoFile() {
        platform.answers("POST /training/families/shop/backtests", run(RUN, "backtest", "queued", ""))
                .answers("GET /training/runs/" + RUN,
                        run(RUN, "backtest", "failed", problem("no-windows", "No key has 3 windows. Maybe fewer")));
        Path out = folder.resolve("rows.csv");

        Result result = platform.run("backtest", "shop", "--windows", "3", "--out", out.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("The backtest failed: No key has 3 windows. Maybe fewer");
        assertThat(out).doesNotExist();
    }

    @Test
    void aBacktestOfAFamilyWithAHyphenNamesItsView() {
        platform.answers("POST /training/families/orange-juice/backtests", run(RUN, "backtest", "queued", ""))
                .answers("GET /training/runs/" + RUN,
                        run(RUN, "backtest", "succeeded",
                                ",\"result\":{\"rows\":2,\"note\":null,\"by\":{\"a\":{\"b\":\"c\"}}}"));

        Result result = platform.run("backtest", "orange-juice", "--folds", "2");

        assertThat(lines(result.out())).containsExactly("RESULT VALUE", "rows 2", "by.a.b c",
                "Run " + RUN + "; in SQL: reporting.orange_juice_backtests");
        assertThat(JsonMapper.shared().readTree(platform.run("backtest", "orange-juice", "--folds", "2", "--json")
                .out()).path("result").path("rows").asInt()).isEqualTo(2);
    }
}

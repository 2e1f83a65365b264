package io.manymodels.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class RunVerbsTest {

    private static final String CYCLE = "11111111-1111-4111-8111-111111111111";
    private static final String RUN = "22222222-2222-4222-8222-222222222222";

    @TempDir
    Path folder;

    private RecordedPlatform platform;

    @BeforeEach
    void start() throws IOException {
        platform = new RecordedPlatform(folder);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private static String run(String id, String kind, String state, String more) {
        return """
                {"id":"%s","kind":"%s","family":"shop","familyVersion":1,"state":"%s",
                 "progress":{"expected":10,"succeeded":7,"fellBack":1,"skipped":0,"failed":2,"remaining":0},
                 "submittedAt":"2026-11-25T10:00:00Z","startedAt":"2026-11-25T10:00:01Z",
                 "finishedAt":"2026-11-25T10:00:03.5Z","problem":null%s}""".formatted(id, kind, state, more);
    }

    private static String cycle(String state, String... steps) {
        StringBuilder list = new StringBuilder();
        for (String step : steps) {
            String kind = step.split("=")[0];
            list.append(list.isEmpty() ? "" : ",").append("""
                    {"kind":"%s","run":"%s","service":"%1$s-service","state":"%s"}"""
                    .formatted(kind, id(kind), step.split("=")[1]));
        }
        return "{\"id\":\"" + CYCLE + "\",\"family\":\"shop\",\"state\":\"" + state + "\",\"steps\":[" + list + "]}";
    }

    private static String id(String kind) {
        return "33333333-3333-4333-8333-33333333333" + List.of("ingestion", "training", "promotion", "scoring")
                .indexOf(kind);
    }

    @Test
    void aCycleIsFollowedStepByStepAndSummedUp() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("running", "ingestion=succeeded", "training=running"),
                        cycle("succeeded", "ingestion=succeeded", "training=succeeded"))
                .answers("GET /ingestion/runs/" + id("ingestion"), run(id("ingestion"), "ingestion", "succeeded", "")
                        .replace("\"failed\":2", "\"failed\":0").replace("\"fellBack\":1", "\"fellBack\":0"))
                .answers("GET /training/runs/" + id("training"), run(id("training"), "training", "running", ""),
                        run(id("training"), "training", "succeeded", ""))
                .answers("GET /training/runs/" + id("training") + "/partitions?outcome=failed&limit=1000",
                        """
                        {"items":[{"key":{"store":1},"outcome":"failed","reason":{"code":"target-missing"}},
                         {"key":{"store":2},"outcome":"failed","reason":{"code":"target-missing"}}],"nextCursor":null}""")
                .answers("GET /training/runs/" + id("training") + "/partitions?outcome=fellBack&limit=1000",
                        "{\"items\":[{\"key\":{\"store\":3},\"outcome\":\"fellBack\",\"reason\":null}]}");

        Result result = platform.run("run", "shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("training   10/10, 1 fell back, 2 failed, succeeded, 2.5 s");
        assertThat(result.out()).containsPattern("training +succeeded +10 +7 +1 +0 +2")
                .contains("training: failed target-missing 2, fellBack without a reason 1; keys and advice:"
                        + " ./manymodels failures " + id("training"));
        assertThat(platform.calls().getFirst().idempotent()).isTrue();
    }

    @Test
    void aCycleThatFailedSaysWhyAndEndsWith1() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("failed", "ingestion=failed"))
                .answers("GET /ingestion/runs/" + id("ingestion"), run(id("ingestion"), "ingestion", "failed", "")
                        .replace("\"problem\":null",
                                "\"problem\":{\"code\":\"no-rows\",\"message\":\"No rows. Maybe x\"}")
                        .replace("\"failed\":2", "\"failed\":0").replace("\"fellBack\":1", "\"fellBack\":0"));

        Result result = platform.run("run", "shop");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("ingestion failed: No rows. Maybe x");
    }

    @Test
    void aCycleOfAFamilyWithManualApprovalSaysWhatToType() {
        String waiting = run(id("promotion"), "promotion", "succeeded",
                ",\"result\":{\"result\":\"awaiting-approval\"}")
                .replace("\"failed\":2", "\"failed\":0").replace("\"fellBack\":1", "\"fellBack\":0");
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE,
                        cycle("running", "promotion=succeeded", "scoring=waiting"))
                .answers("GET /promotion/runs/" + id("promotion"), waiting)
                .answers("GET /promotion/promotions/" + id("promotion"), "{\"result\":\"awaiting-approval\"}")
                .answers("GET /promotion/families/shop/releases?limit=20", "{\"items\":[]}");

        Result result = platform.run("run", "shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("The release waits for approval: ./manymodels approve " + id("promotion"))
                .contains("./manymodels decline " + id("promotion"));
        Result json = platform.run("run", "shop", "--json");
        assertThat(JsonMapper.shared().readTree(json.out()).path("state").asString()).isEqualTo("awaiting-approval");
    }

    @Test
    void aCycleEndsWithItsReleaseAndHowToSeeMore() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded", "promotion=succeeded"))
                .answers("GET /promotion/runs/" + id("promotion"),
                        run(id("promotion"), "promotion", "succeeded",
                                ",\"result\":{\"result\":\"published\",\"vanished\":{\"kept\":2,\"retired\":1}}")
                                .replace("\"failed\":2", "\"failed\":0").replace("\"fellBack\":1", "\"fellBack\":0"))
                .answers("GET /promotion/families/shop/releases?limit=20",
                        "{\"items\":[{\"id\":7,\"run\":\"" + id("promotion") + "\"}]}")
                .answers("GET /promotion/releases/7/summary",
                        """
                        {"release":3,"byAlgorithm":{"ridge":7},"byRung":{"own":7},
                         "accuracy":{"metric":"mape","keys":7,"mean":21.347,"before":{"release":2,"keys":6,"mean":23.5},
                                     "baseline":"seasonal-naive","baselineKeys":5,"relativeLoss":0.78}}""");

        Result result = platform.run("run", "shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("not delivered any more: kept 2, retired 1")
                .contains("Release 3 by algorithm: ridge 7; by rung: own 7")
                .contains("./manymodels leaderboard shop", "./manymodels predictions shop")
                .contains("Backtest mape 21.35, mean over 7 keys; release 2: 23.50 over 6 keys")
                .contains("Loss 22 % below that of the baseline seasonal-naive on the same rows of 5 keys");
    }

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
    void aCycleIsFollowedToo() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("cancelled"));

        assertThat(platform.run("follow", CYCLE).exitCode()).isEqualTo(1);
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
    void ofACycleTheRunThatIsAtWorkIsCancelled() {
        platform.answers("GET /ingestion/cycles/" + CYCLE,
                cycle("running", "ingestion=succeeded", "training=running", "promotion=waiting"))
                .answers("POST /training/runs/" + id("training") + "/cancellation",
                        run(id("training"), "training", "cancelled", ""));

        assertThat(platform.run("cancel", CYCLE).exitCode()).isZero();
        assertThat(platform.routes().stream().filter(route -> route.startsWith("POST")))
                .containsExactly("POST /training/runs/" + id("training") + "/cancellation");
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
}

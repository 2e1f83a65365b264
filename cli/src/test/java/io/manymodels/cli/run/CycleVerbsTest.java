package io.manymodels.cli.run;

import static io.manymodels.cli.Recorded.CYCLE;
import static io.manymodels.cli.Recorded.RUN;
import static io.manymodels.cli.Recorded.cleanRun;
import static io.manymodels.cli.Recorded.cycle;
import static io.manymodels.cli.Recorded.id;
import static io.manymodels.cli.Recorded.problem;
import static io.manymodels.cli.Recorded.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Cycles, from their start to what is said of their end. */
class CycleVerbsTest extends VerbTest {

    @Test
    void aCycleIsFollowedStepByStepAndSummedUp() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("running", "ingestion=succeeded", "training=running"),
                        cycle("succeeded", "ingestion=succeeded", "training=succeeded"))
                .answers("GET /ingestion/runs/" + id("ingestion"),
                        cleanRun(id("ingestion"), "ingestion", "succeeded", ""))
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
        assertThat(platform.calls()).filteredOn(call -> call.route().startsWith("POST")).singleElement()
                .matches(call -> call.idempotent());
    }

    @Test
    void whatACycleUsedAndCostIsSaidAModelAndAThousandPredictions() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE,
                        cycle("succeeded", "training=succeeded", "scoring=succeeded"))
                .answers("GET /training/runs/" + id("training"),
                        cleanRun(id("training"), "training", "succeeded", ""))
                .answers("GET /scoring/runs/" + id("scoring"),
                        cleanRun(id("scoring"), "scoring", "succeeded", ",\"result\":{\"rows\":4000}"))
                .answers("GET /training/runs/" + id("training") + "/usage", usage(20, 0.002, 3_000_000))
                .answers("GET /scoring/runs/" + id("scoring") + "/usage", usage(2.5, 0.0005, 1_000_000));

        Result result = platform.run("run", "shop");

        assertThat(result.out()).contains(
                "Used: 23 CPU s, a model 2.0, a thousand predictions 0.63; 4.0 MB written",
                "Cost: 0.0025 EUR, a model 0.00020 EUR, a thousand predictions 0.00013 EUR;"
                        + " keeping what was written 0.020 EUR a month");
    }

    @Test
    void whereNoPricesAreSetThereIsNoCost() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded", "training=succeeded"))
                .answers("GET /training/runs/" + id("training"),
                        cleanRun(id("training"), "training", "succeeded", ""))
                .answers("GET /training/runs/" + id("training") + "/usage",
                        usage(20, 0, 0).replace("0.01", "0"));

        assertThat(platform.run("run", "shop").out()).contains("Used: 20 CPU s, a model 2.0; 0 MB written")
                .doesNotContain("Cost");
    }

    private static String usage(double cpuSeconds, double cost, long written) {
        return """
                {"run":"x","currency":"EUR","steps":[],"total":{"step":"total","tasks":3,"seconds":1,"cpuSeconds":%s,
                 "bytesRead":0,"bytesWritten":%s,"cost":%s,"storageCostAMonth":0.01}}"""
                .formatted(cpuSeconds, written, cost);
    }

    @Test
    void aCycleThatFailedSaysWhyAndEndsWith1() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("failed", "ingestion=failed"))
                .answers("GET /ingestion/runs/" + id("ingestion"),
                        cleanRun(id("ingestion"), "ingestion", "failed", problem("no-rows", "No rows. Maybe x")));

        Result result = platform.run("run", "shop");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("ingestion failed: No rows. Maybe x");
    }

    @Test
    void aFamilyThatIsBusySaysSoAndHowToGoOn() {
        platform.answers("GET /ingestion/families/shop/cycles?limit=1", """
                {"items":[{"id":"%s","state":"running","startedAt":"2026-03-01T02:00:00Z",
                  "steps":[{"kind":"promotion","run":"%s","service":"promotion","state":"running"}]}]}"""
                .formatted(CYCLE, id("promotion")))
                .answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded"));

        Result refused = platform.run("run", "shop");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Family (shop) is busy", "2026-03-01T02:00:00Z",
                "./manymodels follow " + CYCLE, "./manymodels cancel " + CYCLE, "--again");
        assertThat(platform.routes()).noneMatch(route -> route.startsWith("POST"));
        assertThat(platform.run("run", "shop", "--again").exitCode()).isZero();
        platform.answers("GET /promotion/promotions/" + id("promotion"), "{\"result\":\"awaiting-approval\"}");
        assertThat(platform.run("run", "shop").exitCode()).isZero();
    }

    @Test
    void whatWasDecidedAboutTheDataIsSaid() {
        String warnings = IntStream.range(0, 12).mapToObj(i -> "\"decision %d\"".formatted(i))
                .collect(Collectors.joining(","));
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded", "ingestion=succeeded"))
                .answers("GET /ingestion/runs/" + id("ingestion"), cleanRun(id("ingestion"), "ingestion", "succeeded",
                        ",\"result\":{\"warnings\":[" + warnings + "]}"));

        Result result = platform.run("run", "shop");

        assertThat(result.out()).contains("note: decision 0", "note: decision 9", "note: and [2] more")
                .doesNotContain("decision 10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"files\":366,\"read\":1,\"taken\":365,\"snapshot\":\"s1\",\"because\":null} | Read 1 of 366 files; rows of the others are those of snapshot s1",
            "{\"files\":2,\"read\":2,\"taken\":0,\"snapshot\":null,\"because\":\"[a.csv] was changed\"} | Read all 2 files: [a.csv] was changed"})
    void whichFilesWereReadIsSaid(String reading, String said) {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded", "ingestion=succeeded"))
                .answers("GET /ingestion/runs/" + id("ingestion"), cleanRun(id("ingestion"), "ingestion", "succeeded",
                        ",\"result\":{\"reading\":" + reading + ",\"warnings\":[]}"));

        assertThat(platform.run("run", "shop").out()).contains(said);
    }

    @Test
    void aCycleOfAFamilyWithManualApprovalSaysWhatToType() {
        String waiting = cleanRun(id("promotion"), "promotion", "succeeded",
                ",\"result\":{\"result\":\"awaiting-approval\"}");
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
                        cleanRun(id("promotion"), "promotion", "succeeded",
                                ",\"result\":{\"result\":\"published\",\"vanished\":{\"kept\":2,\"retired\":1}}"))
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
    void aCycleIsFollowedToo() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("cancelled"));

        assertThat(platform.run("follow", CYCLE).exitCode()).isEqualTo(1);
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
    void aCancelledCycleShowsHowFarItCameAndEndsWith1() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("cancelled", "training=cancelled"))
                .answers("GET /training/runs/" + id("training"), run(id("training"), "training", "cancelled",
                        "\"expected\":10,\"succeeded\":4,\"cancelled\":6,\"remaining\":0", ""));

        Result result = platform.run("follow", CYCLE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(lines(result.out())).containsExactly(
                "STEP STATE EXPECTED SUCCEEDED FELL BACK SKIPPED FAILED CANCELLED",
                "training cancelled 10 4 0 0 0 6");
        assertThat(result.err()).contains("10/10, 6 cancelled, cancelled, 2.5 s");
    }

    @Test
    void aCycleForMachinesIsOneObjectWithAllItsRuns() {
        platform.answers("POST /ingestion/families/shop/cycles", cycle("running"))
                .answers("GET /ingestion/cycles/" + CYCLE, cycle("failed", "ingestion=failed"))
                .answers("GET /ingestion/runs/" + id("ingestion"),
                        cleanRun(id("ingestion"), "ingestion", "failed", problem("no-rows", "No rows. Maybe x")));

        Result result = platform.run("run", "shop", "--json");

        var cycle = JsonMapper.shared().readTree(result.out());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(cycle.path("cycle").asString()).isEqualTo(CYCLE);
        assertThat(cycle.path("family").asString()).isEqualTo("shop");
        assertThat(cycle.path("state").asString()).isEqualTo("failed");
        assertThat(cycle.path("runs").path("ingestion").path("problem").path("code").asString()).isEqualTo("no-rows");
        assertThat(cycle.path("release").isNull()).isTrue();
        assertThat(cycle.path("reasons").isEmpty()).isTrue();
    }

    /** Promotion may have answered for another cycle's release in between. */
    @Test
    void theReleaseOfACycleIsTheOneOfItsOwnPromotion() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("succeeded", "promotion=succeeded"))
                .answers("GET /promotion/runs/" + id("promotion"),
                        cleanRun(id("promotion"), "promotion", "succeeded", ",\"result\":{\"result\":\"unchanged\"}"))
                .answers("GET /promotion/families/shop/releases?limit=20",
                        "{\"items\":[{\"id\":9,\"run\":\"" + RUN + "\"}]}");

        Result result = platform.run("follow", CYCLE);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).doesNotContain("Release");
        assertThat(platform.routes()).noneMatch(route -> route.contains("/summary"));
    }

    @Test
    void aReleaseThatWasApprovedInTheMeantimeIsFollowedOn() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("running", "promotion=succeeded", "scoring=waiting"),
                cycle("succeeded", "promotion=succeeded", "scoring=succeeded"))
                .answers("GET /promotion/runs/" + id("promotion"), cleanRun(id("promotion"), "promotion", "succeeded",
                        ",\"result\":{\"result\":\"awaiting-approval\"}"))
                .answers("GET /promotion/promotions/" + id("promotion"), "{\"result\":\"published\"}")
                .answers("GET /promotion/families/shop/releases?limit=20", "{\"items\":[]}")
                .answers("GET /scoring/runs/" + id("scoring"), cleanRun(id("scoring"), "scoring", "succeeded", ""));

        Result result = platform.run("follow", CYCLE);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).doesNotContain("waits for approval").containsPattern("scoring +succeeded");
    }

    @Test
    void aCycleBetweenItsStepsHasNothingToCancel() {
        platform.answers("GET /ingestion/cycles/" + CYCLE, cycle("running", "ingestion=succeeded", "training=waiting"));

        Result result = platform.run("cancel", CYCLE);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("No run of the cycle " + CYCLE + " is at work.");
        assertThat(platform.run("cancel", CYCLE, "--json").out().strip()).isEqualTo("[ ]");
    }
}

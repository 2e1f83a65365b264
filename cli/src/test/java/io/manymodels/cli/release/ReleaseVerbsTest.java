package io.manymodels.cli.release;

import static io.manymodels.cli.Recorded.CYCLE;
import static io.manymodels.cli.Recorded.RUN;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReleaseVerbsTest extends VerbTest {

    @Test
    void aPromotionShowsVerdictsByDecisionAndReason() {
        platform.answers("POST /promotion/families/shop/promotions", "{\"id\":\"" + RUN + "\"}")
                .answers("GET /promotion/runs/" + RUN, "{\"id\":\"" + RUN + "\",\"state\":\"succeeded\"}")
                .answers("GET /promotion/promotions/" + RUN, "{\"result\":\"dry-run\"}")
                .answers("GET /promotion/promotions/" + RUN + "/verdicts?limit=1000", """
                        {"items":[{"decision":"promote","reasons":[]},{"decision":"promote","reasons":[]},
                         {"decision":"hold","reasons":[{"code":"worse"},"unchanged"]}]}""");

        Result result = platform.run("promote", "shop", "--dry-run");

        assertThat(result.exitCode()).isZero();
        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"dryRun\":true}");
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "DECISION KEYS REASONS", "hold 1 worse, unchanged", "promote 2", "Result: dry-run");
    }

    @Test
    void aPromotionThatFailedSaysWhy() {
        platform.answers("POST /promotion/families/shop/promotions", "{\"id\":\"" + RUN + "\"}")
                .answers("GET /promotion/runs/" + RUN, "{\"id\":\"" + RUN + "\",\"state\":\"failed\"}")
                .answers("GET /promotion/promotions/" + RUN,
                        "{\"result\":\"unpublished\",\"problem\":{\"message\":\"No candidates. Maybe train\"}}");

        Result result = platform.run("promote", "shop");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("The promotion failed: No candidates. Maybe train");
    }

    @Test
    void anApprovalIsGivenByTheNameOfTheFamilyToo() {
        platform.answers("GET /promotion/runs?kind=promotion&state=succeeded&limit=20&family=shop",
                "{\"items\":[{\"id\":\"" + CYCLE + "\"},{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /promotion/promotions/" + CYCLE, "{\"result\":\"published\"}")
                .answers("GET /promotion/promotions/" + RUN, "{\"result\":\"awaiting-approval\"}")
                .answers("POST /promotion/promotions/" + RUN + "/approval",
                        "{\"id\":\"" + RUN + "\",\"family\":\"shop\",\"result\":\"published\"}");

        Result result = platform.run("approve", "shop");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("The promotion " + RUN + " of shop is published.");
        assertThat(platform.calls().getLast().body()).isEqualTo("{\"approve\":true}");
    }

    @Test
    void aPromotionIsDeclinedById() {
        platform.answers("POST /promotion/promotions/" + RUN + "/approval",
                "{\"id\":\"" + RUN + "\",\"family\":\"shop\",\"result\":\"declined\"}");

        assertThat(platform.run("decline", RUN).exitCode()).isZero();
        assertThat(platform.calls().getLast().body()).isEqualTo("{\"approve\":false}");
    }

    @Test
    void whereNothingOrTooMuchWaitsItIsSaid() {
        String query = "GET /promotion/runs?kind=promotion&state=succeeded&limit=20&family=shop";
        platform.answers(query, "{\"items\":[]}");
        assertThat(platform.run("approve", "shop").exitCode()).isEqualTo(1);

        platform.answers(query, "{\"items\":[{\"id\":\"" + CYCLE + "\"},{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /promotion/promotions/" + CYCLE, "{\"result\":\"awaiting-approval\"}")
                .answers("GET /promotion/promotions/" + RUN, "{\"result\":\"awaiting-approval\"}");
        Result several = platform.run("approve", "shop");
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err()).contains(CYCLE).contains(RUN);
    }

    @Test
    void releasesAreListedAndTheirAbsenceToo() {
        platform.answers("GET /promotion/families/shop/releases?limit=1000", """
                {"items":[{"release":2,"current":true,"createdAt":"t2","createdBy":"a","snapshot":"s2","run":"r2"},
                 {"release":1,"current":false,"createdAt":"t1","createdBy":"a","snapshot":"s1","run":"r1"}]}""",
                "{\"items\":[]}");

        assertThat(platform.run("releases", "shop").out().lines().skip(1)
                .map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly("2 yes t2 a s2 r2", "1 t1 a s1 r1");
        assertThat(platform.run("releases", "shop").err()).contains("No releases of shop yet");
    }

    @Test
    void aRollbackWaitsForTheScoringOfItsOwnCycle() {
        UUID scoring = RunId.inCycle(UUID.fromString(CYCLE), RunKind.SCORING);
        platform.answers("POST /promotion/families/shop/rollbacks", "{\"scoring\":\"" + scoring + "\"}")
                .answers("GET /scoring/runs/" + scoring, "{\"id\":\"" + scoring + "\",\"state\":\"succeeded\"}");

        Result result = platform.run("rollback", "shop", "1");

        assertThat(result.exitCode()).isZero();
        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"to\":1}");
        assertThat(platform.routes()).contains("GET /scoring/runs/" + scoring);
    }

    @Test
    void theLeaderboardShowsRealMetricsByAlgorithm() {
        platform.answers("GET /training/runs?kind=training&state=succeeded&limit=1&family=shop",
                "{\"items\":[{\"id\":\"" + RUN + "\"}]}", "{\"items\":[]}")
                .answers("GET /training/families/shop/candidates?run=" + RUN + "&limit=1000", """
                        {"items":[{"scope":"own","algorithm":"ridge","metrics":{"mape":10.0,"rows":100}},
                         {"scope":"own","algorithm":"ridge","metrics":{"mape":20.0,"rows":50}},
                         {"scope":"own","algorithm":"trees","metrics":{"mape":5.5}},
                         {"scope":"family","algorithm":"pooled","metrics":{"mape":1.0}}]}""");

        assertThat(platform.run("leaderboard", "shop").out().lines().limit(3).map(line -> line.replaceAll(" +", " ")))
                .containsExactly("ALGORITHM KEYS mape rows", "ridge 2 15.0000 75.0000", "trees 1 5.5000");
        assertThat(platform.run("leaderboard", "shop").exitCode()).isEqualTo(1);
    }

    @Test
    void theLeaderboardShowsWhatTheOthersWouldHaveComeTo() {
        platform.answers("GET /training/runs?kind=training&state=succeeded&limit=1&family=shop",
                "{\"items\":[{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /training/families/shop/candidates?run=" + RUN + "&limit=1000",
                        """
                                {"items":[{"scope":"own","algorithm":"ridge","metrics":{"mape":10.0},"provenance":{"measured":
                                   {"ridge":{"mape":10.0},"ridge/trend":{"mape":12.0},"naive":{"mape":30.0}}}},
                                 {"scope":"own","algorithm":"trees","metrics":{"mape":5.5},"provenance":{"measured":
                                   {"trees":{"mape":5.5},"naive":{"mape":50.0},"ridge/trend":{"mape":20.0}}}}]}""");

        assertThat(platform.run("leaderboard", "shop").out().lines().limit(4).map(line -> line.replaceAll(" +", " ")))
                .containsExactly("ALGORITHM KEYS TRIED tried mape mape", "ridge 1 2 15.0000 10.0000",
                        "trees 1 1 5.5000 5.5000", "naive 0 2 40.0000");
        assertThat(JsonMapper.shared().readTree(platform.run("leaderboard", "shop", "--json").out()).get(2).toString())
                .isEqualTo("{\"algorithm\":\"naive\",\"models\":0,\"tried\":2,\"tried_mape\":40.0}");
    }

    @Test
    void theLeaderboardCountsKeysWhoseBudgetLeftSomethingOut() {
        platform.answers("GET /training/runs?kind=training&state=succeeded&limit=1&family=shop",
                "{\"items\":[{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /training/families/shop/candidates?run=" + RUN + "&limit=1000",
                        """
                                {"items":[{"scope":"own","algorithm":"ridge","provenance":{"leftOut":["trees","ridge/trend","ridge/lagged"]}},
                                 {"scope":"own","algorithm":"ridge","provenance":{"leftOut":["trees"]}},
                                 {"scope":"own","algorithm":"trees","provenance":{}}]}""");

        assertThat(platform.run("leaderboard", "shop").out().lines().limit(3)
                .map(line -> line.replaceAll(" +", " ").strip()))
                .containsExactly("ALGORITHM KEYS LEFT OUT", "ridge 2 1", "trees 1 2");
        assertThat(JsonMapper.shared().readTree(platform.run("leaderboard", "shop", "--json").out()).get(1).toString())
                .isEqualTo("{\"algorithm\":\"trees\",\"models\":1,\"leftOut\":2}");
    }

    @Test
    void theLeaderboardSaysWhichRunChoseWhatWasFittedAgain() {
        platform.answers("GET /training/runs?kind=training&state=succeeded&limit=1&family=shop",
                "{\"items\":[{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /training/families/shop/candidates?run=" + RUN + "&limit=1000",
                        """
                                {"items":[{"scope":"own","algorithm":"ridge","run":"now","provenance":{"selection":{"run":"earlier"}}},
                                 {"scope":"own","algorithm":"ridge","run":"now","provenance":{"selection":{"run":"earlier"}}},
                                 {"scope":"own","algorithm":"mean","run":"now","provenance":{"selection":{"run":"now"}}}]}""");

        assertThat(platform.run("leaderboard", "shop").out())
                .contains("Fitted again for 2 keys, as chosen by the training run earlier.")
                .doesNotContain("training run now");
    }

    @Test
    void whatAnAlgorithmWasNotMeasuredByIsLeftOutForMachines() {
        platform.answers("GET /training/runs?kind=training&state=succeeded&limit=1&family=shop",
                "{\"items\":[{\"id\":\"" + RUN + "\"}]}")
                .answers("GET /training/families/shop/candidates?run=" + RUN + "&limit=1000", """
                        {"items":[{"scope":"own","algorithm":"ridge","metrics":{"mape":10.0,"note":"good"}},
                         {"scope":"own","algorithm":"mean","metrics":{"rows":3}}]}""");

        JsonNode standings = JsonMapper.shared().readTree(platform.run("leaderboard", "shop", "--json").out());

        assertThat(standings.toString()).isEqualTo(
                "[{\"algorithm\":\"ridge\",\"models\":1,\"mape\":10.0},{\"algorithm\":\"mean\",\"models\":1,\"rows\":3.0}]");
    }

    @Test
    void aPromotionForMachinesIsTheResourceItself() {
        platform.answers("POST /promotion/families/shop/promotions", "{\"id\":\"" + RUN + "\"}")
                .answers("GET /promotion/runs/" + RUN, "{\"id\":\"" + RUN + "\",\"state\":\"cancelled\"}")
                .answers("GET /promotion/promotions/" + RUN, "{\"id\":\"" + RUN + "\",\"result\":null}");

        Result result = platform.run("promote", "shop", "--json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(JsonMapper.shared().readTree(result.out()).path("id").asString()).isEqualTo(RUN);
        assertThat(platform.calls().getFirst().body()).isEqualTo("{\"dryRun\":false}");
        assertThat(platform.calls().getFirst().idempotent()).isTrue();
        assertThat(platform.routes()).noneMatch(route -> route.contains("verdicts"));
    }

    @Test
    void aPromotionOnlyApproversMayStart() {
        platform.refuses("POST /promotion/families/shop/promotions", 403,
                "{\"detail\":\"This API key may not do that. Maybe use one with another role\"}");

        Result result = platform.run("promote", "shop");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("promotion answered 403: This API key may not do that");
    }

    /** Somebody else was faster: what was asked for is not what came to be. */
    @Test
    void anApprovalThatPublishesNothingIsNegative() {
        platform.answers("POST /promotion/promotions/" + RUN + "/approval",
                "{\"id\":\"" + RUN + "\",\"family\":\"shop\",\"result\":\"declined\"}");

        Result result = platform.run("approve", RUN);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("of shop is declined.").doesNotContain("Scoring follows");
        assertThat(JsonMapper.shared().readTree(platform.run("decline", RUN, "--json").out()).path("result").asString())
                .isEqualTo("declined");
    }

    @Test
    void aRollbackWhoseScoringFailsIsNegative() {
        platform.answers("POST /promotion/families/shop/rollbacks", "{\"scoring\":\"" + RUN + "\",\"release\":1}")
                .answers("GET /scoring/runs/" + RUN, "{\"id\":\"" + RUN + "\",\"state\":\"failed\"}");

        Result result = platform.run("rollback", "shop", "1");
        Result json = platform.run("rollback", "shop", "1", "--json");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Release 1 of shop is current again; scoring its predictions ...");
        assertThat(JsonMapper.shared().readTree(json.out()).path("release").asInt()).isEqualTo(1);
        assertThat(json.err()).doesNotContain("current again");
    }

    @Test
    void aRollbackToAReleaseThatIsNoneIsRefused() {
        platform.refuses("POST /promotion/families/shop/rollbacks", 404,
                "{\"detail\":\"Family [shop] has no release [9]. Maybe one of [1, 2]\"}");

        Result result = platform.run("rollback", "shop", "9");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("has no release [9]");
        assertThat(platform.routes()).hasSize(1);
    }

    @Test
    void releasesAreAnArrayForMachines() {
        platform.answers("GET /promotion/families/shop/releases?limit=1000",
                "{\"items\":[{\"release\":2,\"current\":true}]}");

        JsonNode releases = JsonMapper.shared().readTree(platform.run("releases", "shop", "--json").out());

        assertThat(releases.path(0).path("release").asInt()).isEqualTo(2);
    }

    @Test
    void aReportIsWrittenAsTheConsoleMakesIt() {
        platform.answersText("GET /console/families/shop/report.html?count=5", "<html>shop</html>");
        java.nio.file.Path out = folder.resolve("report.html");

        assertThat(platform.run("report", "shop", "--out", out.toString(), "--keys", "5").exitCode()).isZero();
        assertThat(out).hasContent("<html>shop</html>");
        assertThat(platform.calls().getFirst().authorization()).startsWith("Bearer mm_");
        platform.refuses("GET /console/families/nobody/report.html?count=12", 404,
                "{\"code\":\"family-unknown\",\"detail\":\"Family [nobody] does not exist. Maybe another\"}");
        platform.refuses("GET /console/families/shop/report.html?count=12", 503, "no JSON");
        assertThat(platform.run("report", "nobody", "--out", out.toString()).err())
                .contains("Family [nobody] does not exist. Maybe another");
        assertThat(platform.run("report", "shop", "--out", out.toString()).exitCode()).isEqualTo(3);
        assertThat(platform.run("report", "shop", "--out", out.toString(), "--keys", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void aLinkToTheConsoleIsPrintedOrWhyThereIsNone() {
        assertThat(platform.run("console").exitCode()).isEqualTo(3);
        assertThat(platform.run("console").err()).contains("Maybe it does not run");

        platform.refuses("POST /console/sign-in/links", 201, "{\"path\":\"/sign-in/once?token=t0\"}");

        assertThat(platform.run("console").out().strip()).endsWith("/console/sign-in/once?token=t0");
        assertThat(JsonMapper.shared().readTree(platform.run("console", "--json").out()).path("link").asString())
                .endsWith("token=t0");
    }
}

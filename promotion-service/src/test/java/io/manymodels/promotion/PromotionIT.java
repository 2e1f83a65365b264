package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.manymodels.access.Role;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import io.manymodels.work.api.TaskKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Promotion end to end: from candidates that training left, to releases that scoring reads. */
class PromotionIT {

    private final Stack stack = Stack.INSTANCE;

    @Test
    void judgesEveryKeyAndReleasesAModelForEach() throws Exception {
        var family = new TestFamily("judged", "automatic", "1%");
        var training = family.train(family.snapshot("a", 5), Map.of(0, 40d, 1, 70d, 2, 59d), Map.of());

        var run = family.promote("{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("result").path("result").asString()).isEqualTo("published");
        assertThat(run.path("result").path("release").intValue()).isEqualTo(1);
        assertThat(run.path("progress").path("succeeded").intValue()).isEqualTo(2);
        assertThat(run.path("progress").path("fellBack").intValue()).isEqualTo(3);
        assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "group", 2, "own", 3, "group", 4, "group"));
        var rejected = items("/promotions/%s/verdicts?decision=reject".formatted(id(run)));
        assertThat(rejected).extracting(verdict -> verdict.path("key").path("store").intValue() + " "
                + verdict.path("reasons").get(0).path("code").asString())
                .containsExactly("1 above-limit", "3 no-candidate", "4 no-candidate");
        assertThat(rejected.getLast().path("reasons").get(0).path("message").asString()).contains("target-constant");
        assertThat(items("/promotions/%s/verdicts".formatted(id(run)))).extracting(
                verdict -> verdict.path("metrics").path("mape").doubleValue(0),
                verdict -> verdict.path("metrics").size())
                .as("the numbers that training measured, and the key's rows")
                .containsExactly(tuple(40d, 2), tuple(70d, 2), tuple(59d, 2), tuple(0d, 0), tuple(0d, 0));
        var models = items("/families/judged/models?tag.store=2");
        assertThat(models).hasSize(1);
        assertThat(models.getFirst().path("candidate").asLong()).isEqualTo(family.candidate(training, 2));
        assertThat(bytes(models.getFirst().path("artefact")))
                .isEqualTo("own model of %s by %s".formatted(TestFamily.key(2), training));
        var release = items("/families/judged/releases").getFirst();
        var summary = stack.get("/releases/%d/summary".formatted(release.path("id").asLong())).body();
        assertThat(summary.path("byRung").toString()).isEqualTo("{\"own\":2,\"group\":3}");
        assertThat(summary.path("byAlgorithm").toString()).isEqualTo("{\"ridge\":5}");
        assertThat(summary.path("accuracy").toString()).isEqualTo(
                "{\"metric\":\"mape\",\"keys\":2,\"mean\":49.5,\"before\":null,\"baseline\":\"seasonal-naive\",\"baselineKeys\":2,\"relativeLoss\":0.825}");
        assertThat(items("/releases/%d/entries?rung=group".formatted(release.path("id").asLong()))).hasSize(3);
    }

    @Test
    void holdsTheChampionAgainstAWorseOrUnchangedCandidate() {
        var family = new TestFamily("held", "automatic", "1%");
        var snapshot = family.snapshot("a", 4);
        var first = family.train(snapshot, Map.of(0, 40d, 1, 40d, 2, 40d), Map.of());
        family.promote("{}");
        family.train(snapshot, Map.of(0, 41d, 1, 39d), Map.of(2, family.candidate(first, 2)));

        var run = family.promote("{}");

        assertThat(family.current()).isEqualTo(Map.of(0, "previous", 1, "own", 2, "own", 3, "group"));
        assertThat(items("/promotions/%s/verdicts".formatted(id(run))).stream()
                .map(verdict -> verdict.path("decision").asString() + " "
                        + verdict.path("reasons").path(0).path("code").asString("-")))
                .containsExactly("hold worse-than-champion", "promote -", "hold unchanged", "reject no-candidate");
        assertThat(run.path("progress").path("skipped").intValue()).isEqualTo(1);
        var release = items("/families/held/releases").getFirst().path("id").asLong();
        assertThat(stack.get("/releases/%d/summary".formatted(release)).body().path("accuracy").path("before")
                .toString()).isEqualTo("{\"release\":1,\"keys\":3,\"mean\":40.0}");
        assertThat(items("/families/held/models?tag.store=1")).extracting(model -> model.path("version").intValue())
                .containsExactly(2, 1);
    }

    @Test
    void aDryRunGivesTheVerdictsOfTheRealRunAndWritesNothingElse() {
        var family = new TestFamily("dry", "automatic", "1%");
        var snapshot = family.snapshot("a", 4);
        family.train(snapshot, Map.of(0, 40d, 1, 40d, 2, 70d), Map.of());
        family.promote("{}");
        family.train(snapshot, Map.of(0, 45d, 1, 30d, 2, 30d), Map.of());
        var before = traces();

        var dry = family.promote("{\"dryRun\": true}");

        assertThat(traces()).isEqualTo(before);
        assertThat(dry.path("result").path("result").asString()).isEqualTo("dry-run");
        var difference = stack.get("/promotions/" + id(dry)).body().path("difference");
        assertThat(difference.toString()).isEqualTo("{\"added\":0,\"changed\":3,\"same\":1,\"removed\":0}");
        var real = family.promote("{}");
        assertThat(items("/promotions/%s/verdicts".formatted(id(real))))
                .isEqualTo(items("/promotions/%s/verdicts".formatted(id(dry)))).hasSize(4);
        assertThat(real.path("result").path("byRung")).isEqualTo(dry.path("result").path("byRung"));
    }

    private List<Long> traces() {
        return Stream.of("model_version", "release", "release_entry", "current_release").map(table -> stack
                .database("promotion").sql("SELECT count(*) FROM production." + table).query(Long.class).single())
                .toList();
    }

    @Test
    void rollsBackToAnEarlierReleaseAndForward() {
        var family = new TestFamily("back", "automatic", "1%");
        var snapshot = family.snapshot("a", 3);
        family.train(snapshot, Map.of(0, 40d), Map.of());
        family.promote("{}");
        var first = family.current();
        family.train(snapshot, Map.of(0, 40d, 1, 40d), Map.of());
        family.promote("{}");
        var second = family.current();

        var back = stack.post(Role.APPROVER, "/families/back/rollbacks", "{\"to\": 1}");

        assertThat(back.status()).as("%s", back).isEqualTo(200);
        assertThat(back.body().path("release").intValue()).isEqualTo(1);
        assertThat(stack.get("/families/back/releases/current").body())
                .isEqualTo(items("/families/back/releases").getLast())
                .isEqualTo(stack.get("/families/back/releases/1").body());
        var told = stack.fact("release-published",
                fact -> fact.path("scoring").asString("").equals(back.body().path("scoring").asString("-")));
        assertThat(told.path("cycle").isNull()).as("a rollback is no cycle: %s", told).isTrue();
        assertThat(told.path("release").intValue()).isEqualTo(1);
        assertThat(family.current()).isEqualTo(first).isNotEqualTo(second);
        assertThat(rollback("{\"to\": 1}")).isEqualTo("409 release-already-current");
        assertThat(rollback("{\"to\": 9}")).isEqualTo("404 release-unknown");
        assertThat(rollback("{\"to\": 0}")).isEqualTo("422 rollback-target-invalid");
        assertThat(rollback("{}")).isEqualTo("422 rollback-target-invalid");
        assertThat(rollback("{\"to\": 2}")).startsWith("200");
        assertThat(family.current()).isEqualTo(second);
        assertThat(stack.post(Role.OPERATOR, "/families/back/rollbacks", "{\"to\": 1}").status()).isEqualTo(403);
        assertThat(stack.post(Role.APPROVER, "/families/nobody/rollbacks", "{\"to\": 1}").status()).isEqualTo(404);
    }

    private String rollback(String body) {
        var answer = stack.post(Role.APPROVER, "/families/back/rollbacks", body);
        return answer.status() + " " + answer.body().path("code").asString("");
    }

    @Test
    void aCorruptArtefactFailsItsKeyAloneWhichGoesDownTheLadder() {
        var family = new TestFamily("corrupt", "automatic", "2");
        var snapshot = family.snapshot("a", 4);
        family.train(snapshot, Map.of(0, 40d, 1, 40d, 2, 40d), Map.of());
        family.promote("{}");
        var training = family.train(snapshot, Map.of(0, 30d, 1, 30d, 2, 30d), Map.of());
        family.spoil(training, 1);
        var before = corrupt();

        var run = family.promote("{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "previous", 2, "own", 3, "group"));
        var failed = items("/runs/%s/partitions?outcome=failed".formatted(id(run)));
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().path("reason").path("code").asString()).isEqualTo("artefact-corrupt");
        assertThat(failed.getFirst().path("reason").path("message").asString()).contains("SHA-256",
                "[previous] answers");
        assertThat(corrupt()).isEqualTo(before + 1);
    }

    private double corrupt() {
        return stack.bean(MeterRegistry.class).counter("manymodels.promotion.artefacts.corrupt").count();
    }

    /** Store 2 is away for 3 days, 3 for longer than ingestion.retention, and ingestion knows nothing of 4. */
    @Test
    void aVanishedKeyKeepsItsPlaceForItsRetentionAndIsRetiredThen() {
        var family = new TestFamily("vanishing", "automatic", "1%");
        var first = family.snapshot("a", 5);
        family.train(first, Map.of(0, 40d, 1, 40d, 2, 40d, 3, 40d), Map.of());
        family.promote("{}");
        var model = items("/families/vanishing/models?tag.store=2").getFirst().path("id").asLong();
        var second = family.snapshot("b", 2);
        family.vanish(second, first, 2, 3);
        family.vanish(second, first, 3, 31);
        family.train(second, Map.of(0, 30d), Map.of());

        var dry = family.promote("{\"dryRun\": true}");
        var run = family.promote("{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "previous", 2, "own"));
        assertThat(run.path("result").path("vanished").toString()).isEqualTo("{\"kept\":1,\"retired\":2}")
                .isEqualTo(dry.path("result").path("vanished").toString());
        assertThat(run.path("progress").path("expected").intValue()).isEqualTo(5);
        assertThat(items("/runs/%s/partitions?outcome=skipped".formatted(id(run))))
                .extracting(outcome -> outcome.path("key").path("store").intValue() + " "
                        + outcome.path("reason").path("code").asString())
                .containsExactlyInAnyOrder("2 vanished", "3 vanished", "4 vanished");
        assertThat(stack.get("/promotions/" + id(dry)).body().path("difference").toString())
                .isEqualTo("{\"added\":0,\"changed\":2,\"same\":1,\"removed\":2}");
        var release = items("/families/vanishing/releases").getFirst().path("id").asLong();
        assertThat(items("/releases/%d/entries".formatted(release)).stream()
                .filter(entry -> entry.path("key").path("store").intValue() == 2)
                .map(entry -> entry.path("modelVersion").asLong())).containsExactly(model);
    }

    @Test
    void aManualReleaseWaitsForAnApprover() {
        var family = new TestFamily("manual", "manual", "1%");
        family.train(family.snapshot("a", 3), Map.of(0, 40d, 1, 40d), Map.of());

        var run = family.promote("{}");

        assertThat(run.path("result").path("result").asString()).isEqualTo("awaiting-approval");
        assertThat(family.current()).isNull();
        var approval = "/promotions/%s/approval".formatted(id(run));
        assertThat(stack.post(Role.OPERATOR, approval, "{\"approve\": true}").status()).isEqualTo(403);
        assertThat(stack.post(Role.APPROVER, approval, "{}").status()).isEqualTo(422);
        var approved = stack.post(Role.APPROVER, approval, "{\"approve\": true}");
        assertThat(approved.body().path("result").asString()).as("%s", approved).isEqualTo("published");
        assertThat(approved.body().path("decidedBy").asString()).isNotEqualTo("null").isNotEmpty();
        assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "own", 2, "group"));
        assertThat(stack.post(Role.APPROVER, approval, "{\"approve\": true}").status()).isEqualTo(409);
    }

    @Test
    void aDeclinedReleaseIsNeverPublishedAndItsCycleEnds() throws Exception {
        var family = new TestFamily("declined", "manual", "1%");
        var cycle = UUID.randomUUID();
        startCycle(family, cycle, family.train(family.snapshot("a", 3), Map.of(0, 40d), Map.of(), cycle));
        var run = RunId.inCycle(cycle, RunKind.PROMOTION);
        family.await(run.toString());

        var declined = stack.post(Role.APPROVER, "/promotions/%s/approval".formatted(run), "{\"approve\": false}");

        assertThat(declined.body().path("result").asString()).isEqualTo("declined");
        assertThat(family.current()).isNull();
        assertThat(stack.fact("run-finished",
                fact -> fact.path("run").asString().equals(RunId.inCycle(cycle, RunKind.SCORING).toString()))
                .path("state").asString()).isEqualTo("cancelled");
    }

    @Test
    void ofTwoApprovalsOnTheSameBaseOneWins() {
        var family = new TestFamily("approvals", "manual", "1%");
        family.train(family.snapshot("a", 3), Map.of(0, 40d), Map.of());
        var runs = List.of(family.promote("{}"), family.promote("{}"));

        var answers = runs.stream().map(run -> CompletableFuture.supplyAsync(() -> stack.post(Role.APPROVER,
                "/promotions/%s/approval".formatted(id(run)), "{\"approve\": true}"))).toList().stream()
                .map(CompletableFuture::join).toList();

        assertThat(answers).extracting(Stack.Answer::status).containsExactlyInAnyOrder(200, 409);
        assertThat(answers).extracting(answer -> answer.body().path("code").asString("")).contains("release-conflict");
        assertThat(items("/families/approvals/releases")).hasSize(1);
    }

    @Test
    void ofTwoRacingPromotionsOneWinsAndReadersSeeOneReleaseWhole() throws Exception {
        var family = new TestFamily("racing", "automatic", "1%");
        var snapshot = family.snapshot("a", 3);
        family.train(snapshot, Map.of(0, 40d), Map.of());
        family.promote("{}");
        family.train(snapshot, Map.of(0, 30d, 1, 30d), Map.of());
        List<String> ids;
        // Both must be ready to switch before either may.
        try (var connection = stack.connection("promotion")) {
            connection.setAutoCommit(false);
            connection.createStatement()
                    .executeQuery("SELECT 1 FROM production.current_release WHERE family = 'racing' FOR UPDATE");
            ids = Stream.of(1, 2).map(_ -> stack.post(Role.APPROVER, "/families/racing/promotions", "{}").body()
                    .path("id").asString()).toList();
            Awaitility.await("both promotions wait for the switch").atMost(Duration.ofSeconds(30)).until(() -> {
                assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "group", 2, "group"));
                return waiting() == 2;
            });
            connection.rollback();
        }

        var runs = ids.stream().map(family::await).toList();

        assertThat(runs).extracting(run -> run.path("state").asString()).containsExactlyInAnyOrder("succeeded",
                "failed");
        assertThat(runs).extracting(run -> run.path("problem").path("code").asString("")).contains("release-conflict");
        assertThat(family.current()).isEqualTo(Map.of(0, "own", 1, "own", 2, "group"));
        assertThat(items("/families/racing/releases")).extracting(release -> release.path("release").intValue())
                .containsExactly(2, 1);
    }

    private long waiting() {
        return stack.database("postgres").sql("""
                SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%current_release%'
                """).query(Long.class).single();
    }

    @Test
    void aFinishedTrainingStartsTheCyclesPromotionOnce() throws Exception {
        var family = new TestFamily("cycled", "automatic", "1%");
        var cycle = UUID.randomUUID();
        var training = family.train(family.snapshot("a", 3), Map.of(0, 40d), Map.of(), cycle);

        startCycle(family, cycle, training);
        startCycle(family, cycle, training);

        var id = RunId.inCycle(cycle, RunKind.PROMOTION);
        assertThat(family.await(id.toString()).path("result").path("result").asString()).isEqualTo("published");
        assertThat(items("/runs?family=cycled")).hasSize(1);
        assertThat(items("/families/cycled/releases")).hasSize(1);
        assertThat(stack.fact("release-published", fact -> fact.path("family").asString().equals("cycled"))
                .path("scoring").asString()).isEqualTo(RunId.inCycle(cycle, RunKind.SCORING).toString());
    }

    /** Tells the service what training-service tells it, and waits for the promotion. */
    private void startCycle(TestFamily family, UUID cycle, UUID training) throws Exception {
        stack.publish("training-completed", """
                {"family":"%s","familyVersion":1,"snapshot":"%s-a","run":"%s","cycle":"%s"}
                """.formatted(family.name(), family.name(), training, cycle));
        var id = RunId.inCycle(cycle, RunKind.PROMOTION);
        Awaitility.await("the fact starts a run").atMost(Duration.ofMinutes(1))
                .until(() -> stack.get("/runs/" + id).status() != 404);
    }

    /** A late attempt must not write over bytes that an earlier one registered. */
    @Test
    void everyAttemptAtAPlanWritesAnObjectOfItsOwn() throws Exception {
        var family = new TestFamily("attempts", "automatic", "1%");
        var snapshot = family.snapshot("a", 3);
        family.train(snapshot, Map.of(0, 40d), Map.of());
        var promoted = stack.bean(Runs.class).get(UUID.fromString(family.promote("{}").path("id").asString()));
        var parameters = ((ObjectNode) promoted.parameters().deepCopy()).put("training",
                family.train(snapshot, Map.of(0, 30d), Map.of()).toString());
        var run = new Run(promoted.id(), promoted.kind(), promoted.family(), promoted.familyVersion(), null,
                promoted.state(), parameters, promoted.errorBudget(), promoted.submittedBy(), promoted.progress(),
                false,
                promoted.submittedAt(), null, null, null, null, null);
        var process = stack.bean(RunProcess.class);
        var before = objects(run.id());
        var task = UUID.randomUUID();

        process.plan(run, new LeasedTask(task, run.id(), TaskKind.PLAN, 0, 0, 0, 0, 1, 1, 0));
        var first = objects(run.id());
        process.plan(run, new LeasedTask(task, run.id(), TaskKind.PLAN, 0, 0, 0, 0, 2, 2, 0));
        var second = objects(run.id());

        assertThat(first).containsAll(before).hasSize(before.size() + 1);
        assertThat(second).containsAll(first).hasSize(before.size() + 2);
    }

    private List<String> objects(UUID run) throws Exception {
        List<String> keys = new ArrayList<>();
        for (var object : stack.storage("promotion").listObjects(
                ListObjectsArgs.builder().bucket("production").prefix("attempts/run=" + run).recursive(true).build())) {
            keys.add(object.get().objectName());
        }
        return keys;
    }

    @Test
    void refusesWhatCannotBePromoted() {
        var family = new TestFamily("refused", "automatic", "1%");
        assertThat(refusal("/families/refused/promotions", "{}")).isEqualTo("409 training-missing");
        assertThat(refusal("/families/refused/promotions", "{\"training\":\"%s\"}".formatted(UUID.randomUUID())))
                .isEqualTo("422 training-unknown");
        assertThat(refusal("/families/refused/promotions", "{\"training\":\"x\"}")).startsWith("400");
        assertThat(refusal("/families/unknown/promotions", "{}")).isEqualTo("404 family-unknown");
        assertThat(refusal("/promotions/%s/approval".formatted(UUID.randomUUID()), "{\"approve\":true}"))
                .isEqualTo("404 promotion-unknown");
        assertThat(stack.post(Role.OPERATOR, "/families/%s/promotions".formatted(family.name()), "{}").status())
                .isEqualTo(403);
    }

    private String refusal(String path, String body) {
        var answer = stack.post(Role.APPROVER, path, body);
        return answer.status() + " " + answer.body().path("code").asString("");
    }

    private List<JsonNode> items(String path) {
        var answer = stack.get(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    private static String id(JsonNode run) {
        return run.path("id").asString();
    }

    private String bytes(JsonNode artefact) throws Exception {
        try (var in = stack.storage("realtime").getObject(GetObjectArgs.builder().bucket("production")
                .object(artefact.path("object").asString()).offset(artefact.path("offset").asLong())
                .length(artefact.path("length").asLong()).build())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

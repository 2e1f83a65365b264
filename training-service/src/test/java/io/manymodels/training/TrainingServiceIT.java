package io.manymodels.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.fixtures.service.Answer;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.fixtures.web.DocumentationContract;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import io.manymodels.work.retention.RetentionRule;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service's real main class against real PostgreSQL, Kafka and S3. */
class TrainingServiceIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int STORES = 12;
    private static final RunningService SERVICE = TrainingStack.SERVICE;
    private static final JdbcClient DATABASE = SERVICE.database("training");

    @Test
    void theServiceAnswersAsItsDocumentationSays() throws Exception {
        DocumentationContract contract = new DocumentationContract(URI.create("http://127.0.0.1:" + SERVICE.port()),
                SERVICE.infrastructure()::apiKey);

        contract.assertHolds("training");
        ToyFamily family = family("toy-documented");
        family.snapshot("documented-1", Set.of(), Set.of());
        JsonNode run = train(family, "{}");
        String self = "/api/v1/runs/" + run.path("id").asString();
        contract.assertAnswers(Role.VIEWER, "GET", self, null, 200);
        contract.assertAnswers(Role.VIEWER, "GET", self + "/partitions", null, 200);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/families/toy-documented/candidates", null,
                200);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/families/toy-documented/backtest?store=1", null, 404);
    }

    @Test
    void everyPartitionIsAccountedForAndHasOneVersion() throws Exception {
        ToyFamily family = family("toy-all");
        family.snapshot("all-1", Set.of(), Set.of(5));

        JsonNode run = train(family, "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("expected").intValue()).isEqualTo(STORES);
        assertThat(run.path("progress").path("remaining").intValue()).isZero();
        assertThat(run.path("progress").path("succeeded").intValue()).isEqualTo(STORES - 2);
        assertThat(outcome(run, "{\"store\":0}").path("reason").path("code").asString()).isEqualTo("target-constant");
        assertThat(outcome(run, "{\"store\":5}").path("outcome").asString()).isNotEqualTo("succeeded");
        assertThat(ownVersions(run)).isEqualTo(STORES - 2);
        assertThat(scopes(run)).containsKeys("own", "family", "baseline");
        JsonNode candidates = get("/api/v1/families/toy-all/candidates?tag.store=7&tag.snapshot=all-1");
        assertThat(candidates.path("items")).hasSize(1);
        JsonNode candidate = candidates.path("items").get(0);
        assertThat(candidate.path("tags").path("region").asString()).isEqualTo("r1");
        assertThat(get("/api/v1/candidates/" + candidate.path("id").asLong()).path("key").path("store").intValue())
                .isEqualTo(7);
    }

    @Test
    void unchangedPartitionsAreSkippedAndTheirVersionsCarriedOver() throws Exception {
        ToyFamily family = family("toy-skip");
        family.snapshot("skip-1", Set.of(), Set.of());
        JsonNode first = train(family, "{}");
        JsonNode again = train(family, "{}");
        family.snapshot("skip-2", Set.of(3, 4), Set.of());

        JsonNode changed = train(family, "{}");

        assertThat(first.path("progress").path("succeeded").intValue()).isEqualTo(STORES - 1);
        assertThat(again.path("progress").path("skipped").intValue()).isEqualTo(STORES - 1);
        assertThat(ownVersions(again)).isZero();
        assertThat(changed.path("progress").path("succeeded").intValue()).isEqualTo(2);
        assertThat(changed.path("progress").path("skipped").intValue()).isEqualTo(STORES - 3);
        assertThat(ownVersions(changed)).isEqualTo(2);
        assertThat(candidateKeys(changed)).isEqualTo(STORES - 1);
        assertThat(scopes(again)).containsKeys("own", "family", "baseline");
    }

    @Test
    void nightsBetweenContestsFitTheChosenCandidateAloneAgain() throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, "toy-weekly", STORES,
                "[naive, mean, ridge], selection: {every: 3}");
        Set<Integer> all = IntStream.range(0, STORES).boxed().collect(Collectors.toSet());
        family.snapshot("weekly-1", Set.of(), Set.of());
        JsonNode first = train(family, "{}");
        JsonNode chosen = provenance(first, 3);
        family.snapshot("weekly-2", all, Set.of());

        JsonNode second = train(family, "{}");

        assertThat(first.path("result").path("refitted").intValue()).isZero();
        assertThat(chosen.path("candidates").size()).isGreaterThan(2);
        assertThat(second.path("result").path("refitted").intValue()).isEqualTo(STORES - 1);
        JsonNode again = provenance(second, 3);
        assertThat(again.path("variant")).isEqualTo(chosen.path("variant"));
        assertThat(again.path("candidates").propertyNames()).containsExactly(chosen.path("variant").asString());
        assertThat(again.path("selection").path("run").asString()).isEqualTo(first.path("id").asString());
        assertThat(again.path("selection").path("at")).isEqualTo(chosen.path("selection").path("at"));
        assertThat(again.path("selection").path("refits").intValue()).isEqualTo(1);
        assertThat(get("/api/v1/families/toy-weekly/candidates?tag.store=3").path("items").get(0).path("metrics")
                .has("mae")).as("it is judged all the same").isTrue();

        family.snapshot("weekly-3", all, Set.of());
        chosenLongAgo(train(family, "{}"), 3);
        family.snapshot("weekly-4", Set.of(3), Set.of());
        JsonNode old = train(family, "{\"keys\": [{\"store\": 3}]}");
        family.snapshot("weekly-5", all, Set.of());
        JsonNode anew = train(family, "{}");

        assertThat(old.path("result").path("refitted").intValue()).as("three days are over").isZero();
        assertThat(anew.path("result").path("refitted").intValue()).as("all but store 3 were fitted again twice")
                .isEqualTo(1);
        assertThat(provenance(anew, 4).path("selection").path("run").asString())
                .isEqualTo(anew.path("id").asString());
        family.snapshot("weekly-6", all, Set.of());
        assertThat(train(family, "{\"retrain\": \"all\"}").path("result").path("refitted").intValue())
                .as("whoever trains all chooses anew").isZero();
    }

    @Test
    void aBudgetWithoutRoomLeavesOutWhatIsNotCheapAndTellsSo() throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, "toy-poor", STORES,
                "[naive, mean, ridge, boosted-trees], budget: {perThousandKeys: 1ms}");
        family.snapshot("poor-1", Set.of(), Set.of());

        JsonNode run = train(family, "{}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("succeeded").intValue()).isEqualTo(STORES - 1);
        JsonNode leftOut = run.path("result").path("leftOut");
        assertThat(leftOut.propertyNames()).containsExactlyInAnyOrder("boosted-trees", "ridge/lagged",
                "ridge/seasonal", "ridge/trend");
        assertThat(leftOut.values()).allSatisfy(keys -> assertThat(keys.intValue()).isEqualTo(STORES - 1));
        assertThat(outcome(run, "{\"store\":3}").path("reason").path("code").asString()).isEqualTo("budget-spent");
        assertThat(outcome(run, "{\"store\":3}").path("reason").path("message").asString())
                .startsWith("[4] of [7] candidates were left out");
        assertThat(provenance(run, 3).path("candidates").propertyNames()).containsExactlyInAnyOrder("naive", "mean",
                "ridge");
        assertThat(provenance(run, 3).path("leftOut")).hasSize(4);
        assertThat(candidateKeys(run)).isEqualTo(STORES - 1);
    }

    @Test
    void aBacktestHasTheBudgetToo() throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, "toy-poor-before", STORES,
                "[mean, ridge, boosted-trees], budget: {perThousandKeys: 1ms}");
        family.snapshot("poor-before-1", Set.of(), Set.of());

        JsonNode run = run("/api/v1/families/toy-poor-before/backtests", "{\"windows\": 1}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(outcome(run, "{\"store\":3}").path("reason").path("message").asString())
                .startsWith("[4] of [6] candidates were left out");
    }

    @Test
    void aBudgetWithRoomForAllLeavesNobodyOut() throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, "toy-rich", STORES,
                "[naive, mean, ridge, boosted-trees], budget: {total: 10h}");
        family.snapshot("rich-1", Set.of(), Set.of());

        JsonNode run = train(family, "{}");

        assertThat(run.path("result").path("leftOut")).isEmpty();
        assertThat(provenance(run, 3).path("candidates")).hasSize(7);
        assertThat(outcome(run, "{\"store\":3}").path("reason").isNull()).isTrue();
    }

    /** Registers another version of a store's model, as if a contest of 2020 had chosen it. */
    private static void chosenLongAgo(JsonNode run, int store) {
        assertThat(DATABASE.sql("""
                INSERT INTO training.model_version (family, family_version, snapshot_id, run_id, scope, scope_key, algorithm,
                    tags, metrics, provenance, object, header_offset, header_length, header_sha256, body_offset, body_length,
                    body_sha256, fingerprint, spec_hash)
                SELECT family, family_version, snapshot_id, gen_random_uuid(), scope, scope_key, algorithm, tags, metrics,
                    jsonb_set(provenance, '{selection,at}', '"2020-01-01T00:00:00Z"'), object, header_offset, header_length,
                    header_sha256, body_offset, body_length, body_sha256, fingerprint, spec_hash
                FROM training.model_version WHERE run_id = ?::uuid AND scope_key = ?
                """).params(run.path("id").asString(), "{\"store\":%d}".formatted(store)).update()).isEqualTo(1);
    }

    private static JsonNode provenance(JsonNode run, int store) {
        return get("/api/v1/families/%s/candidates?run=%s&tag.store=%d".formatted(run.path("family").asString(),
                run.path("id").asString(), store)).path("items").get(0).path("provenance");
    }

    @Test
    void candidatesOfOldTrainingsGoWithTheirBytesAndThoseCarriedOverStay() throws Exception {
        ToyFamily family = family("toy-old");
        family.snapshot("old-1", Set.of(), Set.of());
        JsonNode first = train(family, "{}");
        family.snapshot("old-2", Set.of(3, 4), Set.of());
        JsonNode second = train(family, "{}");
        long before = ownVersions(first);

        forget(first);

        assertThat(candidateKeys(first)).isZero();
        assertThat(ownVersions(first)).isEqualTo(before - 2);
        assertThat(candidateKeys(second)).isEqualTo(STORES - 1);
        assertThat(packs("toy-old", first)).isNotEmpty().containsAll(DATABASE.sql(
                "SELECT DISTINCT object FROM training.model_version WHERE family = 'toy-old' AND run_id = ?::uuid")
                .param(first.path("id").asString()).query(String.class).list());

        JsonNode third = train(family, "{\"retrain\": \"all\"}");
        forget(second);

        assertThat(ownVersions(first) + ownVersions(second)).isZero();
        assertThat(packs("toy-old", first)).isEmpty();
        assertThat(packs("toy-old", second)).isEmpty();
        assertThat(candidateKeys(third)).isEqualTo(STORES - 1);
        assertThat(packs("toy-old", third)).isNotEmpty();
    }

    @Test
    void candidatesOfADeletedFamilyGoToTheLastWhenItsTimeIsOver() throws Exception {
        ToyFamily family = family("toy-gone");
        family.snapshot("gone-1", Set.of(), Set.of());
        JsonNode run = train(family, "{}");
        deleted("toy-gone", 29);
        forgetCandidates();
        assertThat(candidateKeys(run)).as("it can still be brought back").isEqualTo(STORES - 1);
        deleted("toy-gone", 31);

        forgetCandidates();

        assertThat(candidateKeys(run)).isZero();
        assertThat(ownVersions(run)).isZero();
        assertThat(packs("toy-gone", run)).isEmpty();
    }

    private static void deleted(String family, int daysAgo) {
        assertThat(SERVICE.database("ingestion")
                .sql("UPDATE catalog.family SET deleted_at = now() - make_interval(days => ?) WHERE name = ?")
                .param(daysAgo).param(family).update()).isOne();
    }

    /** Makes a run old, and lets the retention do what it does hourly. */
    private static void forget(JsonNode run) {
        DATABASE.sql("UPDATE training.run SET finished_at = now() - interval '31 days' WHERE id = ?::uuid")
                .param(run.path("id").asString()).update();
        forgetCandidates();
    }

    private static void forgetCandidates() {
        for (String name : List.of("candidates", "objects")) {
            RetentionRule rule = SERVICE.beans(RetentionRule.class).stream()
                    .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
            while (rule.removeSome() > 0) {
            }
        }
    }

    private static List<String> packs(String family, JsonNode run) {
        return SERVICE.bean(ObjectStore.class)
                .list("candidates", "%s/run=%s/".formatted(family, run.path("id").asString())).stream()
                .map(StoredObject::key).toList();
    }

    @Test
    void keysAloneAreTrainedAndTheOthersCarriedOver() throws Exception {
        ToyFamily family = family("toy-keys");
        family.snapshot("keys-1", Set.of(), Set.of());
        train(family, "{}");

        JsonNode run = train(family, "{\"retrain\": \"all\", \"keys\": [{\"store\": 2}, {\"store\": 9}]}");

        assertThat(run.path("progress").path("expected").intValue()).isEqualTo(2);
        assertThat(ownVersions(run)).isEqualTo(2);
        assertThat(candidateKeys(run)).isEqualTo(STORES - 1);
    }

    @Test
    void redeliveredTasksAndFactsChangeNothing() throws Exception {
        ToyFamily family = family("toy-twice");
        family.snapshot("twice-1", Set.of(), Set.of());
        UUID cycle = UUID.randomUUID();
        family.ingested(cycle, "twice-1");
        KafkaTemplate<Object, Object> kafka = kafka();
        String sealed = "{\"family\":\"toy-twice\",\"familyVersion\":1,\"snapshot\":\"twice-1\",\"run\":\"%s\",\"cycle\":\"%s\"}"
                .formatted(UUID.randomUUID(), cycle);
        ingestionSays(sealed);
        ingestionSays(sealed);
        String id = runOf(cycle);
        JsonNode run = SERVICE.ended(id);

        for (UUID task : DATABASE.sql("SELECT id FROM training.task WHERE run_id = ?").param(UUID.fromString(id))
                .query((row, number) -> row.getObject(1, UUID.class)).list()) {
            kafka.send("training-tasks", task.toString(), "{\"version\":1,\"task\":\"%s\"}".formatted(task)).join();
        }

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        Awaitility.await("nothing more").during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    assertThat(DATABASE.sql("SELECT count(*) FROM training.run WHERE cycle = ?").param(cycle)
                            .query(Integer.class).single()).isEqualTo(1);
                    assertThat(ownVersions(run)).isEqualTo(STORES - 1);
                    assertThat(get("/api/v1/runs/" + id).path("progress")).isEqualTo(run.path("progress"));
                });
    }

    @Test
    void aForgedFactStartsNothing() throws Exception {
        ToyFamily family = family("toy-forged");
        family.snapshot("forged-1", Set.of(), Set.of());
        UUID forged = UUID.randomUUID();
        UUID genuine = UUID.randomUUID();
        family.ingested(genuine, "forged-1");
        for (UUID cycle : List.of(forged, genuine)) {
            ingestionSays(
                    "{\"family\":\"toy-forged\",\"familyVersion\":1,\"snapshot\":\"forged-1\",\"run\":\"%s\",\"cycle\":\"%s\"}"
                            .formatted(UUID.randomUUID(), cycle));
        }

        runOf(genuine);

        assertThat(DATABASE.sql("SELECT count(*) FROM training.run WHERE cycle = ?").param(forged).query(Integer.class)
                .single()).as("the fact before the genuine one").isZero();
    }

    @Test
    void aCancelledTrainingAccountsForEveryKeyAndLeavesNothing() throws Exception {
        ToyFamily family = family("toy-cancelled");
        family.snapshot("cancelled-1", Set.of(), Set.of());
        Answer accepted = post("/api/v1/families/toy-cancelled/trainings", "{}");
        String id = JsonMapper.shared().readTree(accepted.body()).path("id").asString();
        post("/api/v1/runs/" + id + "/cancellation", "");

        JsonNode run = SERVICE.ended(id);

        assertThat(run.path("state").asString()).isIn("cancelled", "succeeded");
        JsonNode progress = run.path("progress");
        assertThat(progress.path("remaining").intValue()).isZero();
        assertThat(
                DATABASE.sql("SELECT count(*) FROM training.run_partition WHERE run_id = ?").param(UUID.fromString(id))
                        .query(Integer.class).single())
                .isEqualTo(progress.path("expected").intValue());
    }

    @Test
    void backtestPredictsWhatFollowsEachCutoff() throws Exception {
        ToyFamily family = family("toy-back");
        family.snapshot("back-1", Set.of(), Set.of());

        JsonNode run = run("/api/v1/families/toy-back/backtests", "{\"cutoffs\": [50, 55]}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        JsonNode page = get("/api/v1/runs/" + run.path("id").asString() + "/backtest?limit=10");
        assertThat(page.path("items")).hasSize(10);
        JsonNode row = page.path("items").get(0);
        assertThat(row.path("store").intValue()).isEqualTo(1);
        assertThat(row.path("week").intValue()).isEqualTo(51);
        assertThat(row.path("cutoff").intValue()).isEqualTo(50);
        assertThat(row.path("prediction").isNumber()).isTrue();
        List<String> csv = csv(run);
        assertThat(csv.getFirst()).startsWith("store,week,cutoff,actual,prediction,lower_80,upper_80");
        assertThat(csv).hasSize(1 + (STORES - 1) * 4);
        assertThat(run.path("result").path("rows").intValue()).isEqualTo((STORES - 1) * 4);
        assertThat(run.path("result").path("metrics").path("mae").doubleValue()).isBetween(0.0, 50.0);
        assertThat(SERVICE.database("reader")
                .sql("SELECT count(*) FROM reporting.toy_back_backtests WHERE store = 3 AND actual IS NOT NULL")
                .query(Integer.class).single()).isEqualTo(4);
        JsonNode ofKey = get("/api/v1/families/toy-back/backtest?store=3");
        assertThat(ofKey.path("run")).isEqualTo(run.path("id"));
        assertThat(ofKey.path("items").valueStream().map(item -> item.path("store").intValue())).containsExactly(3, 3,
                3, 3);
        assertThat(SERVICE.get(Role.VIEWER, "/api/v1/families/toy-back/backtest?store=x").code())
                .isEqualTo("400 key-malformed");
        assertThat(DATABASE.sql("SELECT count(*) FROM training.model_version WHERE family = 'toy-back'")
                .query(Integer.class).single()).isZero();
    }

    @Test
    void aKeyThatBeginsAfterTheCutoffIsAnsweredByTheFamilysModel() throws Exception {
        family("toy-late").snapshot("late-1", Set.of(), Set.of(), Set.of(4));

        JsonNode run = run("/api/v1/families/toy-late/backtests", "{\"cutoffs\": [52]}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(SERVICE.database("reader").sql("""
                SELECT count(*) FROM reporting.toy_late_backtests
                WHERE store = 4 AND rung = 'family' AND prediction IS NOT NULL AND abs(prediction - actual) < 60
                """).query(Integer.class).single()).isEqualTo(2);
        assertThat(SERVICE.database("reader")
                .sql("SELECT count(*) FROM reporting.toy_late_backtests WHERE store <> 4 AND rung = 'own'")
                .query(Integer.class).single()).isEqualTo((STORES - 2) * 2);
    }

    @Test
    void foldsOfAClassificationTellTheProbabilityOfEachLabel() throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.DAYS, "toy-days", STORES);
        family.snapshot("days-1", Set.of(), Set.of());

        JsonNode run = run("/api/v1/families/toy-days/backtests", "{\"folds\": 3, \"seed\": 5}");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        List<String> csv = csv(run);
        assertThat(csv.getFirst())
                .isEqualTo(
                        "store,ticket,source_row,fold,actual,prediction,probability_no,probability_yes,algorithm,rung");
        assertThat(csv.stream().skip(1).map(line -> line.split(",")))
                .allSatisfy(line -> assertThat(Integer.parseInt(line[2]))
                        .isEqualTo(60 * Integer.parseInt(line[0]) + Integer.parseInt(line[1].split("-d")[1])))
                .extracting(line -> line[1]).doesNotHaveDuplicates();
        assertThat(csv).hasSize(1 + (STORES - 1) * ToyFamily.WEEKS);
        JsonNode metrics = run.path("result").path("metrics");
        assertThat(metrics.path("accuracy").doubleValue()).as("%s", metrics).isGreaterThan(0.9);
        assertThat(metrics.path("auc").doubleValue()).as("%s", metrics).isBetween(0.95, 1.0);
        assertThat(metrics.path("f1").doubleValue()).isGreaterThan(0.9);
    }

    @Test
    void modelsOfTribuoAreTrainedRegisteredAndAskedAgain() throws Exception {
        ToyFamily units = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, "toy-forest", STORES,
                "[{random-forest: {trees: 20, leastRows: 2}}]");
        units.snapshot("forest-1", Set.of(), Set.of());
        ToyFamily days = new ToyFamily(SERVICE, ToyFamily.Kind.DAYS, "toy-near", STORES,
                "[{nearest-neighbours: {neighbours: 5}}]");
        days.snapshot("near-1", Set.of(), Set.of());

        JsonNode numbers = train(units, "{}");
        JsonNode labels = train(days, "{}");

        assertThat(numbers.path("progress").path("succeeded").intValue()).as("%s", numbers).isEqualTo(STORES - 1);
        assertThat(labels.path("progress").path("succeeded").intValue()).as("%s", labels).isEqualTo(STORES - 1);
        JsonNode forest = get("/api/v1/families/toy-forest/candidates?tag.store=3").path("items").get(0);
        assertThat(forest.path("algorithm").asString()).isEqualTo("random-forest");
        assertThat(forest.path("provenance").path("trainer").path("trees").asString()).isEqualTo("20");
        JsonNode near = get("/api/v1/families/toy-near/candidates?tag.store=3").path("items").get(0);
        assertThat(near.path("algorithm").asString()).isEqualTo("nearest-neighbours");
        assertThat(near.path("metrics").path("accuracy").doubleValue()).isGreaterThan(0.9);
    }

    @Test
    void trainingAsOfATimeSeesNothingLater() throws Exception {
        ToyFamily family = family("toy-asof");
        family.snapshot("asof-1", Set.of(), Set.of());

        train(family, "{\"asOf\": 40}");

        JsonNode candidate = get("/api/v1/families/toy-asof/candidates?tag.store=3").path("items").get(0);
        assertThat(candidate.path("provenance").path("asOf").asString()).isEqualTo("40");
        assertThat(candidate.path("provenance").path("origin").asString()).isEqualTo("40");
        assertThat(candidate.path("metrics").path("rows").intValue()).isEqualTo(40);
    }

    @Test
    void onlyKeysWithoutAModelAreTrainedWhenFailedOnesAreAskedFor() throws Exception {
        ToyFamily family = family("toy-failed");
        family.snapshot("failed-1", Set.of(), Set.of(5));
        train(family, "{}");
        family.snapshot("failed-2", Set.of(2, 3), Set.of());

        JsonNode run = train(family, "{\"retrain\": \"failed\"}");

        assertThat(run.path("progress").path("succeeded").intValue()).isEqualTo(1);
        assertThat(run.path("progress").path("skipped").intValue()).isEqualTo(STORES - 2);
        assertThat(candidateKeys(run)).isEqualTo(STORES - 1);
    }

    @Test
    void wrongRequestsSayWhatToDo() throws Exception {
        ToyFamily family = family("toy-wrong");
        family.snapshot("wrong-1", Set.of(), Set.of());

        Answer training = post("/api/v1/families/toy-wrong/trainings",
                "{\"retrain\": \"some\", \"asOf\": \"yesterday\", \"keys\": [{\"shop\": 1}]}");
        Answer backtest = post("/api/v1/families/toy-wrong/backtests",
                "{\"cutoffs\": [60, \"x\"], \"folds\": 3}");
        Answer unknownKey = post("/api/v1/families/toy-wrong/trainings",
                "{\"keys\": [{\"store\": \"2\"}]}");

        assertThat(training.status()).isEqualTo(422);
        assertThat(training.body()).contains("retrain [some]", "yesterday", "Maybe some of [store]");
        assertThat(backtest.status()).isEqualTo(422);
        assertThat(backtest.body()).contains("exactly one of cutoffs, windows and folds", "Nothing follows",
                "Folds [3]");
        assertThat(unknownKey.body()).contains("matches no partition");
        assertThat(post("/api/v1/families/nobody/trainings", "{}").status()).isEqualTo(404);
    }

    private static ToyFamily family(String name) throws Exception {
        return new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, name, STORES);
    }

    private static JsonNode train(ToyFamily family, String body) {
        return run("/api/v1/families/" + family.name() + "/trainings", body);
    }

    private static JsonNode run(String path, String body) {
        return SERVICE.run(path, body);
    }

    /** The run that a cycle has, once it has one. */
    private static String runOf(UUID cycle) {
        return RunningService.until("run of cycle " + cycle,
                () -> DATABASE.sql("SELECT id::text FROM training.run WHERE cycle = ?").param(cycle)
                        .query(String.class).optional().orElse(""),
                id -> !id.isEmpty());
    }

    private static JsonNode outcome(JsonNode run, String key) throws Exception {
        for (JsonNode partition : get("/api/v1/runs/%s/partitions?limit=1000".formatted(run.path("id").asString()))
                .path("items")) {
            if (JSON.writeValueAsString(partition.path("key")).equals(key)
                    || partition.path("key").asString("").equals(key)) {
                return partition;
            }
        }
        throw new AssertionError("no outcome of " + key);
    }

    private static int ownVersions(JsonNode run) {
        UUID id = UUID.fromString(run.path("id").asString());
        List<Integer> perKey = DATABASE
                .sql("SELECT count(*) FROM training.model_version WHERE run_id = ? AND scope = 'own' GROUP BY scope_key")
                .param(id).query((row, number) -> row.getInt(1)).list();
        assertThat(perKey).allMatch(versions -> versions == 1);
        return perKey.size();
    }

    private static int candidateKeys(JsonNode run) {
        return DATABASE.sql("SELECT count(*) FROM training.run_model WHERE run_id = ? AND scope = 'own'")
                .param(UUID.fromString(run.path("id").asString())).query(Integer.class).single();
    }

    private static Map<String, Integer> scopes(JsonNode run) {
        Map<String, Integer> scopes = new HashMap<>();
        DATABASE.sql("SELECT scope, count(*) FROM training.run_model WHERE run_id = ? GROUP BY 1")
                .param(UUID.fromString(run.path("id").asString()))
                .query(row -> {
                    scopes.put(row.getString(1), row.getInt(2));
                });
        return scopes;
    }

    /** Only ingestion may write to the topic. */
    private static void ingestionSays(String sealed) throws Exception {
        SERVICE.publish("ingestion", "snapshot-sealed", sealed);
    }

    @SuppressWarnings("unchecked")
    private static KafkaTemplate<Object, Object> kafka() {
        return SERVICE.bean(KafkaTemplate.class);
    }

    private static List<String> csv(JsonNode run) {
        return SERVICE.send(SERVICE.request(Role.VIEWER, "/api/v1/runs/" + run.path("id").asString() + "/backtest")
                .header("Accept", "text/csv")).expect(200).body().lines().toList();
    }

    private static JsonNode get(String path) {
        return SERVICE.get(Role.VIEWER, path).expect(200).json();
    }

    private static Answer post(String path, String body) {
        return SERVICE.post(Role.OPERATOR, path, body);
    }
}

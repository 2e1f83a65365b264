package io.manymodels.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.manymodels.access.Role;
import io.manymodels.fixtures.service.Answer;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.fixtures.web.DocumentationContract;
import io.manymodels.ingestion.family.FamilyChanged;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.storage.ObjectStore;
import io.manymodels.storage.StoredObject;
import io.manymodels.work.retention.RetentionRule;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service's real main class against real PostgreSQL, Kafka and S3. */
class IngestionServiceIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** May change what a release must pass. */
    private static final String CHIEF = "mm_chief678_secret";
    private static final int STORES = 12;
    private static final int WEEKS = 30;

    private static final RunningService SERVICE = RunningService.start(IngestionApplication.class, "ingestion",
            IngestionServiceIT::deployed);
    private static final JdbcClient CATALOG = SERVICE.database("ingestion");

    /** Beside the tables in which the other services tell how their runs ended, and with a connection that specs may name. */
    private static void deployed(EmbeddedInfrastructure infrastructure, Map<String, String> properties) {
        for (Map.Entry<String, String> other : Map.of("training", "training", "scoring", "predictions").entrySet()) {
            EmbeddedInfrastructure.DatabaseLogin login = infrastructure.database(other.getKey());
            Flyway.configure().dataSource(login.url(), login.username(), login.password()).schemas(other.getValue())
                    .createSchemas(false).locations("classpath:db/migration/work").load().migrate();
        }
        EmbeddedInfrastructure.DatabaseLogin login = infrastructure.database("ingestion");
        URI database = URI.create(login.url().substring("jdbc:".length()));
        properties.computeIfPresent("manymodels.security.api-keys",
                (_, keys) -> keys + ",chief678:OPERATOR+APPROVER:" + sha256(CHIEF));
        properties.put("manymodels.watch.every", "200ms");
        // A hundred who ask at once wait longer for a connection on a busy machine than on another.
        properties.put("spring.datasource.hikari.connection-timeout", "30000");
        String erp = "manymodels.ingestion.connections.erp.";
        properties.put(erp + "host", database.getHost());
        properties.put(erp + "port", Integer.toString(database.getPort()));
        properties.put(erp + "database", database.getPath().substring(1));
        properties.put(erp + "username", login.username());
        properties.put(erp + "password", login.password());
    }

    @BeforeAll
    static void deliver() throws IOException {
        Files.writeString(landing("sales.csv"), sales(0));
    }

    private static Path landing(String name) {
        return SERVICE.infrastructure().landing().resolve(name);
    }

    private static String sales(int offset) {
        StringBuilder csv = new StringBuilder("store,week,units,price\n");
        for (int store = 1; store <= STORES; store++) {
            for (int week = 1; week <= WEEKS; week++) {
                csv.append("%d,%d,%d,%d.5\n".formatted(store, week, (store * 7 + week * 3) % 20 + offset, week % 4));
            }
        }
        return csv.toString();
    }

    private static String spec(String family, String source) {
        return """
                family: %s
                source: %s
                key: [store]
                time: {column: week, unit: week, epoch: 2020-01-06}
                target: units
                task: forecast
                columns: {known: [price]}
                forecast: {horizon: 2}
                """.formatted(family, source);
    }

    @Test
    void theServiceAnswersAsItsDocumentationSays() throws Exception {
        DocumentationContract contract = new DocumentationContract(URI.create("http://127.0.0.1:" + SERVICE.port()),
                SERVICE.infrastructure()::apiKey);

        contract.assertHolds("ingestion");
        contract.assertAnswers(Role.OPERATOR, "POST", "/api/v1/families",
                spec("documented", "{files: sales.csv}"), 201);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/families/documented", null, 200);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/families/documented/versions", null, 200);
        JsonNode run = contract.assertAnswers(Role.OPERATOR, "POST",
                "/api/v1/families/documented/ingestions", null, 202);
        contract.assertAnswers(Role.VIEWER, "GET", run.path("links").path("self").asString(), null,
                200);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/runs", null, 200);
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/cycles?limit=5", null, 200);
    }

    @Test
    void keepsEveryVersionOfAFamily() throws Exception {
        Answer created = send("POST", "/api/v1/families", spec("versions", "{files: sales.csv}"));
        Answer again = send("POST", "/api/v1/families", spec("versions", "{files: sales.csv}"));
        JsonNode same = json(send("PUT", "/api/v1/families/versions", spec("versions", "{files: sales.csv}")), 200);
        JsonNode changed = json(send("PUT", "/api/v1/families/versions",
                spec("versions", "{files: sales.csv}").replace("horizon: 2", "horizon: 3")), 200);
        JsonNode versions = get("/api/v1/families/versions/versions?limit=1");
        JsonNode older = get("/api/v1/families/versions/versions?cursor=" + versions.path("nextCursor").asString());
        Answer deleted = send("DELETE", "/api/v1/families/versions", "");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.response().headers().firstValue("Location")).hasValue("/api/v1/families/versions");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("family-exists", "Maybe PUT");
        assertThat(same.path("version").intValue()).isEqualTo(1);
        assertThat(changed.path("version").intValue()).isEqualTo(2);
        assertThat(changed.path("spec").path("training").path("metric").asString()).isEqualTo("mase");
        assertThat(versions.path("items").get(0).path("version").intValue()).isEqualTo(2);
        assertThat(older.path("items").get(0).path("version").intValue()).isEqualTo(1);
        assertThat(json(deleted, 200).path("stays").asString()).contains("[2] versions", "[0] snapshots");
        assertThat(send("GET", "/api/v1/families/versions", "").status()).isEqualTo(404);
        assertThat(json(send("POST", "/api/v1/families", spec("versions", "{files: sales.csv}")), 201).path("version")
                .intValue()).isEqualTo(3);
    }

    @Test
    void refusesAWrongSpecWithAllThatIsWrong() throws Exception {
        Answer response = send("POST", "/api/v1/families",
                spec("wrong", "{file: sales.csv}").replace("task: forecast", "task: forcast"));

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(response.body());
        assertThat(problem.path("code").asString()).isEqualTo("family-spec-invalid");
        List<String> paths = new ArrayList<>();
        problem.path("errors").forEach(error -> paths.add(error.path("path").asString()));
        assertThat(paths).containsExactlyInAnyOrder("source", "source.file", "task");
        assertThat(response.body()).contains("Maybe [forecast]", "Maybe [files]");
        assertThat(send("PUT", "/api/v1/families/other", spec("wrong2", "{files: sales.csv}")).status())
                .isEqualTo(422);
    }

    @Test
    void theSameInputGivesTheSameSnapshot() throws Exception {
        create(spec("same", "{files: sales.csv}"));

        JsonNode first = ingest("same");
        JsonNode second = ingest("same");

        assertThat(first.path("state").asString()).as("%s", first).isEqualTo("succeeded");
        assertThat(first.path("progress").path("succeeded").intValue()).isEqualTo(STORES);
        String snapshot = first.path("result").path("snapshot").asString();
        assertThat(second.path("result").path("snapshot").asString()).isEqualTo(snapshot);
        assertThat(second.path("progress").path("succeeded").intValue()).isEqualTo(STORES);
        assertThat(get("/api/v1/families/same/snapshots").path("items")).hasSize(1);
        JsonNode view = get("/api/v1/snapshots/" + snapshot);
        assertThat(view.path("rows").intValue()).isEqualTo(STORES * WEEKS);
        assertThat(view.path("lastTime").intValue()).isEqualTo(WEEKS);
        JsonNode partitions = get("/api/v1/snapshots/" + snapshot + "/partitions?limit=5");
        assertThat(partitions.path("items")).hasSize(5);
        assertThat(partitions.path("items").get(1).path("key").path("store").intValue()).isEqualTo(2);
        assertThat(partitions.path("items").get(1).path("firstRow").intValue()).isEqualTo(WEEKS);
        ObjectStore store = SERVICE.bean(ObjectStore.class);
        assertThat(store.exists("lake", "same/snapshot=" + snapshot + "/part-00000.parquet")).isTrue();
    }

    @Test
    void spoiledKeysAreReportedAndTheOthersDoNotChange() throws Exception {
        String clean = sales(0);
        Files.writeString(landing("clean.csv"), clean);
        Files.writeString(landing("spoiled.csv"),
                clean.replace("\n3,5,", "\n3,4,")
                        .replaceFirst("\n4,7,\\d+,", "\n4,7,many,")
                        .replaceAll("\n5,(\\d+),\\d+,", "\n5,$1,,")
                        .replaceAll("\n6,(\\d+),\\d+,", "\n6,$1,8,"));
        create(spec("clean", "{files: clean.csv}"));
        create(spec("spoiled", "{files: spoiled.csv}") + "training: {errorBudget: 3}\n");

        Map<String, JsonNode> good = partitions(ingest("clean"));
        JsonNode run = ingest("spoiled");
        Map<String, JsonNode> found = partitions(run);

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("failed").intValue()).isEqualTo(2);
        assertThat(reason(found, 3)).isEqualTo("duplicate-time");
        assertThat(reason(found, 4)).isEqualTo("text-in-number");
        assertThat(reason(found, 5)).isEqualTo("target-missing");
        assertThat(reason(found, 6)).isEqualTo("constant-target");
        assertThat(partition(found, 4).path("reason").path("message").asString()).contains("[many]", "[units]");
        for (int store : List.of(1, 2, 7, 8, 9, 10, 11, 12)) {
            assertThat(partition(found, store).path("fingerprint")).as("store %d", store)
                    .isEqualTo(partition(good, store).path("fingerprint"));
        }
        JsonNode failed = get("/api/v1/runs/" + run.path("id").asString() + "/partitions?outcome=failed");
        assertThat(failed.path("items")).hasSize(2);
    }

    @Test
    void moreFailuresThanTheBudgetFailTheRunAndSealNothing() throws Exception {
        Files.writeString(landing("doubled.csv"),
                sales(0) + sales(0).substring(sales(0).indexOf('\n') + 1));
        create(spec("doubled", "{files: doubled.csv}"));

        JsonNode run = ingest("doubled");

        assertThat(run.path("state").asString()).isEqualTo("failed");
        assertThat(run.path("problem").toString()).contains("12 of 12 partitions failed");
        assertThat(get("/api/v1/families/doubled/snapshots").path("items")).isEmpty();
        String unsealed = CATALOG.sql("SELECT id FROM snapshot WHERE family = 'doubled'").query(String.class).single();
        assertThat(send("GET", "/api/v1/snapshots/" + unsealed, "").status()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/snapshots/" + unsealed + "/partitions", "").status()).isEqualTo(404);
    }

    @Test
    void aRunThatCannotBeSaysWhatToDo() throws Exception {
        create(spec("gone", "{files: gone.csv}"));
        create(spec("outside", "{files: ../credentials.json}"));
        create(spec("columns", "{files: sales.csv}").replace("target: units", "target: unit"));

        assertThat(ingest("gone").path("problem").toString()).contains("source-not-found", "[gone.csv]");
        assertThat(ingest("outside").path("problem").toString()).contains("source-outside-landing");
        assertThat(ingest("columns").path("problem").toString()).contains("columns-unfit", "[unit]", "Maybe [units]");
    }

    @Test
    void readsADatabase() throws Exception {
        CATALOG.sql(
                "CREATE TABLE erp_sales AS SELECT s AS store, w AS week, (s * 7 + w * 3) %% 20 AS units, 1.5::numeric AS price FROM generate_series(1, %d) s, generate_series(1, %d) w"
                        .formatted(STORES, WEEKS))
                .update();
        create(spec("database", "{jdbc: {connection: erp, query: SELECT * FROM erp_sales}}"));
        create(spec("sneaky", "{jdbc: {connection: erp, query: \"SELECT 1; DROP TABLE erp_sales\"}}"));
        create(spec("writing",
                "{jdbc: {connection: erp, query: \"WITH d AS (DELETE FROM erp_sales RETURNING *) SELECT * FROM d\"}}"));
        create(spec("unknown", "{jdbc: {connection: epr, query: SELECT 1}}"));

        JsonNode run = ingest("database");

        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        assertThat(run.path("progress").path("succeeded").intValue()).isEqualTo(STORES);
        assertThat(ingest("sneaky").path("problem").toString()).contains("query-refused");
        assertThat(ingest("writing").path("problem").toString()).contains("query-failed", "read-only");
        assertThat(ingest("unknown").path("problem").toString()).contains("connection-unknown", "Maybe [erp]");
        assertThat(CATALOG.sql("SELECT count(*) FROM erp_sales").query(Integer.class).single())
                .isEqualTo(STORES * WEEKS);
    }

    @Test
    void theHistoryOfAKeyIsItsLastRows() throws Exception {
        create(spec("told", "{files: sales.csv}"));
        ingest("told");

        JsonNode told = get("/api/v1/families/told/history?store=7&last=3");

        assertThat(told.path("key").toString()).isEqualTo("{\"store\":7}");
        assertThat(told.path("time").asString()).isEqualTo("week");
        assertThat(told.path("target").asString()).isEqualTo("units");
        assertThat(told.path("rowCount").intValue()).isEqualTo(WEEKS);
        assertThat(told.path("columns").toString())
                .contains("{\"name\":\"price\",\"type\":\"double\",\"role\":\"known\"}");
        assertThat(told.path("rows").valueStream().map(JsonNode::toString)).containsExactly(
                "{\"week\":28,\"units\":13,\"price\":0.5}", "{\"week\":29,\"units\":16,\"price\":1.5}",
                "{\"week\":30,\"units\":19,\"price\":2.5}");
        assertThat(get("/api/v1/families/told/history?store=7").path("rows")).hasSize(WEEKS);
    }

    @ParameterizedTest
    @CsvSource({"'', 400 key-missing", "store=, 400 key-malformed", "store=seven, 400 key-malformed",
            "store=7&brand=1, 400 parameter-unknown", "store=7&last=0, 400 last-out-of-range",
            "store=7&last=10001, 400 last-out-of-range", "store=7&last=x, 400 last-out-of-range",
            "store=99, 404 key-unknown"})
    void aHistoryThatIsNotThereSaysWhy(String query, String refusal) throws Exception {
        if (status("/api/v1/families/untold") == 404) {
            create(spec("untold", "{files: sales.csv}"));
            assertThat(SERVICE.get(Role.VIEWER, "/api/v1/families/untold/history?store=1").code())
                    .isEqualTo("404 snapshot-missing");
            ingest("untold");
        }

        Answer answer = SERVICE.get(Role.VIEWER, "/api/v1/families/untold/history?" + query);

        assertThat(answer.code()).isEqualTo(refusal);
        assertThat(answer.body()).contains("Maybe");
    }

    @Test
    void readsObjects() throws Exception {
        ObjectStore store = SERVICE.bean(ObjectStore.class);
        store.put("lake", "incoming/a/sales.csv", sales(0).getBytes(StandardCharsets.UTF_8));
        create(spec("objects", "{files: \"s3://lake/incoming/a\"}"));
        create(spec("nothing", "{files: \"s3://lake/incoming/b\"}"));

        assertThat(ingest("objects").path("progress").path("succeeded").intValue()).isEqualTo(STORES);
        assertThat(ingest("nothing").path("problem").toString()).contains("source-not-found", "[incoming/b]");
    }

    private static void assertRead(JsonNode run, int read, int taken, JsonNode from) {
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        JsonNode reading = run.path("result").path("reading");
        assertThat(reading.path("read").intValue()).as("%s", reading).isEqualTo(read);
        assertThat(reading.path("taken").intValue()).isEqualTo(taken);
        assertThat(reading.path("files").intValue()).isEqualTo(read + taken);
        assertThat(reading.path("snapshot").asString()).isEqualTo(from.path("result").path("snapshot").asString());
        assertThat(reading.path("because").isNull()).isTrue();
    }

    /** What a family without any night before reads of the same files. */
    private static void assertAsIfAllWereRead(JsonNode run, String spec, String family) throws Exception {
        create(spec.replace("family: " + family, "family: " + family + "-whole") + "ingestion: {fullRefresh: true}\n");
        JsonNode whole = ingest(family + "-whole");
        assertThat(whole.path("result").path("reading").path("because").asString()).isEqualTo("ingestion.fullRefresh");
        List<String> columns = List.of("key", "tags", "firstRow", "rows", "labelledRows", "fromTime", "toTime",
                "fingerprint",
                "profile", "passed");
        List<List<JsonNode>> got = new ArrayList<>();
        List<List<JsonNode>> expected = new ArrayList<>();
        partitions(run).values().forEach(one -> got.add(columns.stream().map(one::path).toList()));
        partitions(whole).values().forEach(one -> expected.add(columns.stream().map(one::path).toList()));
        assertThat(got).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String week(int week) {
        StringBuilder csv = new StringBuilder("store,week,units,price\n");
        for (int store = 1; store <= STORES; store++) {
            csv.append("%d,%d,%d,2.5\n".formatted(store, week, store + week));
        }
        return csv.toString();
    }

    @Test
    void onlyFilesThatCameOrChangedAreReadAgainAndADamagedOneLeavesTheSnapshotBefore() throws Exception {
        Files.createDirectories(landing("nightly"));
        Files.writeString(landing("nightly/before.csv"), sales(0));
        String spec = spec("nightly", "{files: nightly/*.csv}");
        create(spec);
        JsonNode first = ingest("nightly");
        assertThat(first.path("result").path("reading").path("because").asString()).contains("no snapshot before");

        Files.writeString(landing("nightly/last.csv"), week(WEEKS + 1));
        JsonNode second = ingest("nightly");
        assertRead(second, 1, 1, first);
        assertThat(second.path("result").path("snapshot").asString())
                .isNotEqualTo(first.path("result").path("snapshot").asString());
        assertAsIfAllWereRead(second, spec, "nightly");

        Files.write(landing("nightly/more.csv.gz"), new byte[] {1, 2, 3});
        Files.writeString(landing("nightly/other.csv"), "store,week\n\"");
        JsonNode damaged = ingest("nightly");
        assertThat(damaged.path("state").asString()).as("%s", damaged).isEqualTo("failed");
        assertThat(damaged.path("problem").toString()).contains("source-unreadable", "nightly/");
        assertThat(get("/api/v1/families/nightly/snapshots").path("items")).hasSize(2);
        Files.delete(landing("nightly/more.csv.gz"));
        Files.delete(landing("nightly/other.csv"));

        Files.writeString(landing("nightly/last.csv"), week(WEEKS + 1).replace("1,31,32,", "1,31,99,"));
        JsonNode corrected = ingest("nightly");
        assertRead(corrected, 1, 1, first);
        assertRead(ingest("nightly"), 0, 2, corrected);

        // A process of before writes no word of what it read.
        CATALOG.sql(
                "UPDATE ingestion SET source = NULL, reading = NULL WHERE snapshot_id IN (SELECT id FROM snapshot WHERE family = 'nightly')")
                .update();
        assertThat(ingest("nightly").path("result").path("reading").path("read").intValue()).isEqualTo(2);
    }

    @Test
    void onlyObjectsThatCameAreReadAgain() throws Exception {
        ObjectStore store = SERVICE.bean(ObjectStore.class);
        store.put("lake", "incoming/nightly/a.csv", sales(0).getBytes(StandardCharsets.UTF_8));
        String spec = spec("nightly-objects", "{files: 's3://lake/incoming/nightly/'}");
        create(spec);
        JsonNode first = ingest("nightly-objects");
        store.put("lake", "incoming/nightly/a.csv", sales(0).getBytes(StandardCharsets.UTF_8));
        store.put("lake", "incoming/nightly/b.csv", week(WEEKS + 1).getBytes(StandardCharsets.UTF_8));
        JsonNode second = ingest("nightly-objects");
        assertRead(second, 1, 1, first);
        assertAsIfAllWereRead(second, spec, "nightly-objects");

        store.put("lake", "incoming/nightly/a.csv", sales(1).getBytes(StandardCharsets.UTF_8));
        assertThat(ingest("nightly-objects").path("result").path("reading").path("because").asString())
                .contains("[incoming/nightly/a.csv] was changed");
    }

    @Test
    void aSnapshotWhoseRowsAreGoneIsNotTakenFrom() throws Exception {
        Files.createDirectories(landing("pruned"));
        Files.writeString(landing("pruned/a.csv"), sales(0));
        create(spec("pruned", "{files: pruned/*.csv}"));
        JsonNode first = ingest("pruned");
        Files.writeString(landing("pruned/b.csv"), week(WEEKS + 1));
        SERVICE.bean(ObjectStore.class).delete("lake", "pruned/snapshot=%s/part-00000.parquet"
                .formatted(first.path("result").path("snapshot").asString()));

        JsonNode second = ingest("pruned");

        assertThat(second.path("state").asString()).as("%s", second).isEqualTo("succeeded");
        assertThat(second.path("result").path("reading").path("because").asString()).contains("was not taken from");
    }

    @Test
    void aCycleFollowsItsRuns() throws Exception {
        create(spec("cycling", "{files: sales.csv}"));

        Answer accepted = send("POST", "/api/v1/families/cycling/cycles", "{}");
        assertThat(accepted.status()).isEqualTo(202);
        String location = accepted.response().headers().firstValue("Location").orElseThrow();
        JsonNode started = JSON.readTree(accepted.body());
        finished(started.path("steps").get(0).path("run").asString());
        awaited(location, cycle -> cycle.path("steps").get(1).path("state").asString().equals("running"));
        for (int step = 1; step < 4; step++) {
            finish(started, step);
            finish(started, step);
        }
        JsonNode ended = awaited(location, cycle -> !cycle.path("state").asString().equals("running"));

        assertThat(ended.path("state").asString()).isEqualTo("succeeded");
        assertThat(ended.path("steps").get(3).path("service").asString()).isEqualTo("scoring");
        assertThat(ended.path("steps").get(3).path("state").asString()).isEqualTo("succeeded");
    }

    @Test
    void wordOfARunThatHasNotEndedEndsNoCycle() throws Exception {
        create(spec("rumoured", "{files: sales.csv}"));
        Answer accepted = send("POST", "/api/v1/families/rumoured/cycles", "{}");
        String location = accepted.response().headers().firstValue("Location").orElseThrow();
        JsonNode started = JSON.readTree(accepted.body());
        finished(started.path("steps").get(0).path("run").asString());
        awaited(location, cycle -> cycle.path("steps").get(1).path("state").asString().equals("running"));
        JsonNode genuine = JSON.readTree(send("POST", "/api/v1/families/rumoured/cycles", "{}").body());
        finished(genuine.path("steps").get(0).path("run").asString());

        tell(started, 1);
        finish(genuine, 1);

        awaited("/api/v1/cycles/" + genuine.path("id").asString(),
                cycle -> cycle.path("steps").get(1).path("state").asString().equals("succeeded"));
        assertThat(get(location).path("steps").get(1).path("state").asString()).isEqualTo("running");
    }

    @Test
    void cyclesAreForgottenButTheLastOfAFamily() {
        UUID old = cycle("forgetful", 400);
        UUID last = cycle("forgetful", 390);
        UUID other = cycle("elephant", 400);

        int removed = SERVICE.beans(RetentionRule.class).stream().filter(rule -> rule.name().equals("cycles"))
                .mapToInt(RetentionRule::removeSome).sum();

        assertThat(removed).isEqualTo(1);
        assertThat(CATALOG.sql("SELECT id FROM catalog.cycle").query(UUID.class).list()).contains(last, other)
                .doesNotContain(old);
        assertThat(CATALOG.sql("SELECT count(*) FROM catalog.cycle_step WHERE cycle_id = ?").param(old)
                .query(Long.class).single()).isZero();
    }

    @Test
    void operatorsSeeWhenACycleOfEachFamilyLastSucceededWhileTheFamilyIsThere() {
        cycle("regular", 3);
        UUID latest = cycle("regular", 2);
        double ended = CATALOG.sql("SELECT floor(extract(epoch FROM finished_at)) FROM catalog.cycle WHERE id = ?")
                .param(latest).query(Double.class).single();

        Awaitility.await("its time").atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(successes("regular")).containsExactly(ended));
        CATALOG.sql("""
                INSERT INTO catalog.family (name, current_version, deleted_at) VALUES ('regular', 1, now())
                """).update();
        Awaitility.await("its end").atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(successes("regular")).isEmpty());
    }

    private static List<Double> successes(String family) {
        return SERVICE.bean(MeterRegistry.class).find("manymodels.family.cycle.timestamp").tag("family", family)
                .gauges().stream().map(Gauge::value).toList();
    }

    @Test
    void snapshotsGoButTheLastAndThoseOfKeptReleases() throws Exception {
        Path file = landing("aged.csv");
        create(spec("aged", "{files: aged.csv}"));
        List<String> snapshots = new ArrayList<>();
        for (int night = 0; night < 3; night++) {
            Files.writeString(file, sales(night));
            snapshots.add(ingest("aged").path("result").path("snapshot").asString());
        }
        released("aged", snapshots.get(1));
        CATALOG.sql("UPDATE catalog.snapshot SET sealed_at = sealed_at - interval '31 days' WHERE family = 'aged'")
                .update();
        CATALOG.sql("UPDATE catalog.run SET finished_at = finished_at - interval '31 days' WHERE family = 'aged'")
                .update();

        apply("snapshots");
        apply("objects");

        assertThat(snapshots.stream().map(id -> status("/api/v1/snapshots/" + id))).containsExactly(404, 200, 200);
        assertThat(snapshots.stream().map(IngestionServiceIT::lakeObjects)).extracting(List::size).containsExactly(0, 1,
                1);
        Files.writeString(file, sales(0));
        assertThat(ingest("aged").path("result").path("snapshot").asString()).isEqualTo(snapshots.getFirst());
        assertThat(lakeObjects(snapshots.getFirst())).hasSize(1);
    }

    @Test
    void theLastSnapshotOfADeletedFamilyGoesWhenItsTimeIsOver() throws Exception {
        Files.writeString(landing("forsaken.csv"), sales(0));
        create(spec("forsaken", "{files: forsaken.csv}"));
        String snapshot = ingest("forsaken").path("result").path("snapshot").asString();
        String keptUntil = json(send("DELETE", "/api/v1/families/forsaken", ""), 200).path("keptUntil").asString();
        assertThat(Duration.between(Instant.now(), Instant.parse(keptUntil))).isBetween(Duration.ofDays(29),
                Duration.ofDays(30));
        for (String table : List.of("snapshot SET sealed_at = sealed_at", "run SET finished_at = finished_at")) {
            CATALOG.sql("UPDATE catalog." + table + " - interval '31 days' WHERE family = 'forsaken'").update();
        }
        apply("snapshots");
        assertThat(status("/api/v1/snapshots/" + snapshot)).as("it can still be brought back").isEqualTo(200);
        CATALOG.sql("UPDATE catalog.family SET deleted_at = deleted_at - interval '31 days' WHERE name = 'forsaken'")
                .update();

        apply("snapshots");
        apply("objects");

        assertThat(status("/api/v1/snapshots/" + snapshot)).isEqualTo(404);
        assertThat(SERVICE.bean(ObjectStore.class).list("lake", "forsaken/snapshot=" + snapshot + "/")).isEmpty();
    }

    /** Makes a snapshot that of a release, as promotion does. */
    private static void released(String family, String snapshot) {
        SERVICE.database("promotion").sql("""
                WITH p AS (
                    INSERT INTO production.promotion (run_id, family, family_version, training_run, snapshot_id, dry_run, manual,
                                                      submitted_by, state)
                    VALUES (gen_random_uuid(), :family, 1, gen_random_uuid(), :snapshot, false, false, 'test', 'published')
                    RETURNING *)
                INSERT INTO production.release (id, family, number, run_id, training_run, snapshot_id, family_version, created_by)
                SELECT release_id, family, 1, run_id, training_run, snapshot_id, 1, 'test' FROM p
                """).param("family", family).param("snapshot", snapshot).update();
    }

    private static void apply(String name) {
        RetentionRule rule = SERVICE.beans(RetentionRule.class).stream()
                .filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        while (rule.removeSome() > 0) {
        }
    }

    private static int status(String path) {
        return send("GET", path, "").status();
    }

    private static List<StoredObject> lakeObjects(String snapshot) {
        return SERVICE.bean(ObjectStore.class).list("lake", "aged/snapshot=" + snapshot + "/");
    }

    private static UUID cycle(String family, int daysAgo) {
        UUID id = UUID.randomUUID();
        CATALOG.sql("""
                INSERT INTO catalog.cycle (id, family, family_version, state, started_by, started_at, finished_at)
                VALUES (:id, :family, 1, 'succeeded', 'test', now() - make_interval(days => :days),
                        now() - make_interval(days => :days))
                """).param("id", id).param("family", family).param("days", daysAgo).update();
        CATALOG.sql("INSERT INTO catalog.cycle_step VALUES (?, 0, 'ingestion', ?, 'succeeded')")
                .params(id, UUID.randomUUID()).update();
        return id;
    }

    /** Stands in for the services behind: their run ends, and they say so. */
    private static void finish(JsonNode cycle, int step) {
        String kind = cycle.path("steps").get(step).path("kind").asString();
        String schema = Map.of("training", "training", "promotion", "production", "scoring", "predictions").get(kind);
        SERVICE.database(kind).sql("""
                INSERT INTO %s.run (id, kind, family, family_version, cycle, state, parameters, submitted_by)
                VALUES (?::uuid, ?, ?, 1, ?::uuid, 'succeeded', '{}', 'test') ON CONFLICT DO NOTHING
                """.formatted(schema)).param(cycle.path("steps").get(step).path("run").asString()).param(kind)
                .param(cycle.path("family").asString()).param(cycle.path("id").asString()).update();
        tell(cycle, step);
    }

    private static void tell(JsonNode cycle, int step) {
        SERVICE.bean(KafkaTemplate.class).send("run-finished", "cycling",
                "{\"family\":\"cycling\",\"kind\":\"%s\",\"run\":\"%s\",\"cycle\":\"%s\",\"state\":\"succeeded\",\"problem\":null}"
                        .formatted(cycle.path("steps").get(step).path("kind").asString(),
                                cycle.path("steps").get(step).path("run").asString(), cycle.path("id").asString()))
                .join();
    }

    @Test
    void aScheduleIsKeptInTheDatabase() throws Exception {
        create(spec("scheduled", "{files: sales.csv}") + "schedule: {cron: \"0 2 * * *\"}\n");
        Supplier<Integer> rows = () -> CATALOG.sql(
                "SELECT count(*) FROM scheduled_tasks WHERE task_instance = 'scheduled' AND extract(hour FROM execution_time AT TIME ZONE 'UTC') = 2")
                .query(Integer.class).single();
        int after = rows.get();
        send("DELETE", "/api/v1/families/scheduled", "");

        assertThat(after).isEqualTo(1);
        assertThat(rows.get()).isZero();
    }

    @Test
    void aFamilySaysWhenItsNextCycleBegins() throws Exception {
        create(spec("due", "{files: sales.csv}") + "schedule: {cron: \"0 2 * * *\"}\n");
        Instant due = CATALOG.sql("SELECT execution_time FROM scheduled_tasks WHERE task_instance = 'due'")
                .query(OffsetDateTime.class).single().toInstant();

        assertThat(get("/api/v1/families/due").path("nextCycleAt").asString()).isEqualTo(due.toString());
        assertThat(get("/api/v1/families?limit=1000").path("items").valueStream()
                .filter(family -> family.path("family").asString().equals("due")).toList())
                .extracting(family -> family.path("nextCycleAt").asString()).containsExactly(due.toString());
        assertThat(get("/api/v1/families/due/versions").path("items").get(0).path("nextCycleAt").isNull()).isTrue();
        send("PUT", "/api/v1/families/due", spec("due", "{files: sales.csv}"));
        assertThat(get("/api/v1/families/due").path("nextCycleAt").isNull()).isTrue();
    }

    @Test
    void othersReadTheCatalogueAndWriteNothing() throws Exception {
        create(spec("shared", "{files: sales.csv}"));
        ingest("shared");
        for (String role : List.of("training", "promotion", "scoring", "realtime")) {
            JdbcClient other = SERVICE.database(role);
            assertThat(other.sql("SELECT count(*) FROM catalog.partition").query(Integer.class).single()).as(role)
                    .isPositive();
            assertThat(catchThrowable(() -> other.sql("UPDATE catalog.partition SET passed = false").update())).as(role)
                    .rootCause().hasMessageContaining("permission denied");
        }
        assertThat(SERVICE.database("reader").sql("SELECT count(*) FROM reporting.partitions WHERE family = 'shared'")
                .query(Integer.class)
                .single()).isEqualTo(STORES);
    }

    @Test
    void manyMayAskForCyclesAtOnce() throws Exception {
        create(spec("busy", "{files: sales.csv}"));
        for (int i = 0; i < 20; i++) {
            CATALOG.sql("INSERT INTO cycle (id, family, family_version, started_by) VALUES (?, 'busy', 1, 'test')")
                    .param(new UUID(7, i)).update();
            for (int step = 0; step < 4; step++) {
                CATALOG.sql("INSERT INTO cycle_step (cycle_id, position, kind, run) VALUES (?, ?, ?, ?)")
                        .param(new UUID(7, i)).param(step)
                        .param(List.of("ingestion", "training", "promotion", "scoring").get(step))
                        .param(new UUID(8 + step, i)).update();
            }
        }

        List<Integer> statuses;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> send("GET", "/api/v1/families/busy/cycles", "").status()));
            }
            statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).containsOnly(200);
        JsonNode page = get("/api/v1/families/busy/cycles?limit=15");
        JsonNode rest = get("/api/v1/families/busy/cycles?cursor=" + page.path("nextCursor").asString());
        assertThat(page.path("items")).hasSize(15);
        assertThat(rest.path("items")).hasSize(5);
        assertThat(page.path("items").get(0).path("steps")).hasSize(4);
        assertThat(page.path("items").get(0).path("steps").get(3).path("kind").asString()).isEqualTo("scoring");
    }

    @Test
    void anUnknownFamilyHasNoCyclesAndNoSnapshots() throws Exception {
        for (String path : List.of("cycles", "snapshots", "versions", "")) {
            Answer response = send("GET", "/api/v1/families/nobody/" + path, "");
            if (!path.isEmpty()) {
                assertThat(response.status()).as(path).isEqualTo(404);
                assertThat(JSON.readTree(response.body()).path("code").asString()).isEqualTo("family-unknown");
            }
        }
        create(spec("passing", "{files: sales.csv}"));
        send("DELETE", "/api/v1/families/passing", "");
        assertThat(get("/api/v1/families/passing/cycles").path("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/families?cursor=%s", "/api/v1/families/params/versions?cursor=%s",
            "/api/v1/families/params/cycles?cursor=%s", "/api/v1/families/params/snapshots?cursor=%s"})
    void absurdCursorsAreMalformed(String path) throws Exception {
        if (send("GET", "/api/v1/families/params", "").status() == 404) {
            create(spec("params", "{files: sales.csv}"));
        }
        for (String cursor : List.of("a\u0000", "+999999999-01-01T00:00:00Z\u001f\u0000",
                "2026-01-01T00:00:00Z\u001f\u0007", "99999999999999\u001fx\u001fy", "\u001f\u001f\u001f\u001f")) {
            String encoded = Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(cursor.getBytes(StandardCharsets.UTF_8));
            Answer response = send("GET", path.formatted(encoded), "");
            assertThat(response.status()).as("%s %s", path, response.body()).isEqualTo(400);
            assertThat(response.response().headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            assertThat(response.body()).contains("cursor-malformed");
        }
    }

    @Test
    void onlyAnApproverChangesWhatAReleaseMustPass() throws Exception {
        String strict = spec("guarded", "{files: sales.csv}")
                + "promotion: {approval: manual, rules: [{metric: mase, atMost: 2}]}\n";
        create(strict);
        for (String weaker : List.of(strict.replace("manual", "automatic"), strict.replace("atMost: 2", "atMost: 99"),
                strict.replaceAll("promotion: .*\n", ""))) {
            Answer refused = send("PUT", "/api/v1/families/guarded", weaker);
            assertThat(refused.status()).as(refused.body()).isEqualTo(403);
            assertThat(refused.body()).contains("promotion-needs-approver", "Maybe");
        }
        assertThat(json(send("PUT", "/api/v1/families/guarded", strict.replace("horizon: 2", "horizon: 3")), 200)
                .path("version").intValue()).isEqualTo(2);
        send("DELETE", "/api/v1/families/guarded", "");
        assertThat(send("POST", "/api/v1/families", strict.replace("manual", "automatic")).status())
                .isEqualTo(403);
        create(strict);
        assertThat(json(send("PUT", "/api/v1/families/guarded", strict.replace("manual", "automatic"), CHIEF), 200)
                .path("spec").path("promotion").path("approval").asString()).isEqualTo("automatic");
    }

    @Test
    void aFamilyAndItsScheduleChangeTogetherOrNotAtAll() throws Exception {
        String scheduled = spec("atomic", "{files: sales.csv}") + "schedule: {cron: \"0 2 * * *\"}\n";
        ApplicationListener<PayloadApplicationEvent<FamilyChanged>> failing = event -> {
            if (event.getPayload().family().equals("atomic")) {
                throw new IllegalStateException("the scheduler's table cannot be written");
            }
        };
        SERVICE.bean(ApplicationEventMulticaster.class).addApplicationListener(failing);
        Answer refused;
        try {
            refused = send("POST", "/api/v1/families", scheduled);
        } finally {
            SERVICE.bean(ApplicationEventMulticaster.class).removeApplicationListener(failing);
        }

        assertThat(refused.status()).isEqualTo(500);
        assertThat(send("GET", "/api/v1/families/atomic", "").status()).isEqualTo(404);
        assertThat(CATALOG.sql("SELECT count(*) FROM scheduled_tasks WHERE task_instance = 'atomic'")
                .query(Integer.class).single()).isZero();
        create(scheduled);
        assertThat(CATALOG.sql("SELECT count(*) FROM scheduled_tasks WHERE task_instance = 'atomic'")
                .query(Integer.class).single()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"cycle,running,succeeded,true", "cycle,running,failed,true", "cycle,running,cancelled,true",
            "cycle,succeeded,running,false", "cycle,succeeded,failed,false", "cycle,failed,succeeded,false",
            "cycle,cancelled,running,false", "cycle_step,waiting,running,true", "cycle_step,waiting,succeeded,true",
            "cycle_step,waiting,cancelled,true", "cycle_step,running,succeeded,true",
            "cycle_step,running,waiting,false", "cycle_step,succeeded,running,false",
            "cycle_step,failed,succeeded,false", "cycle_step,cancelled,waiting,false"})
    void theTablesKnowWhatMayFollowWhat(String table, String from, String to, boolean legal) {
        UUID id = UUID.randomUUID();
        CATALOG.sql("""
                INSERT INTO cycle (id, family, family_version, started_by, state, finished_at)
                VALUES (:id, 'states', 1, 'test', :state, CASE WHEN :state <> 'running' THEN now() END)
                """).param("id", id).param("state", table.equals("cycle") ? from : "running").update();
        CATALOG.sql("INSERT INTO cycle_step (cycle_id, position, kind, run, state) VALUES (?, 0, 'ingestion', ?, ?)")
                .param(id).param(UUID.randomUUID()).param(table.equals("cycle_step") ? from : "waiting").update();
        String change = table.equals("cycle")
                ? "UPDATE cycle SET state = ?, finished_at = CASE WHEN ? = 'running' THEN NULL ELSE now() END WHERE id = ?"
                : "UPDATE cycle_step SET state = ? WHERE ? <> '' AND cycle_id = ?";

        Throwable refusal = catchThrowable(() -> CATALOG.sql(change).param(to).param(to).param(id).update());

        if (legal) {
            assertThat(refusal).isNull();
        } else {
            assertThat(refusal).isNotNull().rootCause().hasMessageContaining("cannot become");
        }
    }

    @Test
    void keysThatVanishAreAccountedForUntilTheyComeBack() throws Exception {
        create(spec("nights", "{files: nights.csv}"));
        Path file = landing("nights.csv");
        Files.writeString(file, sales(0));
        ingest("nights");
        Files.writeString(file, sales(1).replaceAll("(?m)^[34],.*\\R", "").replaceAll("(?m)^12,", "99,"));

        JsonNode second = ingest("nights");
        JsonNode again = ingest("nights");
        Files.writeString(file, sales(2));
        JsonNode third = ingest("nights");

        assertThat(second.path("state").asString()).as("%s", second).isEqualTo("succeeded");
        assertThat(second.path("progress").path("succeeded").intValue()).isEqualTo(STORES - 2);
        assertThat(second.path("progress").path("skipped").intValue()).isEqualTo(3);
        assertThat(second.path("progress").path("expected").intValue()).isEqualTo(STORES + 1);
        JsonNode changes = second.path("result").path("changes");
        assertThat(changes.path("keys").path("vanished").intValue()).isEqualTo(3);
        assertThat(changes.path("keys").path("new").intValue()).isEqualTo(1);
        assertThat(second.path("result").path("warnings").toString()).contains("[3] of [12] keys", "vanished");
        assertThat(changes.path("rows").path("before").intValue()).isEqualTo(STORES * WEEKS);
        JsonNode skipped = get("/api/v1/runs/" + second.path("id").asString() + "/partitions?outcome=skipped");
        assertThat(skipped.path("items")).hasSize(3);
        assertThat(skipped.path("items").get(0).path("reason").path("code").asString()).isEqualTo("vanished");
        assertThat(CATALOG.sql("SELECT string_agg(key, ' ' ORDER BY key) FROM vanished WHERE snapshot_id = ?")
                .param(second.path("result").path("snapshot").asString()).query(String.class).single())
                .isEqualTo("{\"store\":12} {\"store\":3} {\"store\":4}");
        assertThat(again.path("progress").path("skipped").intValue()).isEqualTo(3);
        assertThat(third.path("progress").path("skipped").intValue()).isEqualTo(1);
    }

    @Test
    void guardsStopANightThatLostTooMuch() throws Exception {
        Path file = landing("guards.csv");
        Files.writeString(file, sales(0));
        String guarded = spec("guards", "{files: guards.csv}")
                + "ingestion: {guards: {vanishedKeys: 10%, rows: -30%}}\n";
        create(guarded);
        String good = ingest("guards").path("result").path("snapshot").asString();
        Files.writeString(file, sales(1).replaceAll("(?m)^[34],.*\\R", ""));
        JsonNode keys = ingest("guards");
        Files.writeString(file, sales(1).replaceAll("(?m)^\\d+,([1-9]|1[0-5]),.*\\R", ""));
        JsonNode rows = ingest("guards");
        Files.writeString(file, "store,week,units,price\n");
        JsonNode empty = ingest("guards");

        assertThat(keys.path("state").asString()).isEqualTo("failed");
        assertThat(keys.path("problem").toString()).contains("guard-vanished-keys", "[2] of [12] keys", "16.7 %",
                "Maybe");
        assertThat(rows.path("problem").toString()).contains("guard-rows", "50.0 %");
        assertThat(empty.path("problem").toString()).contains("no-rows");
        assertThat(get("/api/v1/families/guards/snapshots").path("items")).hasSize(1);
        assertThat(get("/api/v1/families/guards/snapshots").path("items").get(0).path("id").asString())
                .isEqualTo(good);
    }

    @Test
    void aDatabasesNumbersKeepTheirDigitsAsKeys() throws Exception {
        CATALOG.sql("""
                CREATE TABLE erp_cards AS SELECT ('890141032111185107' || lpad(s::text, 2, '0'))::numeric AS store, w AS week,
                       (s * 7 + w * 3) % 20 AS units, (w / 4.0)::numeric(10, 2) AS price
                FROM generate_series(1, 3) s, generate_series(1, 30) w""").update();
        create(spec("cards", "{jdbc: {connection: erp, query: SELECT * FROM erp_cards}}"));
        create(spec("whole",
                "{jdbc: {connection: erp, query: \"SELECT store - 89014103211118510700 AS store, week, units, price FROM erp_cards\"}}"));

        Map<String, JsonNode> cards = partitions(ingest("cards"));
        Map<String, JsonNode> whole = partitions(ingest("whole"));

        assertThat(cards.keySet()).containsExactlyInAnyOrder("{\"store\":\"89014103211118510701\"}",
                "{\"store\":\"89014103211118510702\"}", "{\"store\":\"89014103211118510703\"}");
        assertThat(whole.keySet()).containsExactlyInAnyOrder("{\"store\":1}", "{\"store\":2}", "{\"store\":3}");
    }

    @Test
    void anInspectionTellsWhatAnIngestionWouldDoAndStoresNothing() throws Exception {
        Files.writeString(landing("looked.csv"),
                sales(0).replaceAll("(?m)^3,5,[0-9]+,", "3,5,many,"));

        JsonNode seen = json(send("POST", "/api/v1/families/inspections", spec("looked", "{files: looked.csv}")), 200);

        assertThat(seen.path("problems")).isEmpty();
        assertThat(seen.path("sample").path("rows").intValue()).isEqualTo(STORES * WEEKS);
        assertThat(seen.path("sample").path("complete").booleanValue()).isTrue();
        assertThat(seen.path("sample").path("keys").intValue()).isEqualTo(STORES);
        assertThat(seen.path("sample").path("firstKeys").get(0).path("store").intValue()).isEqualTo(1);
        assertThat(seen.path("columns").toString()).contains(
                "{\"name\":\"price\",\"type\":\"double\",\"role\":\"known\",\"why\":\"columns.known names it\"}");
        assertThat(seen.path("time").path("axis").path("unit").asString()).isEqualTo("week");
        assertThat(seen.path("gate").path("text-in-number").intValue()).isEqualTo(1);
        assertThat(seen.path("warnings").toString()).contains("[units] has [1] values");
        assertThat(seen.path("firstRows")).hasSize(5);
        assertThat(seen.path("cost").path("rows").intValue()).isEqualTo(STORES * WEEKS);
        assertThat(seen.path("cost").path("keys").intValue()).isEqualTo(STORES);
        assertThat(send("GET", "/api/v1/families/looked", "").status()).isEqualTo(404);
        assertThat(send("GET", "/api/v1/families/looked/snapshots", "").body()).doesNotContain("looked.csv");
    }

    @Test
    void anInspectionTellsErrorsOfSpecAndColumnsInOneAnswer() throws Exception {
        String wrong = spec("looked-wrong", "{files: sales.csv}").replace("target: units", "target: unit")
                .replace("known: [price]", "known: [prize]").replace("horizon: 2", "horizont: 2");

        JsonNode seen = json(send("POST", "/api/v1/families/inspections", wrong), 200);
        JsonNode gone = json(send("POST", "/api/v1/families/inspections", spec("looked-wrong", "{files: no.csv}")),
                200);

        assertThat(seen.path("problems").toString()).contains("\"target\"", "Maybe [units]", "columns.known[0]",
                "Maybe [price]", "forecast.horizont", "forecast.horizon\"");
        assertThat(gone.path("problems").toString()).contains("source-not-found", "[no.csv]");
        assertThat(gone.path("sample").isNull()).isTrue();
    }

    @Test
    void aFirstSpecForAFileIsOneThatCanBeInspected() throws Exception {
        String draft = json(send("POST", "/api/v1/families/drafts?files=sales.csv", ""), 200).path("spec").asString();

        JsonNode seen = json(send("POST", "/api/v1/families/inspections", draft), 200);

        assertThat(seen.path("problems")).as(draft).isEmpty();
        assertThat(seen.path("sample").path("keys").intValue()).isEqualTo(STORES);
        assertThat(send("POST", "/api/v1/families/drafts?files=no.csv", "").status()).isEqualTo(422);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode partition(Map<String, JsonNode> partitions, int store) {
        return Objects.requireNonNull(partitions.get("{\"store\":" + store + "}"));
    }

    private static String reason(Map<String, JsonNode> partitions, int store) {
        return partition(partitions, store).path("reason").path("code").asString("");
    }

    private static Map<String, JsonNode> partitions(JsonNode run) throws Exception {
        Map<String, JsonNode> partitions = new HashMap<>();
        get("/api/v1/snapshots/" + run.path("result").path("snapshot").asString() + "/partitions").path("items")
                .forEach(partition -> partitions.put(partition.path("key").toString(), partition));
        return partitions;
    }

    private static void create(String spec) throws Exception {
        json(send("POST", "/api/v1/families", spec), 201);
    }

    private static JsonNode ingest(String family) {
        return SERVICE.run("/api/v1/families/" + family + "/ingestions", "");
    }

    private static JsonNode finished(String run) {
        return SERVICE.ended(run);
    }

    /** Waits for what a resource is to say. */
    private static JsonNode awaited(String path, Predicate<JsonNode> fits) {
        return RunningService.until(path, () -> get(path), fits);
    }

    private static JsonNode get(String path) {
        return json(send("GET", path, ""), 200);
    }

    private static JsonNode json(Answer answer, int status) {
        return answer.expect(status).json();
    }

    private static Answer send(String method, String path, String body) {
        return send(method, path, body, SERVICE.infrastructure().apiKey(Role.OPERATOR));
    }

    private static Answer send(String method, String path, String body, String apiKey) {
        return SERVICE.send(SERVICE.request(apiKey, path).header("Content-Type", "application/yaml")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}

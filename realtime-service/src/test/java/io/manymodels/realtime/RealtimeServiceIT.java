package io.manymodels.realtime;

import static io.manymodels.access.Role.PREDICTOR;
import static io.manymodels.access.Role.VIEWER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.access.Role;
import io.manymodels.event.ReleasePublished;
import io.manymodels.fixtures.family.ToyFamily;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.fixtures.web.DocumentationContract;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.PlugIns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service's real main class against real PostgreSQL, Kafka and S3, with a cache for 50 of 200 models. */
class RealtimeServiceIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PREDICT = "/api/v1/families/%s/predict";

    static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(RealtimeApplication.class, "realtime", (_, properties) -> {
            properties.put("manymodels.realtime.staleness", "300ms");
            properties.put("manymodels.realtime.cache-bytes", "120KB");
        });
    }

    @Test
    void rowsOfManyKeysAreAnsweredInTheirOrder() throws Exception {
        family("rt-rows");

        JsonNode answer = predict("rt-rows", """
                {"rows":[{"store":2,"region":"north","week":21,"price":3},{"store":1,"region":"south","week":22},
                         {"store":2,"region":"north","week":22,"price":4},{"store":10,"region":"north","week":21,"price":1},
                         {"store":9,"region":"south","week":21,"price":1},{"store":10,"region":"north","week":22}]}
                """);

        assertThat(answer.path("family").asString()).isEqualTo("rt-rows");
        assertThat(answer.path("release").asInt()).isEqualTo(1);
        JsonNode predictions = answer.path("predictions");
        long version = predictions.get(0).path("modelVersion").asLong();
        assertThat(predictions.get(0)).isEqualTo(JSON.readTree("""
                {"region":"north","store":2,"week":21,"prediction":231.0,"lower_80":228.0,"upper_80":235.0,
                 "modelVersion":%d,"rung":"own","knownCarried":false}
                """.formatted(version)));
        assertThat(predictions.get(1).path("prediction").asDouble()).isEqualTo(126);
        assertThat(predictions.get(1).path("knownCarried").asBoolean()).isTrue();
        assertThat(predictions.get(2).path("prediction").asDouble()).isEqualTo(241);
        assertThat(predictions.get(2).path("modelVersion").asLong()).isEqualTo(version);
        assertThat(predictions.get(3).path("prediction").asDouble()).isEqualTo(5011);
        assertThat(predictions.get(3).path("rung").asString()).isEqualTo("group");
        assertThat(predictions.get(4).path("rung").asString()).isEqualTo("previous");
        assertThat(predictions.get(5).path("prediction").asDouble()).isEqualTo(5076);
        assertThat(predictions.get(5).path("knownCarried").asBoolean()).isTrue();
    }

    @Test
    void partsOfAnAnswerGiveWayToColumnsOfTheFamilyThatAreCalledSo() throws Exception {
        ToyRelease toy = new ToyRelease(service, "rt-names", ToyFamily.spec("rt-names").replace("known: [price]",
                "known: [price], id: [rung, Lower_80, errors]"));
        toy.snapshot("rt-names-1");
        toy.release(1, "rt-names-1", -1);

        JsonNode predictions = predict("rt-names", """
                {"rows":[{"store":2,"region":"north","week":21,"price":3},{"store":"two","region":"north","week":21}]}
                """).path("predictions");

        assertThat(predictions.get(0)).isEqualTo(JSON.readTree("""
                {"region":"north","store":2,"week":21,"prediction":231.0,"lower_80_":228.0,"upper_80":235.0,
                 "modelVersion":%d,"rung_":"own","knownCarried":false}
                """.formatted(predictions.get(0).path("modelVersion").asLong())));
        assertThat(predictions.get(1).path("errors_").get(0).path("code").asString()).isEqualTo("key-malformed");
    }

    @Test
    void whatAPredictionIsMadeOfIsSaidWhereSomebodyAsks() throws Exception {
        family("rt-explained");

        JsonNode answer = JSON.readTree(post(PREDICT.formatted("rt-explained") + "?explain=true", """
                {"rows":[{"store":2,"region":"north","week":21,"price":3},{"store":10,"region":"north","week":21}]}
                """, Role.PREDICTOR, 200).body()).path("predictions");

        assertThat(answer.get(0).path("prediction").asDouble()).isEqualTo(231);
        assertThat(answer.get(0).path("explanation")).isEqualTo(JSON.readTree("""
                {"scale":"identity","base":201.0,"contributions":{"price":30.0},"score":231.0}
                """));
        assertThat(answer.get(1).path("explanation").path("score").asDouble()).as("of a model that the group shares")
                .isEqualTo(answer.get(1).path("prediction").asDouble());
        assertThat(predict("rt-explained", rows(2)).path("predictions").get(0).has("explanation")).isFalse();
        String many = "{\"rows\":[%s]}".formatted(String.join(",", Collections.nCopies(1_001,
                "{\"store\":2,\"region\":\"north\",\"week\":21,\"price\":3}")));
        assertThat(post(PREDICT.formatted("rt-explained") + "?explain=true", many, Role.PREDICTOR, 422).body())
                .contains("rows-too-many", "[1000]");
        post(PREDICT.formatted("rt-explained"), many, Role.PREDICTOR, 200);
    }

    @Test
    void itSaysWhichVersionAndCommitItIs() throws Exception {
        JsonNode build = JSON.readTree(get("/actuator/info", Role.VIEWER, 200).body()).path("build");

        assertThat(build.path("artifact").asString()).isEqualTo("realtime-service");
        assertThat(build.path("version").asString()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(build.path("commit").asString()).matches("[0-9a-f]{12}|unknown");
        assertThat(build.has("time")).as("%s", build).isFalse();
    }

    @Test
    void whatItDependsOnIsPartOfItsHealth() throws Exception {
        // What has not answered after two seconds is down until it does.
        JsonNode components = RunningService.until("health", () -> service.get(VIEWER, "/actuator/health"),
                answer -> answer.status() == 200).json().path("components");

        for (String dependency : List.of("db", "kafka", "storage")) {
            assertThat(components.path(dependency).path("status").asString()).as("%s", components).isEqualTo("UP");
        }
    }

    @Test
    void whatIsWrongWithARequestIsNamedByPath() throws Exception {
        family("rt-wrong");

        JsonNode problem = JSON.readTree(post(PREDICT.formatted("rt-wrong"), """
                {"rows":[{"store":2,"region":"north","week":21,"price":"dear"},{"store":4,"region":"north","week":21,"prize":1},
                         {"store":6,"region":"north"}]}
                """, Role.PREDICTOR, 422).body());

        assertThat(problem.path("code").asString()).isEqualTo("rows-invalid");
        assertThat(problem.path("errors").findValuesAsString("path")).containsExactly("rows[0].price", "rows[1].prize",
                "rows[2].week");
        assertThat(
                post(PREDICT.formatted("rt-wrong"), "{\"rows\":[{\"store\":\"two\",\"week\":1}]}", Role.PREDICTOR, 422)
                        .body())
                .contains("rows[0].store", "[two]", "rows[0].region");
        assertThat(post(PREDICT.formatted("rt-wrong"), "{}", Role.PREDICTOR, 400).body()).contains("rows-missing");
        assertThat(post(PREDICT.formatted("rt-wrong"), "{", Role.PREDICTOR, 400).body()).contains("bad-request");
        assertThat(post(PREDICT.formatted("rt-nobody"), rows(2), Role.PREDICTOR, 404).body())
                .contains("family-unknown");
        post(PREDICT.formatted("rt-wrong"), rows(2), Role.VIEWER, 403);
    }

    @Test
    void aKeyThatTheReleaseHasNotIsAnsweredByTheLadder() throws Exception {
        family("rt-unseen");

        JsonNode answers = predict("rt-unseen", """
                {"rows":[{"store":777,"region":"north","week":21,"price":1},{"store":2,"region":"north","week":21,"price":1},
                         {"store":777,"region":"west","week":22},{"store":778,"region":"west","week":23,"price":2}]}
                """).path("predictions");

        assertThat(answers.get(0).path("prediction").asDouble()).isEqualTo(5011);
        assertThat(answers.get(0).path("rung").asString()).isEqualTo("group");
        assertThat(answers.get(0).has("unknownCategories")).isFalse();
        assertThat(answers.get(1).path("rung").asString()).isEqualTo("own");
        assertThat(answers.get(2).path("prediction").asDouble()).isEqualTo(7001);
        assertThat(answers.get(2).path("rung").asString()).isEqualTo("family");
        assertThat(answers.get(2).path("missing").toString()).isEqualTo("[\"price\"]");
        assertThat(answers.get(2).path("unknownCategories").toString()).isEqualTo("[\"region\"]");
        assertThat(answers.get(2).has("beyondHorizon")).isFalse();
        assertThat(answers.get(3).path("prediction").asDouble()).isEqualTo(7021);
        assertThat(answers.get(3).has("missing")).isFalse();
        assertThat(answers.get(3).path("beyondHorizon").asBoolean()).isTrue();
        assertThat(predict("rt-unseen", """
                {"rows":[{"store":777,"region":"north","week":21,"price":1}]}
                """).path("predictions").get(0)).isEqualTo(answers.get(0));
    }

    /** Each row is wrong in another way; what is wrong with it is its code. */
    private static final Map<String, String> BAD_ROWS = bad("""
            {"store":2,"region":"north","week":21,"price":"dear"}=value-malformed
            {"store":2,"region":"north","week":21,"price":"Infinity"}=value-malformed
            {"store":2,"region":"north","week":21,"price":"0x1p3"}=value-malformed
            {"store":2,"region":"north","week":21,"price":1e400}=value-malformed
            {"store":2,"region":"north","week":21,"price":{}}=value-malformed
            {"store":2,"region":"north","week":21,"price":[1]}=value-malformed
            {"store":2,"region":"north","week":21,"prize":1}=column-unknown
            {"store":2,"region":"north","week":21,"a\\u0001b":1}=column-unknown
            {"store":2,"region":"north"}=time-missing
            {"store":2,"region":"north","week":"soon"}=time-malformed
            {"store":2,"region":"north","week":21.5}=time-malformed
            {"store":2,"region":"north","week":1e300}=time-malformed
            {"store":2,"region":"north","week":9223372036854775807}=time-malformed
            {"store":2,"region":"north","week":18446744073709551637}=time-malformed
            {"store":2,"region":"north","week":true}=time-malformed
            {"store":18446744073709551618,"region":"north","week":21}=key-malformed
            {"store":2.5,"region":"north","week":21}=key-malformed
            {"store":1e30,"region":"north","week":21}=key-malformed
            {"store":"002","region":"north","week":21}=key-malformed
            {"store":"two","region":"north","week":21}=key-malformed
            {"store":true,"region":"north","week":21}=key-malformed
            {"store":{},"region":"north","week":21}=value-malformed
            {"store":2,"region":1.5,"week":21}=key-malformed
            {"store":2,"region":"no\\u0000rth","week":21}=key-malformed
            {"store":2,"region":"no\\ud800rth","week":21}=key-malformed
            {"store":2,"week":21}=key-missing
            {"store":null,"region":"north","week":21}=key-missing
            {}=key-missing
            null=row-malformed
            [1]=row-malformed
            "row"=row-malformed
            """);

    private static Map<String, String> bad(String lines) {
        Map<String, String> rows = new LinkedHashMap<>();
        lines.lines().forEach(line -> rows.put(line.substring(0, line.lastIndexOf('=')),
                line.substring(line.lastIndexOf('=') + 1)));
        return rows;
    }

    @Test
    void oneBadRowNeverRefusesItsNeighbours() throws Exception {
        family("rt-bad-rows");
        String good = "{\"store\":4,\"region\":\"north\",\"week\":21,\"price\":1}";

        for (Map.Entry<String, String> bad : BAD_ROWS.entrySet()) {
            JsonNode answers = predict("rt-bad-rows", "{\"rows\":[%s,%s,%s]}".formatted(good, bad.getKey(), good))
                    .path("predictions");

            assertThat(answers.size()).isEqualTo(3);
            assertThat(answers.get(0).path("prediction").asDouble()).as(bad.getKey()).isEqualTo(411);
            assertThat(answers.get(2)).isEqualTo(answers.get(0));
            assertThat(answers.get(1).path("errors").findValuesAsString("code")).as(bad.getKey())
                    .contains(bad.getValue());
            assertThat(answers.get(1).path("errors").get(0).path("path").asString()).startsWith("rows[1]");
            assertThat(answers.get(1).has("prediction")).isFalse();
        }
        JsonNode all = predict("rt-bad-rows", "{\"rows\":[%s,%s]}".formatted(String.join(",", BAD_ROWS.keySet()), good))
                .path("predictions");
        assertThat(all.get(BAD_ROWS.size()).path("prediction").asDouble()).isEqualTo(411);
        assertThat(all.findValues("errors")).hasSize(BAD_ROWS.size());
        for (String bad : BAD_ROWS.keySet()) {
            assertThat(post(PREDICT.formatted("rt-bad-rows"), "{\"rows\":[%s]}".formatted(bad), Role.PREDICTOR, 422)
                    .body()).as(bad).contains("rows-invalid", "rows[0]");
        }
    }

    @Test
    void bodiesThatAreNoRowsAreRefusedAsSuch() throws Exception {
        family("rt-no-rows");

        for (String body : List.of("", "null", "1", "[]", "\"a\"", "{\"rows\":null}", "{\"rows\":{}}", "{\"rows\":5}",
                "{\"rows\":[]}", "{\"rows\":[{}", "{\"rows\":[{]}", "{\"rows\":[{\"week\":NaN}]}", "\u0000",
                "{\"rows\":" + "[".repeat(100_000), rows(2) + rows(2),
                "{\"rows\":[{\"week\":" + "9".repeat(100_000) + "}]}")) {
            assertThat(post(PREDICT.formatted("rt-no-rows"), body, Role.PREDICTOR, 400).headers()
                    .firstValue("Content-Type")).contains("application/problem+json");
        }
        post(PREDICT.formatted("rt-no-rows"), "{\"rows\":[%s1]}".formatted("1,".repeat(10_000)), Role.PREDICTOR, 422);
        post(PREDICT.formatted("no%00family"), rows(2), Role.PREDICTOR, 400);
        post(PREDICT.formatted("no%0Afamily"), rows(2), Role.PREDICTOR, 400);
        post(PREDICT.formatted("nofamily%ED%A0%80"), rows(2), Role.PREDICTOR, 400);
    }

    @Test
    void noBodyTakesTheServiceDown() throws Exception {
        family("rt-bodies");
        byte[] large = new byte[20 << 20];
        byte[] bomb = gzip(("{\"rows\":[" + "{\"a\":1},".repeat(8_000_000)).getBytes(StandardCharsets.UTF_8));
        byte[] unknown = ("{\"rows\":[{" + "\"a\":1,".repeat(1_000_000) + "\"b\":1}]}")
                .getBytes(StandardCharsets.UTF_8);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(threads.submit(() -> raw("/v2/models/rt-bodies/infer", bomb, "gzip")));
                answers.add(threads.submit(() -> raw(PREDICT.formatted("rt-bodies"), bomb, "gzip")));
                answers.add(threads.submit(() -> raw(PREDICT.formatted("rt-bodies"), large, "identity")));
                answers.add(threads.submit(() -> raw(PREDICT.formatted("rt-bodies"), unknown, "identity")));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(413, 422, 503);
            }
        }

        assertThat(predict("rt-bodies", rows(2)).path("predictions").get(0).path("prediction").asDouble())
                .isEqualTo(211);
    }

    private static int raw(String path, byte[] body, String encoding) throws Exception {
        int port = service.port();
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + service.infrastructure().apiKey(Role.PREDICTOR))
                .header("Content-Encoding", encoding).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void aTruncatedPackCostsNoOtherKeyItsAnswer() throws Exception {
        ToyRelease toy = family("rt-cut");
        toy.release(2, "rt-cut-1", -1);
        toy.truncate(2, 100);

        JsonNode answers = Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> predict("rt-cut", """
                {"rows":[{"store":98,"region":"north","week":21,"price":1},{"store":99,"region":"south","week":21,"price":1},
                         {"store":100,"region":"north","week":21,"price":1},{"store":198,"region":"north","week":21,"price":1}]}
                """), answer -> answer.path("release").asInt() == 2).path("predictions");

        assertThat(answers.get(0).path("prediction").asDouble()).isEqualTo(9812);
        assertThat(answers.get(1).path("rung").asString()).isEqualTo("own");
        assertThat(answers.get(2).path("prediction").asDouble()).isEqualTo(10_011);
        assertThat(answers.get(2).path("rung").asString()).isEqualTo("previous");
        assertThat(answers.get(3).path("prediction").asDouble()).isEqualTo(19_811);
        assertThat(get("/actuator/prometheus", Role.VIEWER, 200).body())
                .containsPattern("manymodels_models_broken_total\\{[^}]*} [1-9]");
    }

    @Test
    void noRequestWaitsForTheRegistryOnceAFamilyIsKnown() throws Exception {
        ToyRelease toy = family("rt-stale");
        assertThat(predict("rt-stale", rows(4)).path("release").asInt()).isEqualTo(1);
        try (var registry = service.connection("promotion")) {
            registry.setAutoCommit(false);
            registry.createStatement().execute("LOCK TABLE production.current_release IN ACCESS EXCLUSIVE MODE");
            long start = System.nanoTime();
            while (System.nanoTime() - start < 2_000_000_000L) {
                long asked = System.nanoTime();
                assertThat(predict("rt-stale", rows(4)).path("release").asInt()).isEqualTo(1);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).as("who waits for a lock waits ten seconds")
                        .isLessThan(Duration.ofSeconds(5));
            }
            registry.rollback();
        }
        toy.release(2, "rt-stale-1", -1);

        Awaitility.await().atMost(Duration.ofMinutes(1))
                .until(() -> predict("rt-stale", rows(4)).path("release").asInt() == 2);
    }

    @Test
    void aForestOfTribuoAnswersAsInBatch() throws Exception {
        byte[] stored = Files.readAllBytes(
                Path.of("..", "common-lib", "tribuo", "src", "test", "resources", "golden", "1", "forest-of-0.kernel"));
        Kernel forest = PlugIns.NONE.codecs().read("tribuo.model", 1, 4, stored);
        double price = ToyFamily.price(21);
        double[] expected = new double[1];
        forest.score(new double[] {price, price, price, price}, 1, 4, expected);
        ToyRelease toy = new ToyRelease(service, "rt-forest");
        toy.give(4, forest);
        toy.snapshot("rt-forest-1");
        toy.release(1, "rt-forest-1", -1);

        JsonNode answer = predict("rt-forest",
                "{\"rows\":[{\"store\":4,\"region\":\"north\",\"week\":21,\"price\":%s}]}".formatted(price));

        assertThat(answer.path("predictions").get(0).path("prediction").asDouble()).isCloseTo(expected[0],
                within(1e-9));
        assertThat(answer.path("predictions").get(0).path("rung").asString()).isEqualTo("own");
    }

    @Test
    void twoHundredFirstRequestsForAKeyMakeOneLoad() throws Exception {
        family("rt-stampede");
        predict("rt-stampede", rows(4));
        JsonNode before = cache();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(threads.submit(() -> predict("rt-stampede", rows(6))));
            }
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().path("predictions").get(0).path("prediction").asDouble()).isEqualTo(611);
            }
        }

        assertThat(cache().path("loads").asLong() - before.path("loads").asLong()).isEqualTo(1);
    }

    @Test
    void moreModelsThanTheCacheHoldsAreAnsweredWithinItsBound() throws Exception {
        family("rt-many");

        for (int round = 0; round < 2; round++) {
            for (int store = 0; store < ToyRelease.STORES; store++) {
                double expected = (store == 10 ? 5000 : 100.0 * store) + 11;
                assertThat(predict("rt-many", rows(store)).path("predictions").get(0).path("prediction").asDouble())
                        .isEqualTo(expected);
            }
        }

        JsonNode cache = cache();
        assertThat(cache.path("bytes").asLong()).isPositive()
                .isLessThanOrEqualTo(cache.path("capacityBytes").asLong());
        assertThat(cache.path("models").asLong()).isBetween(30L, 60L);
        assertThat(cache.path("evictions").asLong()).isGreaterThan(140);
        assertThat(get("/actuator/prometheus", Role.VIEWER, 200).body()).contains("manymodels_model_cache_hits_total",
                "manymodels_model_cache_used_bytes", "manymodels_model_load_seconds_count",
                "manymodels_inference_seconds_count");
    }

    /** Only promotion may write to the topic. */
    private static void promotionSays(ReleasePublished fact) throws Exception {
        service.publish("promotion", "release-published", JSON.writeValueAsString(fact));
    }

    @Test
    void anotherReleaseIsFollowedAndACorruptModelFallsBackToTheOneBefore() throws Exception {
        ToyRelease toy = family("rt-follow");
        assertThat(predict("rt-follow", rows(4)).path("release").asInt()).isEqualTo(1);
        toy.release(2, "rt-follow-1", 6);

        promotionSays(new ReleasePublished("rt-follow", 1, "rt-follow-1", 2, UUID.randomUUID(), null, null));

        JsonNode answer = Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> predict("rt-follow", rows(4)),
                followed -> followed.path("release").asInt() == 2);
        assertThat(answer.path("predictions").get(0).path("prediction").asDouble()).isEqualTo(412);
        JsonNode fallen = predict("rt-follow", rows(6)).path("predictions").get(0);
        assertThat(fallen.path("prediction").asDouble()).isEqualTo(611);
        assertThat(fallen.path("rung").asString()).isEqualTo("previous");
    }

    @Test
    void aCorruptModelWithoutAReleaseBeforeFallsToTheGroupsAndThenTheFamilys() throws Exception {
        ToyRelease toy = new ToyRelease(service, "rt-corrupt");
        toy.snapshot("rt-corrupt-1");
        post(PREDICT.formatted("rt-corrupt"), rows(4), Role.PREDICTOR, 404);
        toy.release(1, "rt-corrupt-1", 4);

        JsonNode answer = predict("rt-corrupt", rows(4)).path("predictions").get(0);

        assertThat(answer.path("prediction").asDouble()).isEqualTo(5011);
        assertThat(answer.path("rung").asString()).isEqualTo("group");
        assertThat(cache().path("loadFailures").asLong()).isPositive();
    }

    @Test
    void aReleaseOfWhichEveryByteIsGoneIsUnavailable() throws Exception {
        ToyRelease toy = family("rt-gone");
        toy.truncate(1, 1);

        HttpResponse<String> answer = post(PREDICT.formatted("rt-gone"), rows(5), Role.PREDICTOR, 503);

        assertThat(answer.body()).contains("artefact-corrupt").doesNotContain("Exception").doesNotContain("minio");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(predict("rt-gone", """
                {"rows":[{"store":0,"region":"north","week":21,"price":1},{"store":6,"region":"north","week":21,"price":1}]}
                """).path("predictions").get(1).path("errors").get(0).path("code").asString())
                .isEqualTo("artefact-corrupt");
    }

    @Test
    void theServiceAnswersAsItsDocumentationSays() throws Exception {
        family("rt-documented");
        DocumentationContract contract = new DocumentationContract(
                URI.create("http://127.0.0.1:" + service.port()), service.infrastructure()::apiKey);

        contract.assertHolds("realtime");
        JsonNode answer = contract.assertAnswers(PREDICTOR, "POST", PREDICT.formatted("rt-documented"), rows(2), 200);
        assertThat(answer.path("predictions").size()).isEqualTo(1);
        contract.assertAnswers(PREDICTOR, "POST", PREDICT.formatted("rt-documented"), "{\"rows\":[{}]}", 422);
        contract.assertAnswers(PREDICTOR, "GET", "/v2/models/rt-documented", null, 200);
        contract.assertAnswers(PREDICTOR, "GET", "/v2/models/rt-documented/versions/latest/ready", null, 200);
        contract.assertAnswers(PREDICTOR, "GET", "/v2/models/rt-documented/stats", null, 200);
        contract.assertAnswers(PREDICTOR, "POST", "/v2/models/rt-documented/infer", """
                {"inputs":[{"name":"store","shape":[1],"datatype":"INT64","data":[2]},
                           {"name":"region","shape":[1],"datatype":"BYTES","data":["north"]},
                           {"name":"week","shape":[1],"datatype":"INT64","data":[21]}]}
                """, 200);
        contract.assertAnswers(VIEWER, "GET", "/api/v1/cache", null, 200);
        contract.assertAnswers(VIEWER, "GET", "/api/v1/cache/models", null, 200);
    }

    @Test
    void modelsInMemorySayWhoseTheyAre() throws Exception {
        family("rt-hot");
        predict("rt-hot", rows(2));

        JsonNode hot = JSON.readTree(get("/api/v1/cache/models?limit=100", VIEWER, 200).body()).path("items")
                .valueStream().filter(model -> model.path("family").asString().equals("rt-hot")).findFirst()
                .orElseThrow();

        assertThat(hot.path("scope").asString()).isEqualTo("own");
        assertThat(hot.path("key").path("store").asInt()).isEqualTo(2);
        assertThat(hot.path("bytes").asLong()).isPositive();
        get("/api/v1/cache/models?limit=101", VIEWER, 400);
    }

    @Test
    void openInferenceClientsSeeAFamilyAsOneModel() throws Exception {
        family("rt-v2");

        assertThat(get("/v2/", Role.PREDICTOR, 200).body()).contains("many-models");
        assertThat(get("/v2", Role.PREDICTOR, 200).body()).contains("extensions");
        assertThat(get("/v2/health/ready", Role.PREDICTOR, 200).body()).contains("\"ready\":true");
        assertThat(JSON.readTree(get("/v2/models/rt-v2", Role.PREDICTOR, 200).body()).path("inputs")
                .findValuesAsString("name")).containsExactly("region", "store", "week", "price");
        HttpResponse<String> answer = post("/v2/models/rt-v2/versions/latest/infer", """
                {"id":"42","inputs":[{"name":"STORE","shape":[2],"datatype":"BYTES","data":["2","4"]},
                                     {"name":"REGION","shape":[2],"datatype":"BYTES","data":["north","north"]},
                                     {"name":"week","shape":[2,1],"datatype":"INT64","data":[[21],[22]]},
                                     {"name":"price","shape":[2],"datatype":"FP64","data":[3,4]}],
                 "outputs":[{"name":"prediction"},{"name":"rung"}]}
                """, Role.PREDICTOR, 200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree("""
                {"model_name":"rt-v2","model_version":"1","id":"42",
                 "outputs":[{"name":"prediction","datatype":"FP64","shape":[2],"data":[231.0,441.0]},
                            {"name":"rung","datatype":"BYTES","shape":[2],"data":["own","own"]}]}
                """));
        assertThat(post("/v2/repository/index", "", Role.PREDICTOR, 200).body()).contains("rt-v2", "READY");
        assertThat(get("/v2/models/rt-v2/stats", Role.PREDICTOR, 200).body()).contains("\"inference_count\":2");
        HttpResponse<String> unknown = get("/v2/models/rt-nothing", Role.PREDICTOR, 404);
        assertThat(JSON.readTree(unknown.body()).propertyNames()).containsExactly("error");
        assertThat(unknown.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(JSON.readTree(post("/v2/models/rt-v2/infer", """
                {"inputs":[{"name":"store","shape":[1],"datatype":"BYTES","data":["x"]},
                           {"name":"region","shape":[1],"datatype":"BYTES","data":["north"]}]}
                """, Role.PREDICTOR, 400).body()).path("error").asString()).contains("[x]");
        post("/v2/models/rt-v2/versions/9/infer", "{}", Role.PREDICTOR, 404);
        post("/v2/repository/models/rt-v2/unload", "", Role.PREDICTOR, 501);
        get("/v2/none", Role.PREDICTOR, 404);
        post("/v2/models/rt-v2/infer", "{\"id\":{}}", Role.PREDICTOR, 400);
        for (String path : List.of("/v2/health/live", "/v2/health/ready")) {
            assertThat(HTTP.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode()).isEqualTo(200);
        }
        HttpResponse<String> stranger = HTTP.send(HttpRequest.newBuilder(address("/v2/models/rt-v2")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(stranger.body()).propertyNames()).containsExactly("error");
    }

    @Test
    void tensorsAreAnsweredRawToThoseWhoAskForIt() throws Exception {
        family("rt-raw");
        byte[] json = """
                {"inputs":[{"name":"store","shape":[2],"datatype":"INT64","parameters":{"binary_data_size":16}},
                           {"name":"region","shape":[2],"datatype":"BYTES","data":["north","west"]},
                           {"name":"week","shape":[2],"datatype":"INT32","data":[21,30]},
                           {"name":"price","shape":[2],"datatype":"FP64","data":[3,4]}],
                 "outputs":[{"name":"prediction"},{"name":"rung"},{"name":"model_version","parameters":{"binary_data":false}},
                            {"name":"known_carried"},{"name":"caveats"},{"name":"error"}],
                 "parameters":{"binary_data_output":true}}
                """.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + 16).order(ByteOrder.LITTLE_ENDIAN).put(json).putLong(2)
                .putLong(4);

        HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(address("/v2/models/rt-raw/infer"))
                .header("Authorization", "Bearer " + service.infrastructure().apiKey(Role.PREDICTOR))
                .header("Inference-Header-Content-Length", String.valueOf(json.length))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.array())).build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        int length = Integer.parseInt(answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        JsonNode outputs = JSON.readTree(answer.body(), 0, length).path("outputs");
        ByteBuffer raw = ByteBuffer.wrap(answer.body(), length, answer.body().length - length)
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(outputs.get(0).path("parameters").path("binary_data_size").asInt()).isEqualTo(16);
        assertThat(outputs.get(0).has("data")).isFalse();
        assertThat(raw.getDouble()).isEqualTo(231);
        assertThat(raw.getDouble()).isEqualTo(7041);
        assertThat(text(raw)).isEqualTo("own");
        assertThat(text(raw)).isEqualTo("family");
        assertThat(outputs.get(2).path("data").size()).isEqualTo(2);
        assertThat(raw.getShort()).isZero();
        assertThat(text(raw)).isEmpty();
        assertThat(text(raw)).isEqualTo("unknown-category:region beyond-horizon");
        assertThat(text(raw)).isEmpty();
        assertThat(text(raw)).isEmpty();
        assertThat(raw.hasRemaining()).isFalse();
    }

    private static String text(ByteBuffer raw) {
        byte[] bytes = new byte[raw.getInt()];
        raw.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(
                service.port(), path));
    }

    private static ToyRelease family(String name) throws Exception {
        ToyRelease toy = new ToyRelease(service, name);
        toy.snapshot(name + "-1");
        toy.release(1, name + "-1", -1);
        return toy;
    }

    /** One row of a store at the price 1: the answer is 100 x store + 10 + release. */
    private static String rows(int store) {
        return "{\"rows\":[{\"store\":%d,\"region\":\"%s\",\"week\":21,\"price\":1}]}".formatted(store,
                store % 2 == 0 ? "north" : "south");
    }

    private static JsonNode predict(String family, String body) throws Exception {
        return JSON.readTree(post(PREDICT.formatted(family), body, Role.PREDICTOR, 200).body());
    }

    private static JsonNode cache() throws Exception {
        return JSON.readTree(get("/api/v1/cache", Role.VIEWER, 200).body());
    }

    private static HttpResponse<String> post(String path, String body, Role role, int status) throws Exception {
        return send(path, role, status, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json"));
    }

    private static HttpResponse<String> get(String path, Role role, int status) throws Exception {
        return send(path, role, status, HttpRequest.newBuilder().GET());
    }

    private static HttpResponse<String> send(String path, Role role, int status, HttpRequest.Builder request)
            throws Exception {
        int port = service.port();
        HttpResponse<String> answer = HTTP.send(request.uri(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + service.infrastructure().apiKey(role)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(status);
        return answer;
    }
}

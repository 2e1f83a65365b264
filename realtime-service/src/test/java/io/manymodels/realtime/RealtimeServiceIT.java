package io.manymodels.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.event.ReleasePublished;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.manymodels.stack.credential.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service's real main class against real PostgreSQL, Kafka and S3, with a cache for 50 of 200 models. */
class RealtimeServiceIT {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String PREDICT = "/api/v1/families/%s/predict";

    @TempDir
    static Path folder;

    static EmbeddedInfrastructure infrastructure;
    static ConfigurableApplicationContext service;

    @BeforeAll
    static void start() throws Exception {
        infrastructure = EmbeddedInfrastructure.start(folder);
        ToyRelease.migrate(infrastructure);
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--logging.structured.format.console="));
        infrastructure.properties("realtime").forEach((name, value) -> arguments
                .add("--" + name + "=" + (name.equals("manymodels.realtime.cache-bytes") ? "120KB" : value)));
        service = SpringApplication.run(RealtimeApplication.class, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        infrastructure.close();
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
        assertThat(post(PREDICT.formatted("rt-wrong"), """
                {"rows":[{"store":2,"region":"north","week":21},{"store":777,"region":"west","week":21}]}
                """, Role.PREDICTOR, 404).body()).contains("key-unknown", "777").doesNotContain("\\\"store\\\":2}");
        assertThat(post(PREDICT.formatted("rt-wrong"), "{}", Role.PREDICTOR, 400).body()).contains("rows-missing");
        assertThat(post(PREDICT.formatted("rt-wrong"), "{", Role.PREDICTOR, 400).body()).contains("bad-request");
        assertThat(post(PREDICT.formatted("rt-nobody"), rows(2), Role.PREDICTOR, 404).body())
                .contains("family-unknown");
        post(PREDICT.formatted("rt-wrong"), rows(2), Role.VIEWER, 403);
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

    @Test
    void anotherReleaseIsFollowedAndACorruptModelFallsBackToTheOneBefore() throws Exception {
        ToyRelease toy = family("rt-follow");
        assertThat(predict("rt-follow", rows(4)).path("release").asInt()).isEqualTo(1);
        toy.release(2, "rt-follow-1", 6);

        service.getBean(StreamBridge.class).send("release-published", JSON.writeValueAsString(
                new ReleasePublished("rt-follow", 1, "rt-follow-1", 2, UUID.randomUUID(), null, null)));

        JsonNode answer = predict("rt-follow", rows(4));
        for (int i = 0; i < 100 && answer.path("release").asInt() == 1; i++) {
            Thread.sleep(50);
            answer = predict("rt-follow", rows(4));
        }
        assertThat(answer.path("release").asInt()).isEqualTo(2);
        assertThat(answer.path("predictions").get(0).path("prediction").asDouble()).isEqualTo(412);
        JsonNode fallen = predict("rt-follow", rows(6)).path("predictions").get(0);
        assertThat(fallen.path("prediction").asDouble()).isEqualTo(611);
        assertThat(fallen.path("rung").asString()).isEqualTo("previous");
    }

    @Test
    void aCorruptModelWithoutAReleaseBeforeIsUnavailable() throws Exception {
        ToyRelease toy = new ToyRelease(infrastructure, "rt-corrupt");
        toy.snapshot("rt-corrupt-1");
        post(PREDICT.formatted("rt-corrupt"), rows(4), Role.PREDICTOR, 404);
        toy.release(1, "rt-corrupt-1", 4);

        HttpResponse<String> answer = post(PREDICT.formatted("rt-corrupt"), rows(4), Role.PREDICTOR, 503);

        assertThat(answer.body()).contains("artefact-corrupt", "SHA-256");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(cache().path("loadFailures").asLong()).isPositive();
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
    }

    private static ToyRelease family(String name) throws Exception {
        ToyRelease toy = new ToyRelease(infrastructure, name);
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
        int port = Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort();
        HttpResponse<String> answer = HTTP.send(request.uri(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + infrastructure.apiKey(role)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(status);
        return answer;
    }
}

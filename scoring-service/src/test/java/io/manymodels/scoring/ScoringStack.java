package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.event.ReleasePublished;
import io.manymodels.stack.EmbeddedInfrastructure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's real main class against real PostgreSQL, Kafka and S3, beside the real tables of the other services.
 * Started once for all tests of this module.
 */
final class ScoringStack {

    static final JsonMapper JSON = JsonMapper.shared();
    static final ScoringStack INSTANCE = new ScoringStack();

    private final EmbeddedInfrastructure infrastructure;
    private final ConfigurableApplicationContext service;
    private final HttpClient http = HttpClient.newHttpClient();

    private ScoringStack() {
        try {
            infrastructure = EmbeddedInfrastructure.start(Files.createTempDirectory("scoring-it-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ToyRelease.migrate(infrastructure);
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--logging.structured.format.console="));
        infrastructure.properties("scoring").forEach((name, value) -> arguments.add("--" + name + "=" + value));
        service = SpringApplication.run(ScoringApplication.class, arguments.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close));
    }

    ToyRelease toy(String family) {
        return new ToyRelease(infrastructure, family);
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    JdbcClient database(String role) {
        return JdbcClient.create(ToyRelease.dataSource(infrastructure, role));
    }

    /** A connection of a role, for locks that a test holds. */
    Connection connection(String role) throws SQLException {
        var login = infrastructure.database(role);
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort();
    }

    String apiKey(Role role) {
        return infrastructure.apiKey(role);
    }

    HttpResponse<String> post(String family, String body) throws Exception {
        return send("POST", "/api/v1/families/%s/scorings".formatted(family), body, Role.OPERATOR, null);
    }

    /** Submits a scoring and answers its id. */
    String submit(String family, String body) throws Exception {
        HttpResponse<String> accepted = post(family, body);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** Scores and answers the run at its end. */
    JsonNode score(String family, String body) throws Exception {
        return awaitEnd(submit(family, body));
    }

    JsonNode awaitEnd(String run) throws Exception {
        return Awaitility.await("the end of run " + run).atMost(Duration.ofSeconds(60))
                .until(() -> get("/api/v1/runs/" + run), state -> !state.path("finishedAt").isNull());
    }

    /** Sends a fact as promotion does, by promotion's login: this service's own may not. */
    void publish(ReleasePublished fact) throws Exception {
        try (var producer = new KafkaProducer<>(infrastructure.kafkaClient("promotion"), new StringSerializer(),
                new StringSerializer())) {
            var message = new ProducerRecord<>("release-published", fact.family(), JSON.writeValueAsString(fact));
            message.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
            producer.send(message).get();
        }
    }

    /** Waits until a run is there. */
    void awaitKnown(UUID run) throws Exception {
        Awaitility.await("run " + run).atMost(Duration.ofSeconds(60)).until(
                () -> send("GET", "/api/v1/runs/" + run, null, Role.VIEWER, null).statusCode() == 200);
    }

    JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, null, Role.VIEWER, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, Role role, @Nullable String accept)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + infrastructure.apiKey(role))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(60))
                .method(method, body == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body));
        if (accept != null) {
            request.header("Accept", accept);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Status and code of a problem. */
    static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " " + JSON.readTree(answer.body()).path("code").asString();
    }
}

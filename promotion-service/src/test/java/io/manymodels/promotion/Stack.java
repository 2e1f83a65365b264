package io.manymodels.promotion;

import io.manymodels.access.Role;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.minio.MinioClient;
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
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service's real main class against real PostgreSQL, Kafka and S3, beside the real tables of ingestion and training. Started once
 * for all tests of this module.
 */
final class Stack {

    static final Stack INSTANCE = new Stack();

    private final EmbeddedInfrastructure infrastructure;
    private final ConfigurableApplicationContext service;
    private final HttpClient http = HttpClient.newHttpClient();

    /** What the service answered. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    private Stack() {
        try {
            infrastructure = EmbeddedInfrastructure.start(Files.createTempDirectory("promotion-it-"));
            migrate("ingestion", "catalog");
            migrate("training", "training");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var properties = infrastructure.properties("promotion");
        service = new SpringApplication(PromotionApplication.class)
                .run(java.util.stream.Stream
                        .concat(Stream.of("--server.port=0"), properties.entrySet().stream()
                                .map(property -> "--" + property.getKey() + "=" + property.getValue()))
                        .toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(infrastructure::close));
    }

    /** Makes another service's schema by its own migrations. */
    private void migrate(String service, String schema) {
        var login = infrastructure.database(service);
        Flyway.configure().dataSource(login.url(), login.username(), login.password()).schemas(schema)
                .createSchemas(false)
                .locations("classpath:db/migration/work",
                        "filesystem:../%s-service/src/main/resources/db/migration/%s".formatted(service, service))
                .load().migrate();
    }

    EmbeddedInfrastructure infrastructure() {
        return infrastructure;
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    <T> List<T> beans(Class<T> type) {
        return service.getBeanProvider(type).stream().toList();
    }

    Connection connection(String role) throws SQLException {
        var login = infrastructure.database(role);
        return DriverManager.getConnection(login.url(), login.username(), login.password());
    }

    JdbcClient database(String role) {
        var login = infrastructure.database(role);
        return JdbcClient.create(new DriverManagerDataSource(login.url(), login.username(), login.password()));
    }

    MinioClient storage(String user) {
        var key = infrastructure.storageKey(user);
        return MinioClient.builder().endpoint(infrastructure.storageEndpoint()).region("us-east-1")
                .credentials(key.accessKey(), key.secretKey()).build();
    }

    /** Sends a fact as another service does. */
    void publish(String topic, String fact) throws Exception {
        try (var producer = new KafkaProducer<>(infrastructure.kafkaClient("broker"), new StringSerializer(),
                new StringSerializer())) {
            var message = new ProducerRecord<>(topic, "key", fact);
            message.headers().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
            producer.send(message).get();
        }
    }

    /** The first fact of a topic, from its beginning, that fits. */
    JsonNode fact(String topic, Predicate<JsonNode> fits) {
        var client = infrastructure.kafkaClient("broker");
        client.put("group.id", UUID.randomUUID().toString());
        client.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (int i = 0; i < 100; i++) {
                for (var message : consumer.poll(Duration.ofMillis(300))) {
                    var fact = JsonMapper.shared().readTree(message.value());
                    if (fits.test(fact)) {
                        return fact;
                    }
                }
            }
        }
        throw new AssertionError("No such fact in topic [%s]".formatted(topic));
    }

    /** The run at its end, as GET /runs/{id} shows it. */
    JsonNode awaitEnd(String run) {
        return Awaitility.await("the end of run " + run).atMost(Duration.ofSeconds(30)).until(
                () -> get("/runs/" + run).body(),
                body -> !body.path("finishedAt").isNull() && !body.path("finishedAt").isMissingNode());
    }

    Answer get(String path) {
        return send(Role.VIEWER, HttpRequest.newBuilder().GET(), path);
    }

    Answer post(Role role, String path, String body) {
        return send(role, HttpRequest.newBuilder().header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }

    private Answer send(Role role, HttpRequest.Builder request, String path) {
        var port = Objects.requireNonNull(((WebServerApplicationContext) service).getWebServer()).getPort();
        try {
            var response = http.send(
                    request.uri(URI.create("http://127.0.0.1:%d/api/v1%s".formatted(port, path)))
                            .header("Authorization", "Bearer " + infrastructure.apiKey(role))
                            .timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), JsonMapper.shared().readTree(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package io.manymodels.promotion;

import io.manymodels.access.Role;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.stack.EmbeddedInfrastructure;
import io.minio.MinioClient;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The promotion service for all tests of this module, in the words that they use. */
public final class Stack {

    public static final Stack INSTANCE = new Stack();

    private final RunningService service = RunningService.start(PromotionApplication.class, "promotion");

    /** What the service answered. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {

        private static Answer of(io.manymodels.fixtures.service.Answer answer) {
            return new Answer(answer.status(), answer.json(), answer.response());
        }
    }

    private Stack() {}

    public RunningService service() {
        return service;
    }

    EmbeddedInfrastructure infrastructure() {
        return service.infrastructure();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + service.port());
    }

    public <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    <T> List<T> beans(Class<T> type) {
        return service.beans(type);
    }

    Connection connection(String role) throws SQLException {
        return service.connection(role);
    }

    JdbcClient database(String role) {
        return service.database(role);
    }

    MinioClient storage(String user) {
        return service.storage(user);
    }

    /** Sends a fact as another service does. */
    void publish(String topic, String fact) throws Exception {
        service.publish("broker", topic, fact);
    }

    /** The first fact of a topic, from its beginning, that fits. */
    JsonNode fact(String topic, Predicate<JsonNode> fits) {
        return service.fact(topic, fits);
    }

    /** The run at its end, as GET /runs/{id} shows it. */
    JsonNode awaitEnd(String run) {
        return service.ended(run);
    }

    Answer get(String path) {
        return Answer.of(service.get(Role.VIEWER, "/api/v1" + path));
    }

    Answer post(Role role, String path, String body) {
        return Answer.of(service.post(role, "/api/v1" + path, body));
    }
}

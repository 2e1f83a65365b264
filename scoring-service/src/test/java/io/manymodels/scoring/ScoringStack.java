package io.manymodels.scoring;

import io.manymodels.access.Role;
import io.manymodels.event.ReleasePublished;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.service.RunningService;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scoring service for all tests of this module, in the words that they use. */
public final class ScoringStack {

    static final JsonMapper JSON = JsonMapper.shared();
    public static final ScoringStack INSTANCE = new ScoringStack();

    private final LineageListener lineage = LineageListener.start();
    private final RunningService service = RunningService.start(ScoringApplication.class, "scoring",
            (_, properties) -> {
                properties.put("manymodels.watch.every", "200ms");
                properties.put("manymodels.lineage.url", lineage.url());
                properties.put("manymodels.lineage.api-key", LineageListener.KEY);
            });

    private ScoringStack() {}

    ToyRelease toy(String family) {
        return toy(family, UnaryOperator.identity());
    }

    /** @param spec of the family, from the usual one */
    ToyRelease toy(String family, UnaryOperator<String> spec) {
        return new ToyRelease(service, family, spec);
    }

    /** Who is told what runs read and made. */
    LineageListener lineage() {
        return lineage;
    }

    /** Catalogues a family. */
    public CatalogFamily catalogued(String spec) {
        return new CatalogFamily(service, spec);
    }

    public <T> T bean(Class<T> type) {
        return service.bean(type);
    }

    <T> List<T> beans(Class<T> type) {
        return service.beans(type);
    }

    public JdbcClient database(String role) {
        return service.database(role);
    }

    /** The database as a neighbour who writes what this service reads. */
    JdbcClient writer(String role) {
        return service.writer(role);
    }

    /** A connection of a role, for locks that a test holds. */
    Connection connection(String role) throws SQLException {
        return service.connection(role);
    }

    int port() {
        return service.port();
    }

    String apiKey(Role role) {
        return service.infrastructure().apiKey(role);
    }

    HttpResponse<String> post(String family, String body) {
        return send("POST", "/api/v1/families/%s/scorings".formatted(family), body, Role.OPERATOR, null);
    }

    /** Stores an object as a user who may. */
    public void store(String user, String bucket, String object, byte[] bytes) throws Exception {
        service.store(user, bucket, object, bytes);
    }

    /** Submits a scoring and answers its id. */
    String submit(String family, String body) {
        return service.post(Role.OPERATOR, "/api/v1/families/%s/scorings".formatted(family), body).expect(202).id();
    }

    /** Scores and answers the run at its end. */
    JsonNode score(String family, String body) {
        return awaitEnd(submit(family, body));
    }

    JsonNode awaitEnd(String run) {
        return service.ended(run);
    }

    /** Sends a fact as promotion does, by promotion's login: this service's own may not. */
    void publish(ReleasePublished fact) throws Exception {
        service.publish("promotion", "release-published", JSON.writeValueAsString(fact));
    }

    /** Waits until a run is there. */
    void awaitKnown(UUID run) {
        RunningService.until("run " + run, () -> service.get(Role.VIEWER, "/api/v1/runs/" + run),
                answer -> answer.status() == 200);
    }

    public JsonNode get(String path) {
        return service.get(Role.VIEWER, path).expect(200).json();
    }

    public HttpResponse<String> send(String method, String path, @Nullable String body, Role role,
            @Nullable String accept) {
        var request = service.request(role, path).header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (accept != null) {
            request.header("Accept", accept);
        }
        return service.send(request).response();
    }

    /** Status and code of a problem. */
    static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " " + JSON.readTree(answer.body()).path("code").asString();
    }
}

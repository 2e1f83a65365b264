package io.manymodels.verification;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running platform as its clients reach it: REST with the owner's key, SQL as reader. */
public record Deployment(Map<String, String> environment) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public List<List<Object>> query(String sql) throws SQLException {
        return query(databaseUrl(), environment.get("PGUSER"), environment.get("PGPASSWORD"), sql);
    }

    public String databaseUrl() {
        return "jdbc:postgresql://%s:%s/%s".formatted(environment.get("PGHOST"), environment.get("PGPORT"),
                environment.get("PGDATABASE"));
    }

    /** Rows of any JDBC database; nothing for a statement without rows. */
    public static List<List<Object>> query(String url, String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            List<List<Object>> rows = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        List<Object> row = new ArrayList<>();
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            row.add(result.getObject(i));
                        }
                        rows.add(row);
                    }
                }
            }
            return rows;
        }
    }

    public JsonNode get(String service, String path) throws IOException, InterruptedException {
        return send(service, HttpRequest.newBuilder().GET(), path);
    }

    public JsonNode post(String service, String path, String body) throws IOException, InterruptedException {
        return send(service, HttpRequest.newBuilder().header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)), path);
    }

    private JsonNode send(String service, HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(
                request.uri(URI.create(environment.get("MANYMODELS_URL_" + service) + path))
                        .header("Authorization", "Bearer " + environment.get("MANYMODELS_API_KEY")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("%s answered %d %s".formatted(path, response.statusCode(), response.body()));
        }
        return JSON.readTree(response.body());
    }

    /** The run in its final state; waits out services that were killed and are on their way back. */
    public JsonNode awaitEnd(String service, String run) {
        return Awaitility.await("the end of run " + run).atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(250)).ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> get(service, "/api/v1/runs/" + run),
                        now -> List.of("succeeded", "failed", "cancelled").contains(now.path("state").asString("")));
    }
}

package io.manymodels.cli.connection;

import io.manymodels.cli.output.CommandFailure;
import io.manymodels.deployment.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The platform's REST API. {@code MANYMODELS_URL_<SERVICE>} and {@code MANYMODELS_API_KEY} say where it is and who asks;
 * what they leave open comes from the stack on this machine.
 */
public final class Platform {

    /** Variable with the data folder whose default key for other tools {@code MANYMODELS_API_KEY} is. */
    public static final String DEFAULT_KEY_OF = "MANYMODELS_API_KEY_OF";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final StackFolder folder;

    private Platform(StackFolder folder) {
        this.folder = folder;
    }

    /** The platform that environment variables name, else the stack in this folder. */
    public static Platform of(StackFolder folder) {
        return new Platform(folder);
    }

    /** A part of a path, or the value of a query parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(Service service, String path) {
        return json(service, request(service, path).GET());
    }

    /** Empty when it does not exist, perhaps not yet. */
    public Optional<JsonNode> find(Service service, String path) {
        HttpResponse<InputStream> response = send(service, request(service, path).GET());
        if (response.statusCode() == 404) {
            close(response.body());
            return Optional.empty();
        }
        return Optional.of(read(service, response));
    }

    public JsonNode post(Service service, String path, JsonNode body) {
        return post(service, path, JSON.writeValueAsString(body), "application/json");
    }

    public JsonNode post(Service service, String path, String body, String type) {
        return json(service, request(service, path).header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", type)
                .POST(body(body)));
    }

    public JsonNode put(Service service, String path, String body, String type) {
        return json(service, request(service, path).header("Content-Type", type).PUT(body(body)));
    }

    /** Deletes what the path names. */
    public JsonNode delete(Service service, String path) {
        return json(service, request(service, path).DELETE());
    }

    /** What an ingestion would do with a spec. */
    public JsonNode inspect(String spec, String type) {
        return json(Service.INGESTION, request(Service.INGESTION, "/families/inspections")
                .header("Content-Type", type).POST(body(spec)));
    }

    /** A first spec for files of the landing folder. */
    public JsonNode draft(String files) {
        return json(Service.INGESTION, request(Service.INGESTION, "/families/drafts?files=" + encoded(files))
                .POST(BodyPublishers.noBody()));
    }

    /** All items of a paged list, page by page. */
    public void forEach(Service service, String path, Consumer<JsonNode> each) {
        String cursor = "";
        String separator = path.contains("?") ? "&" : "?";
        do {
            JsonNode page = get(service,
                    path + separator + "limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor)));
            JsonNode items = page.isArray() ? page : page.path("items");
            items.forEach(each);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
    }

    /** A long text of the given type, which the caller closes. */
    public InputStream stream(Service service, String path, String type) {
        HttpResponse<InputStream> response = send(service,
                request(service, path).setHeader("Accept", type).timeout(Duration.ofHours(12)).GET());
        if (response.statusCode() >= 300) {
            throw refused(service, response);
        }
        return response.body();
    }

    private JsonNode json(Service service, HttpRequest.Builder request) {
        return read(service, send(service, request));
    }

    private JsonNode read(Service service, HttpResponse<InputStream> response) {
        if (response.statusCode() >= 300) {
            throw refused(service, response);
        }
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
        } catch (IOException | JacksonException e) {
            throw CommandFailure.unreachable("The answer of " + service.id() + " at (" + response.uri()
                    + ") is not readable: " + e.getMessage() + ". Maybe another program listens there.");
        }
    }

    private HttpResponse<InputStream> send(Service service, HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String why = e instanceof ConnectException || e.getMessage() == null ? "no connection" : e.getMessage();
            throw CommandFailure.unreachable("Cannot reach " + service.id() + " at (" + url(service) + "): " + why
                    + ". Maybe it does not run: ./manymodels status");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.negative("Interrupted while waiting for " + service.id() + ".");
        }
    }

    private HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(url(service) + "/api/v1" + path))
                .timeout(Duration.ofMinutes(2))
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + apiKey());
    }

    private static BodyPublisher body(String text) {
        return BodyPublishers.ofString(text);
    }

    /** The base URL of a service. */
    public String url(Service service) {
        return url(service.id());
    }

    /** The base URL of a service, or of the console, by its id. */
    String url(String part) {
        String variable = "MANYMODELS_URL_" + part.toUpperCase(Locale.ROOT);
        String url = ProcessEnvironment.get(variable);
        if (url == null) {
            url = folder.state().map(state -> state.path("urls").path(part).asString("")).orElse("");
        }
        if (url.isEmpty()) {
            throw CommandFailure.unreachable("No platform found in (" + folder.path()
                    + "). Maybe start one with ./manymodels up, name its folder with --data, or set " + variable + ".");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * The key that the shell names. Where it is there only because {@code ./manymodels env} exports one for other tools,
     * this command, which reads the stack's folder anyway, keeps the rights of the folder's owner.
     */
    String apiKey() {
        String key = ProcessEnvironment.get("MANYMODELS_API_KEY");
        if (key == null || folder.path().toString().equals(ProcessEnvironment.get(DEFAULT_KEY_OF))) {
            key = folder.credentials()
                    .map(credentials -> credentials.path("apiKeys").path("owner").path("key").asString(""))
                    .orElse("");
        }
        if (key.isEmpty()) {
            throw CommandFailure
                    .unreachable("No API key. Maybe set MANYMODELS_API_KEY, or start a stack with ./manymodels up.");
        }
        return key;
    }

    private static CommandFailure refused(Service service, HttpResponse<InputStream> response) {
        String text;
        try (InputStream body = response.body()) {
            text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            text = "";
        }
        JsonNode problem;
        try {
            problem = text.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(text);
        } catch (JacksonException e) {
            problem = JsonNodeFactory.instance.objectNode();
        }
        int status = response.statusCode();
        String detail = problem.path("detail").asString("");
        String message = service.id() + " answered " + status + (detail.isEmpty() ? "" : ": " + detail);
        if (status == 401 || status == 403) {
            return CommandFailure.unreachable(message + (detail.isEmpty()
                    ? ". Maybe the API key in MANYMODELS_API_KEY is of another platform or lacks the role."
                    : "") + whoseKey(status));
        }
        if (status == 502 || status == 503 || status == 504) {
            return CommandFailure.unreachable(message + (detail.isEmpty() ? ". Maybe try again in a moment." : ""));
        }
        if (status >= 500 || status == 409) {
            return CommandFailure.negative(message + (detail.isEmpty()
                    ? ". Maybe its log says more: ./manymodels logs "
                            + service.id()
                    : ""));
        }
        return CommandFailure.usage(message, errors(problem.path("errors")));
    }

    /** {@code ./manymodels env} exports a key that only reads, and it stays in the shell. */
    private static String whoseKey(int status) {
        return status == 403 && ProcessEnvironment.get("MANYMODELS_API_KEY") != null
                ? " This shell's MANYMODELS_API_KEY was used. Maybe unset it, or:"
                        + " eval \"$(./manymodels env --role operator)\""
                : "";
    }

    private static List<String> errors(JsonNode errors) {
        List<String> lines = new ArrayList<>();
        for (JsonNode error : errors) {
            lines.add(error.isString()
                    ? error.asString()
                    : (error.path("path").asString("") + " " + error.path("message").asString(error.toString()))
                            .strip());
        }
        return lines;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw CommandFailure.unreachable("The connection broke: " + e.getMessage());
        }
    }
}

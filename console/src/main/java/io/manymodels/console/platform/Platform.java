package io.manymodels.console.platform;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services' REST. What a service refuses comes back as an exception of the same kind, code and words; one that does not
 * answer is UNAVAILABLE {@code service-unreachable}. Thread-safe.
 */
@Component
public class Platform {

    private static final String YAML = "application/yaml";
    private static final String JSON_TYPE = "application/json";

    private final Map<Service, URI> urls;
    private final Duration patience;
    private final JsonMapper json;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    Platform(PlatformProperties properties, JsonMapper json) {
        this.urls = properties.byService();
        this.patience = properties.patience();
        this.json = json;
    }

    /** A part of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Where a family is, below {@code /api/v1}. */
    public static String family(String name) {
        return "/families/" + encoded(name);
    }

    /** Parameters as they stand behind the question mark; those that are null are left out. */
    public static String query(Map<String, ? extends @Nullable Object> parameters) {
        return parameters.entrySet().stream().filter(entry -> entry.getValue() != null)
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(String.valueOf(entry.getValue())))
                .collect(Collectors.joining("&"));
    }

    /** Where a service is, for commands that people copy. */
    public URI url(Service service) {
        return Objects.requireNonNull(urls.get(service));
    }

    /** What is at a path below {@code /api/v1}. */
    public <T> T get(ConsoleUser user, Service service, String path, Class<T> type) {
        return json.treeToValue(get(user, service, path), type);
    }

    /** The same as it is. */
    public JsonNode get(ConsoleUser user, Service service, String path) {
        return send(service, request(user, service, path).GET());
    }

    /** Posts JSON; no body where there is nothing to say. */
    public JsonNode post(ConsoleUser user, Service service, String path, @Nullable Object body) {
        HttpRequest.Builder request = request(user, service, path).header("Idempotency-Key",
                UUID.randomUUID().toString());
        return send(service, body == null
                ? request.POST(BodyPublishers.noBody())
                : request.header("Content-Type", JSON_TYPE)
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    /** Sends a spec as somebody wrote it. */
    public JsonNode spec(ConsoleUser user, String method, String path, String yaml) {
        return send(Service.INGESTION, request(user, Service.INGESTION, path).header("Content-Type", YAML)
                .method(method, BodyPublishers.ofString(yaml)));
    }

    private HttpRequest.Builder request(ConsoleUser user, Service service, String path) {
        return HttpRequest.newBuilder(URI.create(url(service) + "/api/v1" + path)).timeout(patience)
                .header("Accept", "application/json, application/problem+json")
                .header("Authorization", "Bearer " + user.apiKey());
    }

    private JsonNode send(Service service, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            JsonNode body = answer.body().isBlank() ? json.createObjectNode() : json.readTree(answer.body());
            if (answer.statusCode() >= 300) {
                throw refused(service, answer.statusCode(), body);
            }
            return body;
        } catch (IOException | JacksonException e) {
            throw ManyModelsException.unavailable("service-unreachable",
                    "The %s service does not answer. Maybe it is starting: ./manymodels status".formatted(service.id()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ManyModelsException.unavailable("service-unreachable", "The request was interrupted. Maybe try again",
                    e);
        }
    }

    private static ManyModelsException refused(Service service, int status, JsonNode problem) {
        Kind kind = switch (status) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 409 -> Kind.CONFLICT;
            case 422 -> Kind.INVALID;
            case 400 -> Kind.MALFORMED;
            default -> Kind.UNAVAILABLE;
        };
        String code = problem.path("code").asString("service-refused");
        String message = problem.path("detail")
                .asString("The %s service answered %d".formatted(service.id(), status));
        if (kind == Kind.INVALID && !problem.path("errors").isEmpty()) {
            return ManyModelsException.invalid(code, message, problem.path("errors").valueStream()
                    .map(error -> new ManyModelsException.Detail(error.path("path").asString(""),
                            error.path("message").asString(error.isString() ? error.asString() : error.toString())))
                    .toList());
        }
        return new ManyModelsException(kind, code, message);
    }
}

package io.manymodels.cli.connection;

import io.manymodels.cli.output.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The console: pages for people, and what the command line asks of it. */
public final class Console {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();
    private final Platform platform;

    private Console(Platform platform) {
        this.platform = platform;
    }

    /** The console of a platform. */
    public static Console of(Platform platform) {
        return new Console(platform);
    }

    /** A link that signs whoever opens it in, once; empty where no console answers. */
    public Optional<String> signInLink() {
        try {
            HttpResponse<String> answer = http.send(
                    request("/sign-in/links").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            return answer.statusCode() == 201
                    ? Optional.of(platform.url("console") + JSON.readTree(answer.body()).path("path").asString(""))
                    : Optional.empty();
        } catch (IOException | JacksonException | CommandFailure _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * A family's report as one HTML file; the caller closes it.
     *
     * @param keys drawn in each part
     */
    public InputStream report(String family, int keys) {
        try {
            HttpResponse<InputStream> answer = http.send(
                    request("/families/" + Platform.encoded(family) + "/report.html?count=" + keys).GET().build(),
                    BodyHandlers.ofInputStream());
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw refused(answer);
        } catch (IOException | JacksonException e) {
            throw CommandFailure.unreachable("Cannot reach the console at (" + platform.url("console")
                    + "). Maybe it does not run: ./manymodels status");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.negative("Interrupted while waiting for the console.");
        }
    }

    /** In the console's own words. */
    private static CommandFailure refused(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            String said = JSON.readTree(body).path("detail").asString("The console answered " + answer.statusCode()
                    + ". Maybe its log says more: ./manymodels logs console");
            return answer.statusCode() == 404 ? CommandFailure.usage(said) : CommandFailure.unreachable(said);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(platform.url("console") + path)).timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + platform.apiKey());
    }
}

package io.manymodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.ApiKeyHash;
import io.manymodels.access.Role;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The real console in this process, on a port of its own. Two keys are known to it. */
final class RunningConsole implements AutoCloseable {

    static final String OWNER = "mm_owner678_secret";
    static final String VIEWER = "mm_viewer67_secret";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final ConfigurableApplicationContext context;
    private final URI address;

    RunningConsole(Map<String, URI> services) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--logging.structured.format.console=",
                "--manymodels.security.api-keys=" + ApiKeyHash.of(OWNER, Set.of(Role.values())).entry() + ","
                        + ApiKeyHash.of(VIEWER, Set.of(Role.VIEWER)).entry()));
        services.forEach((service, url) -> arguments.add("--manymodels.platform.urls.%s=%s".formatted(service, url)));
        context = SpringApplication.run(ConsoleApplication.class, arguments.toArray(String[]::new));
        address = URI.create("http://127.0.0.1:"
                + Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort());
    }

    URI address(String path) {
        return address.resolve(path);
    }

    /** Somebody at a browser, not signed in. */
    Visitor visitor() {
        return new Visitor();
    }

    @Override
    public void close() {
        context.close();
    }

    /** A browser without its screen: it keeps cookies and follows redirects. */
    final class Visitor {

        private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL).build();

        HttpResponse<String> get(String path) throws Exception {
            return send(HttpRequest.newBuilder(address(path)));
        }

        HttpResponse<String> post(String path, String form) throws Exception {
            return send(HttpRequest.newBuilder(address(path))
                    .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
            return http.send(request.build(), BodyHandlers.ofString());
        }

        HttpResponse<String> signIn(String key) throws Exception {
            return post("/sign-in", "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8) + "&_csrf="
                    + csrf(get("/sign-in").body()));
        }
    }

    /** The token of a page's forms, as a form sends it. */
    static String csrf(String page) {
        Matcher token = CSRF.matcher(page);
        assertThat(token.find()).as(page).isTrue();
        return URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    }
}

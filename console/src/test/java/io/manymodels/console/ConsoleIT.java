package io.manymodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.deployment.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real console while no service runs: who gets in, what a browser may do, and that each page says what is away. */
class ConsoleIT {

    private static final String KEY = RunningConsole.OWNER;

    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*method=\"post\".*?</form>", Pattern.DOTALL);

    private static RunningConsole console;

    private RunningConsole.Visitor browser;

    @BeforeAll
    static void start() throws IOException {
        Map<String, URI> closed = new HashMap<>();
        for (Service service : Service.values()) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                closed.put(service.id(), URI.create("http://127.0.0.1:" + socket.getLocalPort()));
            }
        }
        console = new RunningConsole(closed);
    }

    @BeforeEach
    void open() {
        browser = console.visitor();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.get(path);
    }

    private HttpResponse<String> post(String path, String form) throws Exception {
        return browser.post(path, form);
    }

    private HttpResponse<String> signIn(String key) throws Exception {
        return browser.signIn(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/families", "/cycles", "/realtime", "/start", "/families/shop", "/nowhere"})
    void withoutAKeyThereIsTheSignInAlone(String path) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.uri().getPath()).isEqualTo("/sign-in");
        assertThat(page.body()).contains("API key").doesNotContain("Sign out");
    }

    @Test
    void aKeySignsInAndOutAndAnotherDoesNot() throws Exception {
        assertThat(signIn("mm_owner678_guess").body()).contains("not known here");

        HttpResponse<String> page = signIn(KEY);

        assertThat(page.uri().getPath()).isEqualTo("/");
        assertThat(page.body()).contains("owner678", "Sign out").doesNotContain("secret");
        assertThat(post("/sign-out", "_csrf=" + RunningConsole.csrf(page.body())).body()).contains("signed out");
        assertThat(get("/families").uri().getPath()).isEqualTo("/sign-in");
    }

    /** A link to a key, out of a mail or from before the session ended, leads there after signing in. */
    @Test
    void whoSignsInGetsThePageThatHeWanted() throws Exception {
        String wanted = "/families/shop/key?k=%7B%22store%22%3A1%7D&last=60";
        browser.send(HttpRequest.newBuilder(console.address(wanted)).header("Accept", "text/html"));
        browser.send(HttpRequest.newBuilder(console.address("/cycles/c/live")).header("Accept", "text/html")
                .header("HX-Request", "true"));

        assertThat(signIn(KEY).uri()).isEqualTo(console.address(wanted));
        assertThat(signIn(KEY).uri().getPath()).isEqualTo("/");
    }

    @Test
    void aLinkSignsInOnce() throws Exception {
        HttpResponse<String> made = browser.send(HttpRequest.newBuilder(console.address("/sign-in/links"))
                .header("Authorization", "Bearer " + KEY).POST(BodyPublishers.noBody()));
        assertThat(made.statusCode()).isEqualTo(201);
        String path = made.body().replaceAll(".*\"path\" ?: ?\"([^\"]+)\".*", "$1");

        assertThat(get(path).body()).contains("Sign out");
        assertThat(console.visitor().get(path).body()).contains("used already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer mm_owner678_guess", "Bearer ", "Basic abc"})
    void aKeyThatIsNoneGetsNoLink(String authorization) throws Exception {
        HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(console.address("/sign-in/links"))
                .header("Authorization", authorization).POST(BodyPublishers.noBody()));

        assertProblem(answer, 401, "api-key-unknown", "The API key is not known here. Maybe");
    }

    /** As programs read it: the command line asks for reports and prints what it is told. */
    @Test
    void programsAreToldWhyInTheWordsOfTheServices() throws Exception {
        assertProblem(asked("/families/shop/report.html"), 503, "service-unreachable",
                "The promotion service does not answer. Maybe");
        assertProblem(asked("/families/shop/report.html?count=many"), 400, "request-refused", "Maybe");
        assertProblem(asked("/nowhere"), 404, "request-refused", "Maybe");
    }

    private HttpResponse<String> asked(String path) throws Exception {
        return browser.send(HttpRequest.newBuilder(console.address(path)).header("Authorization", "Bearer " + KEY));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"", words);
    }

    @Test
    void prometheusReadsHowLongPagesTook() throws Exception {
        assertThat(get("/sign-in").statusCode()).isEqualTo(200);

        HttpResponse<String> metrics = get("/actuator/prometheus");

        assertThat(metrics.statusCode()).isEqualTo(200);
        String bucket = "http_server_requests_seconds_bucket\\{[^}]*service=\"console\"[^}]*uri=\"/sign-in\",le=";
        assertThat(metrics.body()).containsPattern(bucket + "\"0\\.25\"} \\d")
                .containsPattern(bucket + "\"\\+Inf\"} [1-9]");
    }

    /** An address without a host holds behind any proxy. */
    @Test
    void redirectsNameAPathAlone() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(console.address("/families")).build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Location")).hasValue("/sign-in");
    }

    @Test
    void aFormOfAnotherSiteChangesNothing() throws Exception {
        signIn(KEY);

        assertThat(post("/families/shop/cycles", "").statusCode()).isEqualTo(403);
        assertThat(post("/sign-out", "_csrf=guess").statusCode()).isEqualTo(403);
    }

    @Test
    void aBrowserIsToldToLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = signIn(KEY);

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'",
                "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<script>", "style=\"", "onclick", "http://", "https://");
        HttpResponse<String> first = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(console.address("/sign-in")).build(), BodyHandlers.ofString());
        assertThat(first.headers().firstValue("Set-Cookie").orElse("")).contains("HttpOnly", "SameSite=Lax");
    }

    /** A form without its token is refused, whoever sends it. */
    @Test
    void theFormsOfStartAreSentWithTheirToken() throws Exception {
        String drafted = post("/start/draft", "files=sales.csv&_csrf=" + RunningConsole.csrf(signIn(KEY).body()))
                .body();

        List<String> forms = FORM.matcher(drafted).results().map(MatchResult::group).toList();
        assertThat(forms).hasSize(3).allMatch(form -> form.contains("name=\"_csrf\""))
                .anyMatch(form -> form.contains("Store and run a cycle"));
    }

    /** Everything that a page names is there. */
    @Test
    void scriptsAndStylesComeFromHere() throws Exception {
        String page = signIn(KEY).body();
        List<String> named = Pattern.compile("(?:src|href)=\"(/[^\"]+\\.(?:js|css|svg))\"").matcher(page).results()
                .map(found -> found.group(1)).toList();

        assertThat(named).hasSize(7);
        for (String path : named) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/cycles", "/realtime", "/families/shop/keys?prefix=%22%3E%3Cscript%3E"})
    void aServiceThatIsAwayCostsItsPartAlone(String path) throws Exception {
        signIn(KEY);

        HttpResponse<String> page = get(path);

        assertThat(page.body()).contains("service does not answer", "Maybe", "Sign out").doesNotContain("<script>");
    }

    /** A page without its kind is laid out by the rules of the nineties. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/cycles", "/realtime", "/start"})
    void aPageOfTheFleetIsHtmlAndHasNoTabsOfAFamily(String path) throws Exception {
        signIn(KEY);

        assertThat(get(path).body()).startsWith("<!DOCTYPE html>").doesNotContain(">Overview<");
    }

    @Test
    void aPageThatIsAboutSomethingAwaySaysSo() throws Exception {
        signIn(KEY);

        HttpResponse<String> page = get("/families/shop");

        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("The ingestion service does not answer", "service-unreachable");
        assertThat(get("/families/shop/key?k=%7B").statusCode()).isEqualTo(400);
    }
}

package io.manymodels.verification.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.manymodels.verification.CommandLine;
import io.manymodels.verification.Deployment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The tour of a new user, in a browser on the real platform: sign in, bring a file, run, look at a key, approve, roll back.
 * Each page is held against REST through the tables that say what its charts show. The screenshots of the documents are made
 * on the way ({@code -Dmanymodels.screenshots=FOLDER}).
 */
@Tag("console")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleTourIT {

    private static final int HEAVIEST = 300_000;
    private static final int KEYS = 40;
    private static final String HOSTILE = "\"><script>alert(1)</script>";
    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/sign-in/once\\?token=[\\w-]+");

    @TempDir
    static Path folder;

    private static CommandLine manymodels;
    private static Deployment platform;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        manymodels = new CommandLine(folder);
        manymodels.set("MANYMODELS_SERVICES", "");
        String output = manymodels.succeed("up", "--detach").output();
        Matcher link = LINK.matcher(output);
        assertThat(link.find()).as(output).isTrue();
        platform = new Deployment(manymodels.environment("--role", "owner"));
        browser = new Browser(link.group());
        browser.page().navigate(link.group());
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        manymodels.call("down");
    }

    @AfterEach
    void nothingWasWrongOnTheWay() {
        browser.assertSound();
    }

    private static Page page() {
        return browser.page();
    }

    private static void press(String button) {
        page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true)).first().click();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void shoot(String name) throws Exception {
        String wanted = System.getProperty("manymodels.screenshots", "");
        Path target = wanted.isEmpty() ? folder.resolve("shots") : Path.of(wanted);
        browser.shoot(Files.createDirectories(target).resolve(name + ".png"));
    }

    private static void awaitCycle() {
        page().waitForURL("**/cycles/*");
        page().locator("#live .state").first().waitFor();
        page().getByText("See what the models say").waitFor();
    }

    private static JsonNode release() throws Exception {
        return platform.get("PROMOTION", "/api/v1/families/shop/releases/current");
    }

    @Test
    @Order(1)
    void aNewUserIsToldWhatToDo() {
        assertThat(page().title()).isEqualTo("Families · many-models");
        assertThat(page().locator("main").innerText()).contains("No family yet", "Bring a file");
        page().keyboard().press("Tab");
        assertThat(page().evaluate("() => document.activeElement.textContent")).isEqualTo("Skip to content");
        assertThat(browser.weight()).isBetween(50_000, HEAVIEST);
    }

    @Test
    @Order(2)
    void aFileIsBroughtMendedAndRun() throws Exception {
        Path sales = folder.resolve("sales.csv");
        manymodels.succeed("generate", "--keys", Integer.toString(KEYS), "--rows", Integer.toString(KEYS * 120),
                "--seed", "7", "--out", sales.toString());
        browser.open("/start");
        page().setInputFiles("#file", sales);
        press("Upload and look at it");
        Locator spec = page().locator("#spec");
        assertThat(spec.inputValue()).contains("uploads/sales.csv");

        String wrong = SPEC.replace("metric: mae", "metric: mea");
        spec.fill(wrong);
        press("Inspect");
        assertThat(page().locator("#errors").innerText()).contains("line 10", "[mea]", "Maybe");

        page().locator("#spec").fill(SPEC);
        press("Inspect");
        assertThat(browser.table("columns")).extracting(List::getFirst).contains("store", "sales", "price");
        shoot("start");
        press("Store and run a cycle");
        awaitCycle();
        assertThat(page().locator(".steps").innerText().toLowerCase(Locale.ROOT)).contains("training",
                "scoring",
                "40 of 40 keys");
        shoot("cycle");
        assertThat(platform.get("PROMOTION", "/api/v1/families/shop/releases").path("items")).hasSize(1);
    }

    private static final String SPEC = """
            family: shop
            description: Daily sales by store and item
            source: {files: uploads/sales.csv}
            key: [store, item]
            time: {column: date}
            target: sales
            task: forecast
            columns: {known: [price, promotion]}
            forecast: {horizon: 7}
            training: {algorithms: auto, metric: mae, windows: 2, minimumRows: 20}
            promotion: {approval: automatic, rules: [{metric: rows, atLeast: 20}]}
            scoring: {intervals: [80, 95]}
            """;

    @Test
    @Order(3)
    void theFamilysPageSaysWhatItsReleaseCameTo() throws Exception {
        browser.open("/families");
        assertThat(page().locator("tbody tr").first().innerText()).contains("shop", "forecast", "succeeded", "40");
        shoot("families");

        browser.open("/families/shop");
        JsonNode board = platform.get("PROMOTION",
                "/api/v1/releases/%d/leaderboard".formatted(release().path("id").asLong()));
        assertThat(browser.table("leaderboard")).hasSize(board.path("lines").size());
        assertThat(browser.table("leaderboard").getFirst().getFirst())
                .isEqualTo(board.path("lines").get(0).path("algorithm").asString());
        assertThat(browser.table("histogram").stream().mapToInt(row -> Integer.parseInt(row.get(2))).sum())
                .isEqualTo(KEYS);
        page().locator(".multiples li").first().waitFor();
        assertThat(page().locator(".multiples svg").count()).isGreaterThanOrEqualTo(8);
        assertThat(browser.weight()).isLessThan(HEAVIEST);
        shoot("family");
    }

    @Test
    @Order(4)
    void keysAreFoundAsOneTypes() throws Exception {
        browser.open("/families/shop/keys");
        JsonNode keys = platform.get("PROMOTION", "/api/v1/families/shop/keys?sort=error&limit=50");
        assertThat(browser.table("keys")).hasSize(KEYS);
        assertThat(browser.table("keys").getFirst().getFirst()).contains(
                "store " + keys.path("items").get(0).path("key").path("store").asInt());
        shoot("keys");

        page().locator("input[name=prefix]").fill("store=1 item=2");
        int found = platform.get("PROMOTION", "/api/v1/families/shop/keys?prefix=" + encoded("store=1 item=2"))
                .path("items").size();
        page().waitForFunction("n => document.querySelectorAll('#keys tbody tr').length === n", found);
        page().locator("input[name=prefix]").fill(HOSTILE);
        page().getByText("No key fits").waitFor();
    }

    @Test
    @Order(5)
    void aKeyShowsItsPastItsForecastAndItsBacktest() throws Exception {
        JsonNode accepted = platform.post("TRAINING", "/api/v1/families/shop/backtests", "{\"windows\":3}");
        platform.awaitEnd("TRAINING", accepted.path("id").asString());
        browser.open("/families/shop/key?k=" + encoded("{\"store\":1,\"item\":1}"));

        JsonNode history = platform.get("INGESTION", "/api/v1/families/shop/history?store=1&item=1&last=120");
        JsonNode predictions = platform.get("SCORING", "/api/v1/families/shop/predictions?store=1&item=1");
        List<Object> actual = browser.values("series", "sales").stream().filter(Objects::nonNull).toList();
        assertThat(actual).hasSize(120);
        assertThat(((Number) actual.getLast()).doubleValue())
                .isCloseTo(history.path("rows").get(119).path("sales").asDouble(), within(1e-9));
        List<Object> forecast = browser.values("series", "forecast").stream().filter(Objects::nonNull).toList();
        assertThat(forecast).hasSize(predictions.path("items").size());
        for (int i = 0; i < forecast.size(); i++) {
            assertThat(((Number) forecast.get(i)).doubleValue())
                    .isCloseTo(predictions.path("items").get(i).path("prediction").asDouble(), within(1e-9));
        }
        assertThat(browser.values("series", "upper 95 %").stream().filter(Objects::nonNull)).hasSize(7);
        assertThat(browser.values("series", "backtest").stream().filter(Objects::nonNull)).isNotEmpty();
        assertThat(page().locator(".plot canvas").count()).isEqualTo(3);
        assertThat(page().locator("#sql").innerText()).contains("reporting.shop_predictions");
        assertThat(browser.weight()).isLessThan(HEAVIEST);
        shoot("key");
        browser.dark(true);
        shoot("key-dark");
        browser.assertSound();
        browser.dark(false);
    }

    @Test
    @Order(6)
    void whatIfAsksRealtime() throws Exception {
        browser.open("/families/shop/key?k=" + encoded("{\"store\":1,\"item\":1}"));
        String before = page().locator("input[name=v]").first().inputValue();
        press("Ask");
        page().locator("#what-if").waitFor();
        List<List<String>> same = browser.table("what-if");
        assertThat(same).hasSize(7).allSatisfy(row -> {
            assertThat(row.get(2)).isEqualTo(row.get(1));
            assertThat(row.get(3)).as("what it is made of").containsPattern("[+-]\\d");
        });

        page().locator("input[name=v]").first().fill(HOSTILE);
        press("Ask");
        page().locator("#answer .warn").waitFor();
        assertThat(page().locator("#answer .warn").innerText()).contains(HOSTILE, "price");
        assertThat(before).isNotBlank();
    }

    @Test
    @Order(7)
    void aReleaseWaitsForApprovalAndIsRolledBack() throws Exception {
        browser.open("/families/shop");
        browser.open("/start");
        page().locator("#files").fill("uploads/sales.csv");
        press("Look at it");
        page().locator("#spec").fill(SPEC.replace("automatic", "manual").replace("horizon: 7", "horizon: 5"));
        press("Store and run a cycle");
        page().waitForURL("**/cycles/*");
        page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Verdicts")).waitFor();
        page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Verdicts")).click();
        page().waitForCondition(() -> {
            page().reload();
            return page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve")).count() == 1;
        });
        String promotion = page().url().replaceAll(".*/promotions/", "");
        assertThatBothForecastsAreDrawn(promotion);
        shoot("promotion");
        browser.width(390);
        browser.unfold();
        assertFits("promotion");
        browser.assertSound();
        browser.width(1200);
        press("Approve");
        page().locator(".head .state.published").waitFor();
        assertThat(release().path("release").asInt()).isEqualTo(2);

        browser.open("/families/shop/releases?since=1");
        JsonNode changes = platform.get("PROMOTION",
                "/api/v1/releases/%d/changes?since=1&limit=50".formatted(release().path("id").asLong()));
        assertThat(browser.table("changes")).hasSize(changes.path("items").size());
        shoot("releases");
        page().getByText("roll back to 1").click();
        assertThat(page().locator("main").innerText()).contains("batch scoring starts by itself");
        press("Roll back to release 1");
        page().waitForURL("**/releases?done=1");
        assertThat(release().path("release").asInt()).isEqualTo(1);
    }

    /** The keys that change most, each with what the release before and the candidate say, as REST does. */
    private static void assertThatBothForecastsAreDrawn(String promotion) throws Exception {
        page().locator(".pairs li").first().waitFor();
        JsonNode verdicts = platform.get("PROMOTION",
                "/api/v1/promotions/%s/verdicts?sort=change&limit=6".formatted(promotion)).path("items");
        assertThat(page().locator(".pairs svg").count()).isEqualTo(verdicts.size());
        for (int i = 0; i < verdicts.size(); i++) {
            JsonNode key = verdicts.get(i).path("key");
            JsonNode forecasts = platform.get("PROMOTION", "/api/v1/promotions/%s/forecasts?store=%d&item=%d"
                    .formatted(promotion, key.path("store").asInt(), key.path("item").asInt()));
            assertThat(page().locator(".pairs .name").nth(i).innerText()).isEqualTo(
                    "store %d, item %d".formatted(key.path("store").asInt(), key.path("item").asInt()));
            for (Map.Entry<String, String> side : Map.of("release before", "before", "candidate", "candidate")
                    .entrySet()) {
                assertThat(browser.values("forecasts-" + i, side.getKey()).stream().filter(Objects::nonNull)
                        .map(value -> ((Number) value).doubleValue())).as(side.getKey()).hasSize(5)
                        .containsExactlyElementsOf(forecasts.path(side.getValue()).path("rows").valueStream()
                                .map(row -> row.path("prediction").asDouble()).toList());
            }
        }
    }

    @Test
    @Order(8)
    void aHostileKeyIsTextAndNothingElse() throws Exception {
        Path landing = Files.createDirectories(manymodels.stack().resolve("landing"));
        StringBuilder csv = new StringBuilder("shop,day,units\n");
        for (String shop : List.of(HOSTILE.replace("\"", "\"\""), "plain")) {
            for (int day = 1; day <= 28; day++) {
                csv.append("\"%s\",2026-01-%02d,%d\n".formatted(shop, day, day % 7));
            }
        }
        Files.writeString(landing.resolve("hostile.csv"), csv);
        Path spec = Files.writeString(folder.resolve("hostile.yaml"), """
                family: hostile
                source: {files: hostile.csv}
                key: [shop]
                time: {column: day}
                target: units
                task: forecast
                forecast: {horizon: 3}
                training: {metric: mae, windows: 1, minimumRows: 10}
                """);
        manymodels.succeed("apply", spec.toString());
        manymodels.succeed("run", "hostile", "--json");

        browser.open("/families/hostile");
        page().locator(".multiples li").first().waitFor();
        assertThat(page().locator(".multiples").innerText()).contains(HOSTILE);
        browser.open("/families/hostile/keys");
        page().getByText(HOSTILE).first().click();
        page().waitForURL("**/key?k=**");
        assertThat(page().locator("h1").innerText()).isEqualTo("shop " + HOSTILE);
        assertThat(page().locator(".plot canvas").count()).isEqualTo(1);
    }

    @Test
    @Order(9)
    void everyPageFitsAPhoneLightAndDark() throws Exception {
        browser.width(390);
        for (Map.Entry<String, String> each : Map.of("families", "/families", "family", "/families/shop", "keys",
                "/families/shop/keys", "key", "/families/shop/key?k=" + encoded("{\"store\":1,\"item\":1}"), "releases",
                "/families/shop/releases", "cycles", "/cycles", "realtime", "/realtime", "start", "/start", "spec",
                "/families/shop/spec").entrySet()) {
            browser.open(each.getValue());
            browser.unfold();
            assertFits(each.getValue());
            browser.assertSound();
            browser.dark(true);
            browser.assertSound();
            browser.dark(false);
            if (each.getKey().equals("key")) {
                shoot("key-phone");
            }
        }
        browser.width(1200);
    }

    /** What is still being drawn may be wider for a moment. */
    private static void assertFits(String page) {
        await(page).atMost(Duration.ofMinutes(1)).pollInSameThread()
                .untilAsserted(() -> assertThat(browser.tooWide()).isEmpty());
    }

    @Test
    @Order(10)
    void aReportNeedsNothingElse() throws Exception {
        Path report = folder.resolve("report.html");
        manymodels.succeed("report", "shop", "--out", report.toString(), "--keys", "4");

        String html = Files.readString(report);
        assertThat(html).contains("Worst keys", "<svg", "Algorithms").doesNotContain("<script", "src=", "href=",
                "http://", "https://");
        page().navigate(report.toUri().toString());
        assertThat(page().locator("svg").count()).isEqualTo(13);
        shoot("report");
        assertThat(manymodels.succeed("show", "shop", "store=1", "item=1").output()).contains("o forecast", "*");
        browser.open("/families");
    }

    @Test
    @Order(11)
    void whoMayOnlyReadSeesNoButtons() throws Exception {
        browser.open("/families");
        press("Sign out");
        String viewer = new Deployment(manymodels.environment("--role", "viewer")).environment()
                .get("MANYMODELS_API_KEY");
        page().locator("#key").fill(viewer);
        press("Sign in");
        browser.open("/families/shop");

        assertThat(page().getByRole(AriaRole.BUTTON).allInnerTexts()).containsExactly("Sign out");
        browser.open("/families/shop/releases");
        assertThat(page().getByText("roll back to").count()).isZero();
    }
}

package io.manymodels.verification.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.verification.CommandLine;
import io.manymodels.verification.Deployment;
import io.manymodels.verification.Modules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each page of the console on real data, which is not in this repository: profile {@code acceptance} with
 * {@code -Dmanymodels.data=FOLDER}, the folder that holds orange-juice/ and weather-aus/. Light and dark, on a desk and on a
 * phone: nothing sticks out, nobody is shut out. The pictures of the documents are made here
 * ({@code -Dmanymodels.screenshots=FOLDER}).
 */
class ConsoleAcceptance {

    @TempDir
    static Path folder;

    private static CommandLine manymodels;
    private static Deployment platform;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        Path data = Path.of(Objects.requireNonNull(System.getProperty("manymodels.data"), "-Dmanymodels.data=FOLDER"));
        Path landing = Files.createDirectories(folder.resolve("landing"));
        for (String file : List.of("orange-juice/sales.csv.gz", "orange-juice/stores.csv",
                "weather-aus/weatherAUS.csv.gz")) {
            Files.createDirectories(landing.resolve(file).getParent());
            Files.copy(data.resolve(file), landing.resolve(file));
        }
        manymodels = new CommandLine(folder);
        manymodels.set("MANYMODELS_SERVICES", "");
        manymodels.succeed("up", "--landing", landing.toString(), "--detach");
        platform = new Deployment(manymodels.environment("--role", "owner"));
        Path examples = Modules.root().resolve("examples");
        manymodels.succeed("apply", examples.resolve("orange-juice.yaml").toString());
        manymodels.succeed("run", "orange-juice");
        manymodels.succeed("backtest", "orange-juice", "--cutoffs", "140,150");
        manymodels.succeed("apply", examples.resolve("weather-aus.yaml").toString());
        manymodels.succeed("run", "weather-aus");
        manymodels.succeed("backtest", "weather-aus", "--cutoffs", "2015-06-30");
        // Another night of fewer algorithms, which an approver has to look at.
        Path second = Files.writeString(folder.resolve("second.yaml"),
                Files.readString(examples.resolve("orange-juice.yaml")).replace("algorithms: auto",
                        "algorithms: [ridge, seasonal-naive]").replace("approval: automatic", "approval: manual"));
        manymodels.succeed("apply", second.toString());
        manymodels.call("run", "orange-juice");
        String link = manymodels.succeed("console").output().strip();
        browser = new Browser(link);
        browser.page().navigate(link);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        manymodels.call("down");
    }

    private static Map<String, String> pages() throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("families", "/families");
        for (String family : List.of("orange-juice", "weather-aus")) {
            pages.put(family, "/families/" + family);
            pages.put(family + "-keys", "/families/" + family + "/keys");
            pages.put(family + "-releases", "/families/" + family + "/releases");
            pages.put(family + "-spec", "/families/" + family + "/spec");
            pages.put(family + "-cycle", "/cycles/" + platform
                    .get("INGESTION", "/api/v1/families/" + family + "/cycles?limit=1").path("items").get(0).path("id")
                    .asString());
        }
        pages.put("orange-juice-key", key("orange-juice", "{\"store\":2,\"brand\":1}"));
        pages.put("weather-aus-key", key("weather-aus", "{\"Location\":\"Sydney\"}"));
        pages.put("promotion", "/promotions/" + platform
                .get("PROMOTION", "/api/v1/runs?kind=promotion&family=orange-juice&limit=1").path("items").get(0)
                .path("id").asString());
        pages.put("cycles", "/cycles");
        pages.put("realtime", "/realtime");
        pages.put("start", "/start?family=orange-juice");
        return pages;
    }

    private static String key(String family, String key) {
        return "/families/" + family + "/key?k=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    @Test
    void everyPageIsSoundLightAndDarkOnADeskAndOnAPhone() throws Exception {
        Path shots = Files.createDirectories(
                Path.of(System.getProperty("manymodels.screenshots", folder.resolve("shots").toString())));
        Path beginnings = Files.createDirectories(shots.resolve("beginnings"));
        List<String> wide = new ArrayList<>();
        for (Map.Entry<String, String> page : pages().entrySet()) {
            for (boolean phone : List.of(false, true)) {
                browser.width(phone ? 390 : 1200);
                browser.open(page.getValue());
                if (!phone) {
                    browser.shoot(beginnings.resolve(page.getKey() + ".png"));
                }
                if (!browser.tooWide().isEmpty()) {
                    wide.add(page.getKey() + (phone ? " on a phone" : ""));
                }
                for (boolean dark : List.of(false, true)) {
                    browser.dark(dark);
                    browser.assertSound();
                    browser.shootWhole(
                            shots.resolve(page.getKey() + (phone ? "-phone" : "") + (dark ? "-dark" : "") + ".png"));
                }
                browser.dark(false);
            }
            browser.width(1200);
        }
        assertThat(wide).as("pages that stick out").isEmpty();
    }

    @Test
    void aClassifiersKeySaysHowItDid() throws Exception {
        browser.open(key("weather-aus", "{\"Location\":\"Sydney\"}"));

        int rows = platform.get("TRAINING", "/api/v1/families/weather-aus/backtest?Location=Sydney").path("items")
                .size();
        assertThat(browser.table("confusion").stream().flatMap(row -> row.stream().skip(1))
                .mapToInt(cell -> Integer.parseInt(cell.replace(",", ""))).sum()).isBetween(rows - 50, rows);
        assertThat(browser.table("calibration")).hasSizeBetween(5, 10);
        assertThat(browser.table("probabilities")).isNotEmpty();
    }
}

package io.manymodels.verification.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A page in Debian's Chromium, and what it did behind the user's back: words in its console, requests to other hosts, bytes
 * that it loaded.
 */
final class Browser implements AutoCloseable {

    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome");

    /** A machine that builds something else meanwhile is slow; whoever waits in vain fails all the same. */
    private static final double PATIENCE = 180_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final Page page;
    private final String host;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();

    /** @param link of the console: everything else is a stranger */
    Browser(String link) {
        this.host = URI.create(link).getAuthority();
        this.playwright = Playwright
                .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium())
                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb")));
        this.context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1200, 800).setLocale("en-GB").setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(PATIENCE);
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onRequest(request -> {
            if (request.url().startsWith("http") && !URI.create(request.url().replaceAll("[?#].*", "")).getAuthority()
                    .equals(host)) {
                strangers.add(request.url());
            }
        });
    }

    private static Path chromium() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream()).map(Path::of)
                .filter(Files::isExecutable).findFirst().orElseThrow(() -> new IllegalStateException(
                        "No Chromium found. Maybe apt-get install chromium, or point CHROMIUM at one"));
    }

    Page page() {
        return page;
    }

    /** Goes to a path of the console and waits until everything that it loads is there. */
    void open(String path) {
        page.navigate("http://" + host + path);
        // A cycle at work tells its steps in a stream that never falls silent.
        page.waitForLoadState(path.startsWith("/cycles/") ? LoadState.LOAD : LoadState.NETWORKIDLE);
    }

    /** Nothing was complained about, nobody else was asked, and nobody is shut out. */
    void assertSound() {
        List<String> said = List.copyOf(complaints);
        complaints.clear();
        assertThat(said).as("words in the console of %s", page.url()).isEmpty();
        assertThat(strangers).as("requests off the host").isEmpty();
        List<String> barriers = new AxeBuilder(page).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(rule -> page.url() + " " + rule.getId() + ": " + nodes(rule)).toList();
        assertThat(barriers).as("barriers").isEmpty();
    }

    private static String nodes(Rule rule) {
        return rule.getNodes().stream().map(node -> node.getHtml() + " " + node.getFailureSummary()).limit(3).toList()
                .toString();
    }

    /** Bytes that the page weighs, everything that it names included, as they lie on the server. */
    int weight() {
        Object bytes = page.evaluate("""
                () => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
                    .reduce((sum, entry) => sum + entry.decodedBodySize, 0)
                """);
        return ((Number) bytes).intValue();
    }

    /** The cells of a table, row by row, as somebody reads them. */
    List<List<String>> table(String id) {
        await(id);
        @SuppressWarnings("unchecked")
        List<List<String>> cells = (List<List<String>>) page.evaluate(
                "id => [...document.querySelectorAll('#' + id + ' tbody tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()))",
                id);
        return cells;
    }

    /** What a table says in a column, by the column's heading, in numbers as they are and not as they are shown. */
    @SuppressWarnings("unchecked")
    List<Object> values(String id, String heading) {
        await(id);
        return (List<Object>) page.evaluate("""
                ([id, heading]) => {
                  const table = document.getElementById(id);
                  const place = [...table.tHead.rows[0].cells].findIndex(cell => cell.textContent.trim() === heading);
                  return [...table.tBodies[0].rows].map(row => row.cells[place].getAttribute('data-v')).map(v => v === null ? null : Number(v));
                }
                """, List.of(id, heading));
    }

    /** Waits until the whole page is there, with the table in it. */
    private void await(String table) {
        page.waitForLoadState();
        page.locator("#" + table)
                .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    }

    void dark(boolean dark) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    }

    void width(int pixels) {
        page.setViewportSize(pixels, 800);
    }

    /** Opens whatever is folded: it has to fit as well. */
    void unfold() {
        page.evaluate("() => document.querySelectorAll('details').forEach(it => it.open = true)");
    }

    /** What is wider than the window, the outermost first; nothing where the page fits. */
    List<?> tooWide() {
        return (List<?>) page.evaluate("""
                () => {
                    const width = document.documentElement.clientWidth;
                    return document.documentElement.scrollWidth <= width ? [] : ["the page"].concat(
                        [...document.querySelectorAll("body *")].filter(it => it.getBoundingClientRect().right > width)
                            .map(it => `${it.tagName} ${it.id} ${it.className}: ${it.textContent.trim().slice(0, 60)}`).slice(0, 9));
                }
                """);
    }

    void shoot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** The page from its top to its end. */
    void shootWhole(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
        playwright.close();
    }
}

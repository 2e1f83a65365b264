package io.manymodels.console.report;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.chart.BarPicture;
import io.manymodels.console.key.KeyReader;
import io.manymodels.console.key.KeyReader.FoundKey;
import io.manymodels.console.key.Multiples;
import io.manymodels.console.key.Multiples.Multiple;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A family's report: one file that needs nothing else, for those who have no key. */
@Controller
class ReportController {

    private static final int MOST = 200;

    private final Families families;
    private final KeyReader keys;
    private final Multiples multiples;
    private final Platform platform;
    private final Parts parts;
    private final Clock clock;

    ReportController(Families families, KeyReader keys, Multiples multiples, Platform platform, Parts parts,
            Clock clock) {
        this.families = families;
        this.keys = keys;
        this.multiples = multiples;
        this.platform = platform;
        this.parts = parts;
        this.clock = clock;
    }

    /** Pictures under a heading. */
    record Section(String title, List<Multiple> multiples) {}

    @GetMapping("/families/{name}/report.html")
    String report(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam(defaultValue = "12") int count, Model model, HttpServletResponse response) {
        int shown = Math.clamp(count, 1, MOST);
        Release current = families.current(user, name)
                .orElseThrow(() -> ManyModelsException.notFound("release-missing",
                        "Family [%s] has no release to report. Maybe ./manymodels run %s".formatted(name, name)));
        var leaderboard = parts.ask(() -> platform.get(user, Service.PROMOTION,
                "/releases/" + current.id() + "/leaderboard"));
        var histogram = parts.ask(() -> platform.get(user, Service.PROMOTION,
                "/releases/" + current.id() + "/histogram?bins=24"));
        var changes = parts.ask(() -> platform.get(user, Service.PROMOTION,
                "/releases/" + current.id() + "/changes?limit=20"));
        List<FoundKey> found = keys.find(user, name, Map.of("sort", "error", "limit", 1000)).items();
        model.addAttribute("family", families.family(user, name));
        model.addAttribute("release", current);
        model.addAttribute("summary", families.summary(user, current.id()));
        model.addAttribute("leaderboard", leaderboard.part());
        model.addAttribute("histogram", histogram.part());
        model.addAttribute("histogramSvg",
                histogram.part().map(bins -> BarPicture.of(bins).svg(640, 120)).orElse(""));
        model.addAttribute("changes", changes.part());
        model.addAttribute("sections", sections(user, name, found, shown));
        model.addAttribute("made", clock.instant().toString());
        model.addAttribute("style", style());
        // Its styles stand in the file, which no page of the console may do.
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s-report.html\"".formatted(name));
        return "report";
    }

    private List<Section> sections(ConsoleUser user, String name, List<FoundKey> found, int shown) {
        List<FoundKey> measured = found.stream().filter(key -> key.error() != null).toList();
        List<FoundKey> random = new ArrayList<>(found);
        // The same keys each time, so that two reports can be laid side by side.
        Collections.shuffle(random, new Random(name.hashCode()));
        return List.of(
                new Section("Worst keys", drawn(user, name, measured.stream().limit(shown).toList())),
                new Section("Best keys", drawn(user, name, measured.reversed().stream().limit(shown).toList())),
                new Section("Keys by chance", drawn(user, name, random.stream().limit(shown).toList())));
    }

    private List<Multiple> drawn(ConsoleUser user, String name, List<FoundKey> some) {
        return multiples.of(user, name, some, false, 240, 70);
    }

    /** The console's own styles, in the file itself. */
    private static String style() {
        try (InputStream css = ReportController.class.getResourceAsStream("/static/console.css")) {
            return css == null ? "" : new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The styles are not readable", e);
        }
    }
}

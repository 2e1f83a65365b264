package io.manymodels.console.family;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.chart.BarPicture;
import io.manymodels.console.chart.LinePicture;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Accuracy;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Families.Summary;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** The page of a family. */
@Controller
@RequestMapping("/families/{name}")
class FamilyController {

    private static final int TREND = 8;
    private static final int WAITING = 5;

    private final Families families;
    private final Platform platform;
    private final Parts parts;

    FamilyController(Families families, Platform platform, Parts parts) {
        this.families = families;
        this.platform = platform;
        this.parts = parts;
    }

    /** What a release came to, for the trend. */
    record Trend(int release, @Nullable Double mean, @Nullable Double relativeLoss, long keys) {}

    /** A picture with the numbers that it shows. */
    record Pictured<T>(String svg, T numbers) {}

    @GetMapping
    String family(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, Model model) {
        Family family = families.family(user, name);
        var releases = parts.ask(() -> families.releases(user, name, TREND).items());
        var released = parts.ask(() -> families.current(user, name));
        var cycles = parts.ask(() -> families.cycles(user, name, null, 6).items());
        var snapshot = parts.ask(() -> families.snapshot(user, name));
        var versions = parts.ask(() -> families.versions(user, name).items());
        var waiting = parts.ask(() -> families.waiting(user, name, WAITING));
        Part<Optional<Release>> current = released.part();
        Part<List<Release>> recent = releases.part();
        model.addAttribute("family", family);
        model.addAttribute("released", current);
        model.addAttribute("current", current.orElse(Optional.empty()).orElse(null));
        model.addAttribute("releases", recent);
        current.orElse(Optional.empty())
                .ifPresent(release -> addRelease(user, release, recent.orElse(List.of()), model));
        model.addAttribute("cycles", cycles.part());
        model.addAttribute("snapshot", snapshot.part());
        model.addAttribute("versions", versions.part());
        model.addAttribute("waiting", waiting.part());
        return "family";
    }

    private void addRelease(ConsoleUser user, Release current, List<Release> recent, Model model) {
        String path = "/releases/" + current.id();
        var leaderboard = parts.ask(() -> platform.get(user, Service.PROMOTION, path + "/leaderboard"));
        var histogram = parts.ask(() -> platform.get(user, Service.PROMOTION, path + "/histogram?bins=24"));
        var summary = parts.ask(() -> families.summary(user, current.id()));
        List<Parts.Coming<Summary>> summaries = recent.stream()
                .map(release -> parts.ask(() -> families.summary(user, release.id()))).toList();
        List<Trend> trend = new ArrayList<>();
        for (Parts.Coming<Summary> coming : summaries.reversed()) {
            Part<Summary> each = coming.part();
            Accuracy accuracy = each.isPresent() ? each.value().accuracy() : null;
            if (accuracy != null) {
                trend.add(new Trend(each.value().release(), accuracy.mean(), accuracy.relativeLoss(),
                        accuracy.keys()));
            }
        }
        model.addAttribute("summary", summary.part());
        model.addAttribute("trend",
                new Pictured<>(LinePicture.of(means(trend)).svg(260, 56), trend));
        model.addAttribute("leaderboard", leaderboard.part());
        model.addAttribute("histogram", histogram.part().map(found -> new Pictured<>(
                BarPicture.of(found).svg(460, 110), found)));
    }

    private static List<@Nullable Double> means(List<Trend> trend) {
        List<@Nullable Double> means = new ArrayList<>();
        trend.forEach(release -> means.add(release.mean()));
        return means;
    }

    @GetMapping("/spec")
    String spec(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam(required = false) @Nullable Integer version,
            @RequestParam(required = false) @Nullable Integer since, Model model) {
        List<Family> versions = families.versions(user, name).items();
        Family shown = versions.stream().filter(each -> version == null || each.version() == version).findFirst()
                .orElse(versions.getFirst());
        Family before = versions.stream().filter(each -> since == null
                ? each.version() < shown.version()
                : each.version() == since).findFirst().orElse(shown);
        model.addAttribute("family", shown);
        model.addAttribute("before", before);
        model.addAttribute("versions", versions);
        model.addAttribute("lines", SpecDiff.between(families.pretty(before.spec()), families.pretty(shown.spec())));
        return "spec";
    }

    @PostMapping("/cycles")
    String run(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name) {
        JsonNode cycle = platform.post(user, Service.INGESTION, Platform.family(name) + "/cycles",
                null);
        return "redirect:/cycles/" + cycle.path("id").asString("");
    }

    @PostMapping("/backtests")
    String backtest(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name) {
        JsonNode run = platform.post(user, Service.TRAINING, Platform.family(name) + "/backtests",
                null);
        return "redirect:/runs/training/" + run.path("id").asString("");
    }

    @PostMapping("/promotions")
    String promote(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam(defaultValue = "true") boolean dryRun) {
        JsonNode promotion = platform.post(user, Service.PROMOTION,
                Platform.family(name) + "/promotions", Map.of("dryRun", dryRun));
        return "redirect:/promotions/" + promotion.path("id").asString("");
    }
}

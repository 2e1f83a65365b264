package io.manymodels.console.promotion;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.key.ForecastPairs;
import io.manymodels.console.key.KeyName;
import io.manymodels.console.page.ReasonLine;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** What a promotion decided, and what an approver makes of it. */
@Controller
@RequestMapping("/promotions/{id}")
class PromotionController {

    private static final int LOOKED_AT = 1000;
    private static final int SHOWN = 50;
    private static final int DRAWN = 6;

    private final Families families;
    private final Platform platform;
    private final Parts parts;
    private final ForecastPairs pairs;

    PromotionController(Families families, Platform platform, Parts parts, ForecastPairs pairs) {
        this.families = families;
        this.platform = platform;
        this.parts = parts;
        this.pairs = pairs;
    }

    @GetMapping
    String promotion(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id,
            @RequestParam(defaultValue = "") String decision, Model model) {
        var coming = parts.ask(() -> platform.get(user, Service.PROMOTION,
                "/promotions/%s/verdicts?sort=change&limit=%d%s".formatted(Platform.encoded(id), LOOKED_AT,
                        decision.isEmpty() ? "" : "&decision=" + Platform.encoded(decision))));
        JsonNode promotion = promotion(user, id);
        Part<Family> family = Parts.now(() -> families.family(user, promotion.path("family").asString("")));
        String metric = family.map(Family::metric).orElse("");
        Part<JsonNode> verdicts = coming.part();
        Part<List<VerdictLine>> lines = verdicts.map(page -> page.path("items").valueStream()
                .limit(SHOWN).map(verdict -> VerdictLine.of(verdict, metric)).toList());
        model.addAttribute("promotion", promotion);
        model.addAttribute("decision", decision);
        model.addAttribute("metric", metric);
        model.addAttribute("verdicts", lines);
        model.addAttribute("reasons", verdicts.map(PromotionController::reasons).orElse(List.of()));
        model.addAttribute("drawn", family.map(Family::task).orElse("").equals("forecast")
                ? lines.orElse(List.of()).stream().filter(VerdictLine::isOpen).limit(DRAWN)
                        .map(line -> line.key().toString()).toList()
                : List.of());
        return "promotion";
    }

    /** Both forecasts of keys, for the promotion's page, which does not wait for them. */
    @GetMapping("/forecasts")
    String forecasts(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query, Model model) {
        List<KeyName> wanted = query.getOrDefault("k", List.of()).stream().limit(DRAWN).map(KeyName::parse).toList();
        Family family = families.family(user, promotion(user, id).path("family").asString(""));
        model.addAttribute("name", family.family());
        model.addAttribute("pairs", pairs.of(user, family, id, wanted, 300, 110));
        return "forecasts :: all";
    }

    private JsonNode promotion(ConsoleUser user, String id) {
        return platform.get(user, Service.PROMOTION, "/promotions/" + Platform.encoded(id));
    }

    private static List<ReasonLine> reasons(JsonNode page) {
        boolean more = page.path("nextCursor").isString();
        return ReasonLine.counted(page.path("items").valueStream()
                .flatMap(verdict -> verdict.path("reasons").valueStream()
                        .map(reason -> ReasonLine.of(verdict.path("decision").asString(""), reason, more))));
    }

    @PostMapping("/approval")
    String decide(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id, @RequestParam boolean approve) {
        platform.post(user, Service.PROMOTION, "/promotions/" + Platform.encoded(id) + "/approval",
                Map.of("approve", approve));
        return "redirect:/promotions/" + id;
    }
}

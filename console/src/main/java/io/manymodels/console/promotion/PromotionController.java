package io.manymodels.console.promotion;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.page.ReasonLine;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
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

    private final Families families;
    private final Platform platform;

    PromotionController(Families families, Platform platform) {
        this.families = families;
        this.platform = platform;
    }

    @GetMapping
    String promotion(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id,
            @RequestParam(defaultValue = "") String decision, Model model) {
        JsonNode promotion = platform.get(user, Service.PROMOTION, "/promotions/" + Platform.encoded(id));
        var verdicts = Parts.now(() -> platform.get(user, Service.PROMOTION,
                "/promotions/%s/verdicts?limit=%d%s".formatted(Platform.encoded(id), LOOKED_AT,
                        decision.isEmpty() ? "" : "&decision=" + Platform.encoded(decision))));
        String metric = Parts.now(() -> families.family(user, promotion.path("family").asString("")).metric())
                .orElse("");
        model.addAttribute("promotion", promotion);
        model.addAttribute("decision", decision);
        model.addAttribute("metric", metric);
        model.addAttribute("more", verdicts.isPresent() && verdicts.value().path("nextCursor").isString());
        model.addAttribute("verdicts", verdicts.map(page -> page.path("items").valueStream()
                .map(verdict -> VerdictLine.of(verdict, metric)).sorted(VerdictLine.MOST_CHANGED).limit(SHOWN)
                .toList()));
        model.addAttribute("reasons", verdicts.map(PromotionController::reasons).orElse(List.of()));
        return "promotion";
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

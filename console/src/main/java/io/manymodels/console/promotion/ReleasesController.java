package io.manymodels.console.promotion;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
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

/** The releases of a family: compared, and gone back to. */
@Controller
@RequestMapping("/families/{name}")
class ReleasesController {

    private static final int LISTED = 50;

    private final Families families;
    private final Platform platform;

    ReleasesController(Families families, Platform platform) {
        this.families = families;
        this.platform = platform;
    }

    @GetMapping("/releases")
    String releases(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam(required = false) @Nullable Integer release,
            @RequestParam(required = false) @Nullable Integer since, Model model) {
        List<Release> found = families.releases(user, name, LISTED).items();
        Optional<Release> shown = release == null
                ? families.current(user, name)
                : Optional.of(families.release(user, name, release));
        model.addAttribute("name", name);
        model.addAttribute("releases", found);
        model.addAttribute("shown", shown.orElse(null));
        model.addAttribute("changes", shown.map(each -> changes(user, each, since)).orElse(null));
        return "releases";
    }

    private Part<JsonNode> changes(ConsoleUser user, Release release, @Nullable Integer since) {
        return Parts.now(() -> platform.get(user, Service.PROMOTION,
                "/releases/" + release.id() + "/changes?limit=50" + (since == null ? "" : "&since=" + since)));
    }

    /** Says what going back would do, before it is done. */
    @GetMapping("/rollback")
    String ask(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, @RequestParam int to,
            Model model) {
        Release target = families.release(user, name, to);
        Release current = families.current(user, name).orElse(target);
        model.addAttribute("name", name);
        model.addAttribute("current", current);
        model.addAttribute("target", target);
        model.addAttribute("changes", changes(user, target, current.release()));
        return "rollback";
    }

    @PostMapping("/rollback")
    String rollBack(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, @RequestParam int to) {
        JsonNode done = platform.post(user, Service.PROMOTION,
                Platform.family(name) + "/rollbacks", Map.of("to", to));
        return "redirect:" + Platform.family(name) + "/releases?done=" + done.path("release").asInt();
    }
}

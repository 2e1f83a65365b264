package io.manymodels.console.realtime;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the realtime service is doing. */
@Controller
class RealtimeController {

    private final Platform platform;
    private final Parts parts;

    RealtimeController(Platform platform, Parts parts) {
        this.platform = platform;
        this.parts = parts;
    }

    @GetMapping("/realtime")
    String realtime(@AuthenticationPrincipal ConsoleUser user, Model model) {
        var hottest = parts.ask(() -> platform.get(user, Service.REALTIME, "/cache/models?limit=20").path("items")
                .valueStream().toList());
        model.addAttribute("cache", Parts.now(() -> platform.get(user, Service.REALTIME, "/cache")));
        model.addAttribute("hottest", hottest.part());
        model.addAttribute("url", platform.url(Service.REALTIME));
        return "realtime";
    }
}

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

    RealtimeController(Platform platform) {
        this.platform = platform;
    }

    @GetMapping("/realtime")
    String realtime(@AuthenticationPrincipal ConsoleUser user, Model model) {
        model.addAttribute("cache", Parts.now(() -> platform.get(user, Service.REALTIME, "/cache")));
        model.addAttribute("url", platform.url(Service.REALTIME));
        return "realtime";
    }
}

package io.manymodels.console.cycle;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;

/** Cycles and their runs, live while they are at work. */
@Controller
class CycleController {

    private static final Duration LOOK = Duration.ofSeconds(1);
    /** A browser connects again by itself. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Families families;
    private final CycleReader cycles;
    private final Platform platform;
    private final Clock clock;

    CycleController(Families families, CycleReader cycles, Platform platform, Clock clock) {
        this.families = families;
        this.cycles = cycles;
        this.platform = platform;
        this.clock = clock;
    }

    @GetMapping("/cycles")
    String all(@AuthenticationPrincipal ConsoleUser user, @RequestParam(required = false) @Nullable String family,
            @RequestParam(required = false) @Nullable String cursor, Model model) {
        String asked = family == null || family.isBlank() ? null : family;
        model.addAttribute("name", asked);
        model.addAttribute("cycles", Parts.now(() -> families.cycles(user, asked, cursor, 50)));
        return "cycles";
    }

    @GetMapping("/cycles/{id}")
    String one(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id, Model model) {
        show(user, id, model);
        return "cycle";
    }

    /** What changes while a cycle is at work. */
    @GetMapping("/cycles/{id}/live")
    String live(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id, Model model) {
        show(user, id, model);
        return "cycle :: live";
    }

    private void show(ConsoleUser user, String id, Model model) {
        CycleView view = cycles.read(user, id, true);
        model.addAttribute("view", view);
        model.addAttribute("now", clock.instant());
        // While it works there is nothing yet to hold against the one before, and the page asks every second.
        model.addAttribute("comparison", view.cycle().isRunning()
                ? List.of()
                : cycles.before(user, view.cycle()).map(view::against).orElse(List.of()));
    }

    /** An event whenever there is something new to see, so that the page asks for it; the last one says that it ended. */
    @GetMapping("/cycles/{id}/events")
    SseEmitter events(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id) {
        cycles.read(user, id, false);
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis() + LOOK.toMillis());
        Thread.ofVirtual().name("cycle-events").start(() -> follow(user, id, emitter));
        return emitter;
    }

    private void follow(ConsoleUser user, String id, SseEmitter emitter) {
        Instant end = clock.instant().plus(LONGEST);
        String last = "";
        try {
            while (clock.instant().isBefore(end)) {
                CycleView view = cycles.read(user, id, false);
                if (!view.mark().equals(last)) {
                    last = view.mark();
                    emitter.send(SseEmitter.event().name("changed").data(view.cycle().state()));
                } else {
                    emitter.send(SseEmitter.event().comment("still"));
                }
                if (!view.cycle().isRunning()) {
                    emitter.send(SseEmitter.event().name("ended").data(view.cycle().state()));
                    break;
                }
                Thread.sleep(LOOK);
            }
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (IOException | IllegalStateException | ManyModelsException e) {
            // The reader has gone, or a service has: the browser asks again.
            emitter.completeWithError(e);
        }
    }

    @PostMapping("/cycles/{id}/cancellation")
    String cancel(@AuthenticationPrincipal ConsoleUser user, @PathVariable String id) {
        CycleView view = cycles.read(user, id, false);
        view.steps().stream().filter(CycleView.StepView::isOpen).findFirst().ifPresent(step -> platform.post(user,
                Service.of(step.service()), "/runs/" + step.runId() + "/cancellation", null));
        return "redirect:/cycles/" + id;
    }

    /** A run by itself: a backtest, or one that somebody started without a cycle. */
    @GetMapping("/runs/{service}/{id}")
    String run(@AuthenticationPrincipal ConsoleUser user, @PathVariable String service, @PathVariable String id,
            Model model) {
        Service owner = owner(service);
        JsonNode run = platform.get(user, owner, "/runs/" + Platform.encoded(id));
        model.addAttribute("run", run);
        model.addAttribute("service", owner.id());
        model.addAttribute("reasons", cycles.reasons(user, owner, run));
        return "run";
    }

    private static Service owner(String service) {
        try {
            return Service.of(service);
        } catch (IllegalArgumentException e) {
            throw new ManyModelsException(ManyModelsException.Kind.NOT_FOUND, "service-unknown",
                    "Service [%s] does not exist. Maybe training".formatted(service), e);
        }
    }
}

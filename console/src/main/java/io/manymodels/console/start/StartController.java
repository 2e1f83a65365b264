package io.manymodels.console.start;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;

/** From a file to a running cycle: a first spec is guessed, looked at, mended and run. */
@Controller
@RequestMapping("/start")
class StartController {

    private static final Pattern FAMILY = Pattern
            .compile("(?m)^\\s*[\"']?family[\"']?\\s*:\\s*[\"']?([a-z][a-z0-9-]*)");

    private final Platform platform;
    private final Families families;
    private final LandingFolder landing;

    StartController(Platform platform, Families families, LandingFolder landing) {
        this.platform = platform;
        this.families = families;
        this.landing = landing;
    }

    /** @param family whose spec is to be changed; none brings a new one */
    @GetMapping
    String begin(@AuthenticationPrincipal ConsoleUser user, @RequestParam(defaultValue = "") String family,
            Model model) {
        return page(model, family.isEmpty() ? "" : families.pretty(families.family(user, family).spec()), List.of());
    }

    @PostMapping("/upload")
    String upload(@AuthenticationPrincipal ConsoleUser user, @RequestParam MultipartFile file,
            @RequestParam(defaultValue = "false") boolean replaces, Model model) throws IOException {
        if (!user.isOperator()) {
            throw new ManyModelsException(ManyModelsException.Kind.FORBIDDEN, "role-missing",
                    "Bringing files needs an operator's key. Maybe sign in with one");
        }
        String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
        try (InputStream content = file.getInputStream()) {
            return draft(user, landing.store(name, content, replaces), model);
        }
    }

    @PostMapping("/draft")
    String draft(@AuthenticationPrincipal ConsoleUser user, @RequestParam String files, Model model) {
        model.addAttribute("files", files);
        try {
            JsonNode draft = platform.post(user, Service.INGESTION,
                    "/families/drafts?files=" + Platform.encoded(files.strip()), null);
            return page(model, draft.path("spec").asString(""), List.of());
        } catch (ManyModelsException e) {
            return page(model, "", errors(e));
        }
    }

    @PostMapping("/inspect")
    String inspect(@AuthenticationPrincipal ConsoleUser user, @RequestParam String spec, Model model) {
        try {
            JsonNode inspection = platform.spec(user, "POST", "/families/inspections", spec);
            model.addAttribute("inspection", Part.of(inspection));
            return page(model, spec, inspection.path("problems").valueStream()
                    .map(error -> new Detail(error.path("path").asString(""),
                            error.path("message").asString(error.asString(""))))
                    .toList());
        } catch (ManyModelsException e) {
            return page(model, spec, errors(e));
        }
    }

    /** Stores the spec and starts its first cycle. */
    @PostMapping("/run")
    String run(@AuthenticationPrincipal ConsoleUser user, @RequestParam String spec, Model model) {
        try {
            Matcher name = FAMILY.matcher(spec);
            boolean known = name.find() && exists(user, name.group(1));
            JsonNode family = known
                    ? platform.spec(user, "PUT", Platform.family(name.group(1)), spec)
                    : platform.spec(user, "POST", "/families", spec);
            JsonNode cycle = platform.post(user, Service.INGESTION,
                    Platform.family(family.path("family").asString("")) + "/cycles", null);
            return "redirect:/cycles/" + cycle.path("id").asString("");
        } catch (ManyModelsException e) {
            return page(model, spec, errors(e));
        }
    }

    private boolean exists(ConsoleUser user, String family) {
        try {
            platform.get(user, Service.INGESTION, Platform.family(family));
            return true;
        } catch (ManyModelsException e) {
            if (e.kind() == ManyModelsException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static List<Detail> errors(ManyModelsException e) {
        return e.details().isEmpty() ? List.of(new Detail("", String.valueOf(e.getMessage()))) : e.details();
    }

    private String page(Model model, String spec, List<Detail> errors) {
        model.addAttribute("spec", spec);
        model.addAttribute("lines", SpecLine.of(spec, errors));
        model.addAttribute("errors", errors);
        model.addAttribute("open", landing.isOpen());
        return "start";
    }
}

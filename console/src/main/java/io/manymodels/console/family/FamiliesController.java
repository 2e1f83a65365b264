package io.manymodels.console.family;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Families.FamilyPage;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Families.Summary;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All families: the first page. */
@Controller
class FamiliesController {

    private static final int A_PAGE = 50;

    private final Families families;
    private final Parts parts;

    FamiliesController(Families families, Parts parts) {
        this.families = families;
        this.parts = parts;
    }

    @GetMapping({"/", "/families"})
    String all(@AuthenticationPrincipal ConsoleUser user, @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        Part<FamilyPage> page = Parts.now(() -> families.list(user, cursor, A_PAGE));
        model.addAttribute("page", page);
        model.addAttribute("lines", page.isPresent() ? lines(user, page.value().items()) : List.of());
        return "families";
    }

    private List<FamilyLine> lines(ConsoleUser user, List<Family> found) {
        record Asked(Family family, Parts.Coming<Optional<Cycle>> cycle, Parts.Coming<Released> released,
                Parts.Coming<Boolean> waiting) {}
        List<Asked> asked = found.stream().map(family -> new Asked(family,
                parts.ask(() -> families.cycles(user, family.family(), null, 1).items().stream().findFirst()),
                parts.ask(() -> released(user, family.family())),
                parts.ask(() -> !families.waiting(user, family.family(), 1).isEmpty()))).toList();
        return asked.stream().map(each -> {
            Part<Released> released = each.released().part();
            return new FamilyLine(each.family(), each.cycle().part(), released.map(Released::release),
                    released.map(Released::summary), each.waiting().part());
        }).toList();
    }

    private record Released(Optional<Release> release, Optional<Summary> summary) {}

    private Released released(ConsoleUser user, String family) {
        Optional<Release> current = families.current(user, family);
        return new Released(current, current.map(release -> families.summary(user, release.id())));
    }
}

package io.manymodels.console.key;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.key.KeyReader.FoundKeys;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Finding keys. */
@Controller
@RequestMapping("/families/{name}")
class KeysController {

    private static final int A_PAGE = 50;
    private static final int PICTURES = 8;

    private final Families families;
    private final KeyReader keys;
    private final Multiples multiples;
    private final Parts parts;

    KeysController(Families families, KeyReader keys, Multiples multiples, Parts parts) {
        this.families = families;
        this.keys = keys;
        this.multiples = multiples;
        this.parts = parts;
    }

    /** What is looked for; empty is any. */
    record Search(@Nullable String prefix, @Nullable String rung, @Nullable String algorithm, @Nullable String reason,
            @Nullable String tag, @Nullable String sort) {

        /** The parameters as the service takes them. A tag is {@code name=value}. */
        Map<String, @Nullable Object> query() {
            Map<String, @Nullable Object> query = new HashMap<>();
            query.put("prefix", given(prefix));
            query.put("rung", given(rung));
            query.put("algorithm", given(algorithm));
            query.put("reason", given(reason));
            query.put("sort", sort == null || sort.isEmpty() ? "error" : sort);
            if (tag != null && tag.indexOf('=') > 0) {
                query.put("tag." + tag.substring(0, tag.indexOf('=')).strip(),
                        tag.substring(tag.indexOf('=') + 1).strip());
            }
            return query;
        }

        private static @Nullable String given(@Nullable String value) {
            return value == null || value.isBlank() ? null : value.strip();
        }
    }

    @GetMapping("/keys")
    String find(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, Search search,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String partly, Model model) {
        Map<String, @Nullable Object> query = search.query();
        query.put("limit", A_PAGE);
        query.put("cursor", cursor == null || cursor.isEmpty() ? null : cursor);
        model.addAttribute("name", name);
        model.addAttribute("search", search);
        var found = parts.ask(() -> keys.find(user, name, query));
        if (partly != null) {
            model.addAttribute("found", found.part());
            return cursor == null || cursor.isEmpty() ? "keys :: results" : "keys :: rows";
        }
        var algorithms = parts.ask(() -> families.current(user, name)
                .map(release -> List.copyOf(families.summary(user, release.id()).byAlgorithm().keySet()))
                .orElse(List.of()));
        model.addAttribute("family", families.family(user, name));
        model.addAttribute("algorithms", algorithms.part().orElse(List.of()));
        model.addAttribute("found", found.part());
        return "keys";
    }

    /** Small pictures for the family's page, which does not wait for them. */
    @GetMapping("/multiples")
    String multiples(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam(defaultValue = "error") String sort, Model model) {
        Part<FoundKeys> found = Parts.now(() -> keys.find(user, name, Map.of("sort", sort, "limit", PICTURES)));
        model.addAttribute("name", name);
        model.addAttribute("found", found);
        boolean changed = sort.equals("change");
        model.addAttribute("compared", changed);
        model.addAttribute("multiples",
                found.map(page -> multiples.of(user, name, changed ? page.worse() : page.items(), changed, 220, 64))
                        .orElse(List.of()));
        return "multiples :: all";
    }
}

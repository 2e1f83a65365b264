package io.manymodels.console.key;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.family.OurColumns;
import io.manymodels.problem.ManyModelsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The page of a key. */
@Controller
@RequestMapping("/families/{name}/key")
class KeyController {

    private static final int MOST_SHOWN = 500;
    private static final int MOST_ROWS = 10_000;

    private final Families families;
    private final KeyReader keys;
    private final Platform platform;
    private final Parts parts;

    KeyController(Families families, KeyReader keys, Platform platform, Parts parts) {
        this.families = families;
        this.keys = keys;
        this.platform = platform;
        this.parts = parts;
    }

    @GetMapping
    String key(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, @RequestParam String k,
            @RequestParam(defaultValue = "120") int last, Model model) {
        KeyName key = KeyName.parse(k);
        int rows = Math.clamp(last, 10, MOST_SHOWN);
        Family family = families.family(user, name);
        var history = parts.ask(() -> keys.history(user, name, key, rows));
        var predictions = parts.ask(() -> keys.predictions(user, name, key));
        var earlier = parts.ask(() -> keys.earlier(user, name, key));
        var backtest = parts.ask(() -> keys.backtest(user, name, key));
        var versions = parts.ask(() -> keys.versions(user, name, key));
        var released = parts.ask(() -> keys.inRelease(user, name, key));
        Part<JsonNode> past = history.part();
        if (past.missing()) {
            throw ManyModelsException.notFound("key-unknown", String.valueOf(past.problem()));
        }
        model.addAttribute("family", family);
        model.addAttribute("key", key);
        model.addAttribute("last", rows);
        model.addAttribute("history", past);
        model.addAttribute("predictions", predictions.part());
        model.addAttribute("backtest", backtest.part());
        model.addAttribute("versions", versions.part());
        model.addAttribute("released", released.part());
        model.addAttribute("copies", Copies.of(platform, name, key));
        List<JsonNode> judged = backtest.part().orElse(List.of());
        if (family.task().equals("classification")) {
            OurColumns ours = OurColumns.beside(past.orElse(MissingNode.getInstance()));
            model.addAttribute("classes", Classes.of(judged.stream().map(ours::in).toList()));
            model.addAttribute("probabilities", predictions.part()
                    .map(items -> ProbabilityLine.newest(items,
                            family.spec().path("time").path("column").asString(""), ours)));
        }
        if (past.isPresent()) {
            List<JsonNode> next = predictions.part().orElse(List.of());
            if (!past.value().path("time").isNull()) {
                model.addAttribute("series", KeySeries.of(past.value(), next, earlier.part().orElse(List.of()), judged,
                        TimePlace.of(family.spec().path("time"))));
            }
            model.addAttribute("whatIf", whatIf(family, past.value(), next));
        }
        return "key";
    }

    /** Asks realtime what would be if known columns were other than they are. */
    @PostMapping("/what-if")
    String whatIf(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name, @RequestParam String k,
            @RequestParam(defaultValue = "") List<String> v, Model model) {
        KeyName key = KeyName.parse(k);
        JsonNode history = keys.history(user, name, key, 120);
        WhatIf whatIf = whatIf(families.family(user, name), history, keys.predictions(user, name, key));
        // A single empty value is no list for Spring.
        List<String> typed = v.isEmpty() && whatIf.rows().size() * whatIf.columns().size() == 1 ? List.of("") : v;
        model.addAttribute("whatIf", whatIf);
        Part<List<JsonNode>> answer = Parts.now(() -> keys.predict(user, name, whatIf.asked(key, typed))
                .path("predictions").valueStream().map(OurColumns.beside(history)::in).toList());
        model.addAttribute("answer", answer);
        model.addAttribute("madeOf", answer.orElse(List.of()).stream().map(Contributions::of).toList());
        return "what-if :: answer";
    }

    private static WhatIf whatIf(Family family, JsonNode history, List<JsonNode> predictions) {
        return family.task().equals("forecast") ? WhatIf.of(history, predictions) : WhatIf.ofNewest(history);
    }

    /** All rows of the key as a file. */
    @GetMapping(path = "/history.csv", produces = "text/csv")
    ResponseEntity<byte[]> csv(@AuthenticationPrincipal ConsoleUser user, @PathVariable String name,
            @RequestParam String k) {
        JsonNode history = keys.history(user, name, KeyName.parse(k), MOST_ROWS);
        List<String> columns = history.path("columns").valueStream()
                .map(column -> column.path("name").asString("")).toList();
        return ResponseEntity.ok().contentType(MediaType.valueOf("text/csv;charset=UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"history.csv\"")
                .body(Csv.of(columns, history.path("rows")).getBytes(StandardCharsets.UTF_8));
    }
}

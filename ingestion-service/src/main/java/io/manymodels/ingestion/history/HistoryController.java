package io.manymodels.ingestion.history;

import io.manymodels.ingestion.family.Families;
import io.manymodels.problem.ManyModelsException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The history of a key over REST. */
@RestController
@RequestMapping("/api/v1/families/{family}/history")
@Tag(name = "history", description = "The rows of one key")
class HistoryController {

    private static final int USUAL = 200;
    private static final int LARGEST = 10_000;

    private final Families families;
    private final HistoryReader histories;

    HistoryController(Families families, HistoryReader histories) {
        this.families = families;
        this.histories = histories;
    }

    @GetMapping
    @Operation(summary = "The last rows of the key that KEYCOLUMN=VALUE names, of the future too: target, known columns and all others; how many by last")
    KeyHistory history(@PathVariable String family, @RequestParam Map<String, String> parameters) {
        Map<String, String> key = new TreeMap<>(parameters);
        int last = last(key.remove("last"));
        return histories.read(families.current(family), key, last);
    }

    private static int last(@Nullable String text) {
        if (text == null) {
            return USUAL;
        }
        if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= LARGEST) {
            return Integer.parseInt(text);
        }
        throw ManyModelsException.malformed("last-out-of-range",
                "last [%s] is not a number from 1 to %d. Maybe %d".formatted(text, LARGEST, USUAL));
    }
}

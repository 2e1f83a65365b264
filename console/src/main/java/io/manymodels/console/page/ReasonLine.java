package io.manymodels.console.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Keys that came to the same outcome for the same reason.
 *
 * @param outcome of a run, or a decision of a promotion
 * @param advice the message of one of them, which ends with what to do
 * @param more whether there are more keys than were looked at
 */
public record ReasonLine(String outcome, String code, long keys, String advice, boolean more) {

    /** The line of one key. */
    public static ReasonLine of(String outcome, JsonNode reason, boolean more) {
        return new ReasonLine(outcome, reason.path("code").asString("no reason"), 1,
                reason.path("message").asString(""), more);
    }

    /** Lines of the same outcome and code in one, the most frequent first. */
    public static List<ReasonLine> counted(Stream<ReasonLine> lines) {
        record Same(String outcome, String code) {}
        Map<Same, ReasonLine> counted = new LinkedHashMap<>();
        lines.forEach(line -> counted.merge(new Same(line.outcome(), line.code()), line,
                (a, b) -> new ReasonLine(a.outcome(), a.code(), a.keys() + b.keys(), a.advice(), a.more())));
        return counted.values().stream().sorted((a, b) -> Long.compare(b.keys(), a.keys())).toList();
    }
}

package io.manymodels.console.promotion;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a promotion decided about a key, in the family's metric.
 *
 * @param rung that follows; null when no model can answer
 * @param candidate on the rows of the comparison; in its own backtest where there is none; null where it was not measured
 * @param champion on the same rows, or in its own backtest; null where there is none
 * @param change by how much the metric would move; null without both
 * @param rows that both were measured on; 0 where each has its own backtest
 * @param reasons in words; empty for promote
 */
record VerdictLine(JsonNode key, String decision, @Nullable String rung, @Nullable Double candidate,
        @Nullable Double champion, @Nullable Double change, int rows, List<String> reasons) {

    VerdictLine {
        reasons = List.copyOf(reasons);
    }

    static VerdictLine of(JsonNode verdict, String metric) {
        JsonNode comparison = verdict.path("comparison");
        JsonNode pair = comparison.path("metrics").path(metric);
        Double candidate = number(
                pair.has("candidate") ? pair.path("candidate") : verdict.path("metrics").path(metric));
        Double champion = number(pair.path("champion"));
        Double change = number(verdict.path("change"));
        return new VerdictLine(verdict.path("key"), verdict.path("decision").asString(""),
                verdict.path("rung").isString() ? verdict.path("rung").asString() : null, candidate,
                champion == null && candidate != null && change != null ? Double.valueOf(candidate - change) : champion,
                change, comparison.path("rows").asInt(0),
                verdict.path("reasons").valueStream().map(reason -> reason.path("message").asString("")).toList());
    }

    /** Whether there is a candidate that may say something else than what answers now. */
    boolean isOpen() {
        return candidate != null && !Objects.equals(change, 0.0);
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNumber() ? value.asDouble() : null;
    }
}

package io.manymodels.console.promotion;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a promotion decided about a key, in the family's metric.
 *
 * @param rung that follows; null when no model can answer
 * @param candidate on the rows of the comparison; in its own backtest where there is none; null where it was not measured
 * @param champion on the same rows; null where they were not compared
 * @param rows that both were measured on; 0 where each has its own backtest
 * @param reasons in words; empty for promote
 */
record VerdictLine(JsonNode key, String decision, @Nullable String rung, @Nullable Double candidate,
        @Nullable Double champion, int rows, List<String> reasons) {

    /** Those that change most, then those that were not compared. */
    static final Comparator<VerdictLine> MOST_CHANGED = Comparator.comparingDouble(
            (VerdictLine line) -> line.change() == null ? -1.0 : Math.abs(line.change())).reversed();

    VerdictLine {
        reasons = List.copyOf(reasons);
    }

    static VerdictLine of(JsonNode verdict, String metric) {
        JsonNode comparison = verdict.path("comparison");
        JsonNode pair = comparison.path("metrics").path(metric);
        return new VerdictLine(verdict.path("key"), verdict.path("decision").asString(""),
                verdict.path("rung").isString() ? verdict.path("rung").asString() : null,
                number(pair.has("candidate") ? pair.path("candidate") : verdict.path("metrics").path(metric)),
                number(pair.path("champion")), comparison.path("rows").asInt(0),
                verdict.path("reasons").valueStream().map(reason -> reason.path("message").asString("")).toList());
    }

    /** By how much the metric would move; null where they were not compared. */
    public @Nullable Double change() {
        return candidate == null || champion == null ? null : candidate - champion;
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNumber() ? value.asDouble() : null;
    }
}

package io.manymodels.promotion.rule;

import io.manymodels.family.Metric;
import io.manymodels.family.Rule;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates one promotion rule. To add a kind of rule, add a {@link Rule.Bound}: the compiler then asks for it here. */
public final class RuleCheck {

    /** Slack for the rounding of sums, so that a candidate equal to its champion passes a tolerance of 0. */
    private static final double ROUNDING = 1e-12;

    private RuleCheck() {}

    /**
     * Checks a candidate. Limits of a metric that is best at zero (bias) bound its size.
     *
     * @param candidate the metrics of the candidate
     * @param champion  the candidate against the key's own model in the current release; null without one. A champion
     *                  that was not measured by the metric counts as none: else a family that changes its metric could
     *                  never promote again
     * @return why the candidate is refused; empty when the rule holds
     */
    public static Optional<Refusal> check(Rule rule, Metrics candidate, @Nullable Comparison champion) {
        var metric = rule.metric();
        var measured = candidate.value(metric);
        if (measured.isEmpty()) {
            return Optional.of(new Refusal("metric-missing",
                    "The candidate has no metric [%s], only %s. Maybe the rule names a metric of another task"
                            .formatted(metric, candidate.names())));
        }
        var value = measured.getAsDouble();
        return switch (rule.bound()) {
            case Rule.AtMost(var limit) -> refuse(judged(metric, value) > limit, "above-limit",
                    "%s [%s] is above the limit [%s]".formatted(metric, Figure.of(value), Figure.of(limit)));
            case Rule.AtLeast(var limit) -> refuse(judged(metric, value) < limit, "below-limit",
                    "%s [%s] is below the limit [%s]".formatted(metric, Figure.of(value), Figure.of(limit)));
            case Rule.WorseThanChampionByAtMost(var amount, var relative) -> champion == null
                    ? Optional.empty()
                    : champion.figure(metric).flatMap(
                            pair -> compare(metric, pair, amount, relative, champion.described()));
        };
    }

    private static Optional<Refusal> compare(String metric, Comparison.Pair pair, double amount, boolean relative,
            String where) {
        var value = pair.candidate();
        var before = pair.champion();
        var allowed = (relative ? amount * Math.abs(before) : amount) + ROUNDING * Math.abs(before);
        var worse = switch (direction(metric)) {
            case LOWER -> value - before;
            case HIGHER -> before - value;
            case ZERO -> Math.abs(value) - Math.abs(before);
            case NONE -> 0;
        };
        return refuse(worse > allowed, "worse-than-champion",
                "%s [%s] is worse than the champion's [%s] by more than [%s]%s".formatted(metric, Figure.of(value),
                        Figure.of(before), relative ? Figure.of(amount * 100) + "%" : Figure.of(amount), where));
    }

    private static double judged(String metric, double value) {
        return direction(metric) == Metric.Direction.ZERO ? Math.abs(value) : value;
    }

    private static Metric.Direction direction(String metric) {
        return metric.equals(Rule.ROWS)
                ? Metric.Direction.HIGHER
                : Metric.valueOf(metric.toUpperCase(Locale.ROOT)).direction();
    }

    private static Optional<Refusal> refuse(boolean refused, String code, String message) {
        return refused ? Optional.of(new Refusal(code, message)) : Optional.empty();
    }
}

package io.manymodels.promotion.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RuleCheckTest {

    private static final String HOLDS = "";

    @ParameterizedTest(name = "{0} [{2}] atMost {1}: {3}")
    @CsvSource(nullValues = "-", value = {"mape,60,60,''", "mape,60,60.1,above-limit", "bias,10,-9,''",
            "bias,10,-11,above-limit", "bias,10,11,above-limit", "rows,20,21,above-limit", "logloss,0.5,0.4,''"})
    void limitsFromAbove(String metric, double limit, double value, String code) {
        assertThat(code(new Rule(metric, new Rule.AtMost(limit)), value, Double.NaN)).isEqualTo(code);
    }

    @ParameterizedTest(name = "{0} [{2}] atLeast {1}: {3}")
    @CsvSource({"accuracy,0.8,0.8,''", "accuracy,0.8,0.79,below-limit", "rows,20,20,''", "rows,20,19,below-limit",
            "coverage,75,80,''"})
    void limitsFromBelow(String metric, double limit, double value, String code) {
        assertThat(code(new Rule(metric, new Rule.AtLeast(limit)), value, Double.NaN)).isEqualTo(code);
    }

    @ParameterizedTest(name = "{0} [{3}] against the champion''s [{4}], by at most {1} (relative {2}): {5}")
    @CsvSource({"mape,0.02,true,51,50,''", "mape,0.02,true,51.01,50,worse-than-champion", "mape,0.02,true,10,50,''",
            "mape,2,false,52,50,''", "mape,2,false,52.1,50,worse-than-champion", "accuracy,0.02,true,0.98,1.0,''",
            "accuracy,0.02,true,0.97,1.0,worse-than-champion", "accuracy,0.01,false,0.99,0.5,''",
            "bias,0.5,true,-15,-10,''", "bias,0.5,true,15.1,-10,worse-than-champion", "bias,0,true,2,-10,''",
            "mape,0,true,50,50,''", "mase,0.1,true,0.1,0,worse-than-champion", "mape,0.02,true,99,NaN,''"})
    void comparesWithTheChampion(String metric, double amount, boolean relative, double value, double champion,
            String code) {
        assertThat(code(new Rule(metric, new Rule.WorseThanChampionByAtMost(amount, relative)), value, champion))
                .isEqualTo(code);
    }

    @Test
    void refusesACandidateThatWasNotMeasuredByTheMetric() {
        var refusal = RuleCheck.check(new Rule("auc", new Rule.AtLeast(0.5)), new Metrics(Map.of("mape", 10d)), null);
        assertThat(refusal).hasValueSatisfying(reason -> {
            assertThat(reason.code()).isEqualTo("metric-missing");
            assertThat(reason.message()).contains("[auc]", "[mape]");
        });
    }

    @Test
    void namesMetricValueAndLimit() {
        var refusal = RuleCheck.check(new Rule("mape", new Rule.AtMost(60)), new Metrics(Map.of("mape", 64.25)), null);
        assertThat(refusal.orElseThrow().message()).isEqualTo("mape [64.25] is above the limit [60]");
    }

    @Test
    void whatCountsAgainstTheChampionIsMeasuredOnTheSameRows() {
        var rule = new Rule("mape", new Rule.WorseThanChampionByAtMost(0.02, true));
        var comparison = new Comparison(Comparison.Basis.SAME_ROWS, 6,
                Map.of("mape", new Comparison.Pair(30, 20)));

        var refusal = RuleCheck.check(rule, new Metrics(Map.of("mape", 10d)), comparison);

        assertThat(refusal.orElseThrow().message()).isEqualTo(
                "mape [30] is worse than the champion's [20] by more than [2%] on the [6] judged rows that neither had seen");
    }

    @Test
    void readsWhatIsANumber() {
        var metrics = Metrics.of(JsonMapper.shared().createParser("""
                {"mape": 12.5, "auc": null, "note": "x", "rows": 7}
                """));
        assertThat(metrics.values()).containsOnly(Map.entry("mape", 12.5), Map.entry("rows", 7d));
    }

    private static String code(Rule rule, double value, double champion) {
        return RuleCheck
                .check(rule, new Metrics(Map.of(rule.metric(), value)),
                        Comparison.ofBacktests(List.of(rule.metric()), new Metrics(Map.of(rule.metric(), value)),
                                new Metrics(Map.of(rule.metric(), champion))))
                .map(Refusal::code).orElse(HOLDS);
    }
}

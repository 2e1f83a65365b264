package io.manymodels.promotion.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Metric;
import io.manymodels.family.Rule;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** What holds for every metric and every figure, whatever its direction. */
class RuleCheckPropertyTest {

    private static boolean holds(Metric metric, Rule.Bound bound, double value, double champion) {
        var candidate = new Metrics(Map.of(metric.wire(), value));
        return RuleCheck.check(new Rule(metric.wire(), bound), candidate, new Comparison(Comparison.Basis.SAME_ROWS, 9,
                Map.of(metric.wire(), new Comparison.Pair(value, champion)))).isEmpty();
    }

    @Property
    void whoEqualsTheChampionPassesAnyTolerance(@ForAll Metric metric,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double value, @ForAll @DoubleRange(max = 10) double amount,
            @ForAll boolean relative) {
        assertThat(holds(metric, new Rule.WorseThanChampionByAtMost(amount, relative), value, value)).isTrue();
    }

    @Property
    void whatPassesPassesALooserToleranceToo(@ForAll Metric metric,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double value,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double champion, @ForAll @DoubleRange(max = 2) double amount,
            @ForAll @DoubleRange(max = 2) double more, @ForAll boolean relative) {
        if (holds(metric, new Rule.WorseThanChampionByAtMost(amount, relative), value, champion)) {
            assertThat(holds(metric, new Rule.WorseThanChampionByAtMost(amount + more, relative), value, champion))
                    .isTrue();
        }
    }

    @Property
    void ofTwoOneIsNotWorseThanTheOther(@ForAll Metric metric,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double one,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double other) {
        var bound = new Rule.WorseThanChampionByAtMost(0, false);

        assertThat(holds(metric, bound, one, other) || holds(metric, bound, other, one)).isTrue();
    }

    @Property
    void aLimitIsReachedAndNotPassed(@ForAll Metric metric, @ForAll @DoubleRange(max = 1e6) double limit) {
        assertThat(holds(metric, new Rule.AtMost(limit), limit, 0)).isTrue();
        assertThat(holds(metric, new Rule.AtLeast(limit), limit, 0)).isTrue();
        assertThat(holds(metric, new Rule.AtMost(limit), Math.nextUp(limit), 0)).isFalse();
        if (limit > 0) {
            assertThat(holds(metric, new Rule.AtLeast(limit), Math.nextDown(limit), 0)).isFalse();
        }
    }

    @Property
    void biasIsAsFarFromZeroOnBothSides(@ForAll @DoubleRange(min = -1e3, max = 1e3) double value,
            @ForAll @DoubleRange(min = -1e3, max = 1e3) double champion, @ForAll @DoubleRange(max = 1e3) double limit) {
        for (Rule.Bound bound : new Rule.Bound[] {new Rule.AtMost(limit), new Rule.AtLeast(limit),
                new Rule.WorseThanChampionByAtMost(limit, false)}) {
            assertThat(holds(Metric.BIAS, bound, value, champion))
                    .isEqualTo(holds(Metric.BIAS, bound, -value, champion))
                    .isEqualTo(holds(Metric.BIAS, bound, value, -champion));
        }
    }
}

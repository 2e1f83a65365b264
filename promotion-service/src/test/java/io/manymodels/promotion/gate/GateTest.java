package io.manymodels.promotion.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.manymodels.family.Rule;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.Rung;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {

    private static final Gate GATE = new Gate(List.of(new Rule("mape", new Rule.AtMost(60)),
            new Rule("mape", new Rule.WorseThanChampionByAtMost(0.02, true)), new Rule("rows", new Rule.AtLeast(20))));
    private static final Set<Rung> ALL = EnumSet.of(Rung.GROUP, Rung.FAMILY, Rung.BASELINE);
    private static final Challenger ABSENT = new Challenger.Absent(new Refusal("no-candidate", "too few rows"));
    private static final Challenger GOOD = measured(40, 100);
    private static final Challenger BAD = measured(70, 10);
    private static final @Nullable Metrics NO_CHAMPION = null;
    private static final Metrics CHAMPION = metrics(50, 100);
    private static final Metrics BETTER_CHAMPION = metrics(30, 100);

    static Stream<Arguments> decisions() {
        return Stream.of(
                arguments("good, no champion", GOOD, NO_CHAMPION, "promote", List.of(), Rung.OWN),
                arguments("good, worse champion", GOOD, CHAMPION, "promote", List.of(), Rung.OWN),
                arguments("good, better champion", GOOD, BETTER_CHAMPION, "hold", List.of("worse-than-champion"),
                        Rung.PREVIOUS),
                arguments("bad, champion", BAD, CHAMPION, "hold",
                        List.of("above-limit", "worse-than-champion", "below-limit"), Rung.PREVIOUS),
                arguments("bad, no champion", BAD, NO_CHAMPION, "reject", List.of("above-limit", "below-limit"),
                        Rung.GROUP),
                arguments("unmeasured, champion",
                        new Challenger.Candidate(new Metrics(Map.of("rmse", 1d, "rows", 50d))),
                        CHAMPION, "hold", List.of("metric-missing", "metric-missing"), Rung.PREVIOUS),
                arguments("unmeasured, no champion", new Challenger.Candidate(new Metrics(Map.of("rows", 50d))),
                        NO_CHAMPION, "reject", List.of("metric-missing", "metric-missing"), Rung.GROUP),
                arguments("absent, champion", ABSENT, CHAMPION, "hold", List.of("no-candidate"), Rung.PREVIOUS),
                arguments("absent, no champion", ABSENT, NO_CHAMPION, "reject", List.of("no-candidate"), Rung.GROUP),
                arguments("unchanged", new Challenger.Unchanged(), CHAMPION, "hold", List.of("unchanged"), Rung.OWN),
                arguments("unchanged, rules tightened", new Challenger.Unchanged(), metrics(99, 1), "hold",
                        List.of("unchanged"), Rung.OWN));
    }

    @ParameterizedTest(name = "{0}: {3} {4}, {5}")
    @MethodSource("decisions")
    void decides(String name, Challenger challenger, @Nullable Metrics champion, String decision, List<String> reasons,
            Rung rung) {
        var candidate = challenger instanceof Challenger.Candidate measured ? measured.metrics() : metrics(0, 0);
        var verdict = GATE.decide(challenger,
                champion == null ? null : Comparison.ofBacktests(List.of("mape"), candidate, champion));
        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reasons()).extracting(Refusal::code).containsExactlyElementsOf(reasons);
        assertThat(Ladder.rung(verdict, challenger, ALL)).contains(rung);
    }

    static Stream<Arguments> ways() {
        return Stream.of(arguments(ALL, Rung.GROUP), arguments(EnumSet.of(Rung.FAMILY, Rung.BASELINE), Rung.FAMILY),
                arguments(EnumSet.of(Rung.BASELINE), Rung.BASELINE), arguments(EnumSet.noneOf(Rung.class), null));
    }

    @ParameterizedTest(name = "with {0}: {1}")
    @MethodSource("ways")
    void goesDownTheLadderToTheFirstModelThere(Set<Rung> fallbacks, @Nullable Rung rung) {
        assertThat(Ladder.rung(new Verdict.Reject(List.of(new Refusal("no-candidate", ""))), ABSENT, fallbacks)
                .orElse(null))
                .isEqualTo(rung);
    }

    private static Challenger measured(double mape, double rows) {
        return new Challenger.Candidate(metrics(mape, rows));
    }

    private static Metrics metrics(double mape, double rows) {
        return new Metrics(Map.of("mape", mape, "rows", rows));
    }
}

package io.manymodels.promotion.judgement;

import static io.manymodels.promotion.judgement.ContenderFixture.CANDIDATE;
import static io.manymodels.promotion.judgement.ContenderFixture.candidate;
import static io.manymodels.promotion.judgement.ContenderFixture.champion;
import static io.manymodels.promotion.judgement.ContenderFixture.contender;
import static io.manymodels.promotion.judgement.ContenderFixture.fallbacks;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Rule;
import io.manymodels.promotion.gate.Gate;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Comparison.Basis;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.Rung;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private static final Set<String> MAPE = Set.of("mape");
    private static final Gate COMPARES = new Gate(
            List.of(new Rule("mape", new Rule.WorseThanChampionByAtMost(0.02, true))));
    private static final Gate ROWS = new Gate(List.of(new Rule("rows", new Rule.AtLeast(100))));

    private static Judgement judged(Contender contender, Gate gate, Set<String> compared,
            @Nullable Comparison sameRows) {
        return Judgement.of(contender, gate, fallbacks(true, true), compared, sameRows);
    }

    @Test
    void theSameRowsCountWhereThereAreAnyAndTheBacktestsElse() {
        Contender both = contender(candidate(50), champion(7, 40), false);
        Comparison better = new Comparison(Basis.SAME_ROWS, 5, Map.of("mape", new Comparison.Pair(10, 90)));

        Judgement byBacktests = judged(both, COMPARES, MAPE, null);
        Judgement bySameRows = judged(both, COMPARES, MAPE, better);

        assertThat(byBacktests.verdict().decision()).isEqualTo("hold");
        assertThat(Objects.requireNonNull(byBacktests.comparison()).basis()).isEqualTo(Basis.BACKTESTS);
        assertThat(byBacktests.comparison().figures()).containsEntry("mape", new Comparison.Pair(50, 40));
        assertThat(bySameRows.promotes()).isTrue();
        assertThat(bySameRows.comparison()).isEqualTo(better);
    }

    @Test
    void aChampionThatCannotAnswerDefendsNothing() {
        assertThat(judged(contender(candidate(99), champion(7, 1), false), COMPARES, MAPE, Comparison.unreadable())
                .promotes()).isTrue();
    }

    @Test
    void aComparisonThatNobodyAskedForIsNotTold() {
        assertThat(judged(contender(candidate(50), champion(7, 40), false), ROWS, Set.of(), null).comparison())
                .isNull();
        assertThat(judged(contender(candidate(50), null, false), COMPARES, MAPE, null).comparison()).isNull();
        assertThat(judged(contender(null, champion(7, 40), false), COMPARES, MAPE, null).comparison()).isNull();
        assertThat(judged(contender(candidate(50), champion(CANDIDATE, 40), false), COMPARES, MAPE, null).comparison())
                .isNull();
    }

    @Test
    void theKeysRowsAreAMetricUnlessTrainingMeasuredThem() {
        Contender hundred = contender(candidate(50), null, false);
        Contender measured = contender(new Contender.Candidate(candidate(50).artefact(),
                new Metrics(Map.of("rows", 99d)), false, null), null, false);

        assertThat(judged(hundred, ROWS, Set.of(), null).promotes()).isTrue();
        assertThat(judged(hundred, ROWS, Set.of(), null).metrics().values()).containsEntry("rows", 100d);
        assertThat(judged(measured, ROWS, Set.of(), null).promotes()).isFalse();
    }

    @Test
    void theSameCandidateAgainIsNoChallenge() {
        Judgement unchanged = judged(contender(candidate(99), champion(CANDIDATE, 1), false), COMPARES, MAPE, null);

        assertThat(unchanged.verdict().decision()).isEqualTo("hold");
        assertThat(unchanged.reasons()).extracting(Refusal::code).containsExactly("unchanged");
        assertThat(unchanged.rung()).isEqualTo(Rung.OWN);
    }

    @Test
    void whyThereIsNoCandidateIsSaidAsFarAsItIsKnown() {
        Contender silent = new Contender(3, "{}", 100, null, null, null, false, null);

        assertThat(judged(contender(null, null, false), COMPARES, MAPE, null).reasons())
                .extracting(Refusal::message).containsExactly("too few rows");
        assertThat(judged(silent, COMPARES, MAPE, null).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("no-candidate");
            assertThat(reason.message()).contains("Maybe look at the outcomes of the training run");
        });
    }

    @Test
    void aKeyThatWasGivenUpIsOneWithoutACandidate() {
        Refusal deadly = new Refusal("task-abandoned", "It ended the worker three times");

        Judgement held = Judgement.abandoned(contender(candidate(1), champion(7, 99), true), deadly, COMPARES,
                fallbacks(false, false));
        Judgement rejected = Judgement.abandoned(contender(candidate(1), null, true), deadly, COMPARES,
                fallbacks(false, false));

        assertThat(held.rung()).isEqualTo(Rung.PREVIOUS);
        assertThat(rejected.rung()).isEqualTo(Rung.GROUP);
        assertThat(List.of(held, rejected)).allSatisfy(judgement -> {
            assertThat(judgement.promotes()).isFalse();
            assertThat(judgement.reasons()).containsExactly(deadly);
            assertThat(judgement.metrics().values()).isEmpty();
        });
    }
}

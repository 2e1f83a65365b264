package io.manymodels.promotion.judgement;

import static io.manymodels.promotion.judgement.ContenderFixture.BASELINE;
import static io.manymodels.promotion.judgement.ContenderFixture.CANDIDATE;
import static io.manymodels.promotion.judgement.ContenderFixture.CHAMPION;
import static io.manymodels.promotion.judgement.ContenderFixture.CORRUPT;
import static io.manymodels.promotion.judgement.ContenderFixture.FAMILY;
import static io.manymodels.promotion.judgement.ContenderFixture.GROUP;
import static io.manymodels.promotion.judgement.ContenderFixture.candidate;
import static io.manymodels.promotion.judgement.ContenderFixture.champion;
import static io.manymodels.promotion.judgement.ContenderFixture.contender;
import static io.manymodels.promotion.judgement.ContenderFixture.fallbacks;
import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.Rule;
import io.manymodels.promotion.gate.Gate;
import io.manymodels.promotion.release.Assignment;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.Rung;
import io.manymodels.run.Outcome;
import io.manymodels.work.api.PartitionOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Every key gets the best model that can answer for it, and one outcome that says so. */
class DecisionPropertyTest {

    private static final Gate GATE = new Gate(List.of(new Rule("mape", new Rule.AtMost(60)),
            new Rule("mape", new Rule.WorseThanChampionByAtMost(0, false))));
    private static final Refusal GIVEN_UP = new Refusal("task-abandoned", "It ended the worker three times");

    record Case(Judgement judgement, Fallbacks fallbacks) {

        static Case of(Contender contender, Fallbacks fallbacks) {
            return new Case(Judgement.of(contender, GATE, fallbacks, Set.of("mape"), null), fallbacks);
        }

        Decision real(@Nullable Refusal corrupt) {
            return Decision.real(judgement, corrupt, fallbacks);
        }
    }

    /** A candidate that is good, bad or none; a champion that is better, worse, the same or none; any of the lower rungs. */
    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(Arbitraries.of(30d, 50d, 70d, Double.NaN), Arbitraries.of(20d, 90d, 0d, Double.NaN),
                Arbitraries.of(true, false), Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as((mape, before, group, family, baseline) -> Case.of(contender(
                        mape.isNaN() ? null : candidate(mape),
                        before.isNaN() ? null : champion(before == 0 ? CANDIDATE : 7, before), group),
                        fallbacks(family, baseline)));
    }

    @Property
    void aDryRunTellsTheOutcomeOfTheRealOne(@ForAll("cases") Case key) {
        Decision dry = Decision.dry(key.judgement());
        Decision real = key.real(null);

        assertThat(dry.outcome()).isEqualTo(real.outcome());
        assertThat(dry.reason()).isEqualTo(real.reason());
        assertThat(dry.assignment()).isNull();
        assertThat(real.assignment() == null ? null : real.assignment().rung()).isEqualTo(key.judgement().rung());
    }

    @Property
    void aKeyIsWithoutAnAnswerOnlyWhereNoModelCanGiveOne(@ForAll("cases") Case key,
            @ForAll("corruptions") Refusal corrupt) {
        Decision decision = key.real(corrupt.code().isEmpty() ? null : corrupt);

        boolean nothing = key.judgement().contender().champion() == null && !key.judgement().contender().hasGroup()
                && !key.fallbacks().hasFamily() && !key.fallbacks().hasBaseline()
                && (!key.judgement().promotes() || !corrupt.code().isEmpty());
        assertThat(decision.assignment() == null).isEqualTo(nothing);
        if (nothing) {
            assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
        }
    }

    @Provide
    Arbitrary<Refusal> corruptions() {
        return Arbitraries.of(CORRUPT, new Refusal("", ""));
    }

    @Property
    void onlyAPlainSuccessNeedsNoReason(@ForAll("cases") Case key) {
        for (Decision decision : List.of(key.real(null), key.real(CORRUPT), Decision.dry(key.judgement()),
                Decision.abandoned(key.judgement(), GIVEN_UP, key.fallbacks()))) {
            assertThat(decision.reason() == null).isEqualTo(decision.outcome() == Outcome.SUCCEEDED);
            if (decision.reason() != null) {
                assertThat(decision.reason().message()).isNotBlank();
            }
        }
    }

    @Property
    void aKeyWhoseBytesAreCorruptFailsAndNeverGetsThem(@ForAll("cases") Case key) {
        Decision decision = key.real(CORRUPT);

        assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(decision.reason()).code()).isEqualTo("artefact-corrupt");
        if (decision.assignment() != null) {
            assertThat(decision.assignment().candidate()).isNull();
            assertThat(decision.assignment().rung()).isNotEqualTo(Rung.OWN);
        }
    }

    @Property
    void aKeyThatWasGivenUpFailsButIsAnswered(@ForAll("cases") Case key) {
        Judgement judgement = Judgement.abandoned(key.judgement().contender(), GIVEN_UP, GATE, key.fallbacks());

        Decision decision = Decision.abandoned(judgement, GIVEN_UP, key.fallbacks());

        assertThat(decision.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(decision.reason()).code()).isEqualTo("task-abandoned");
        assertThat(decision.assignment() == null ? null : decision.assignment().rung()).isEqualTo(judgement.rung());
    }

    private static @Nullable Assignment assignment(Contender contender, boolean family, boolean baseline,
            @Nullable Refusal corrupt) {
        return Case.of(contender, fallbacks(family, baseline)).real(corrupt).assignment();
    }

    @Example
    void whoAnswers() {
        int sequence = 3;

        assertThat(assignment(contender(candidate(30), champion(7, 90), true), true, true, null))
                .isEqualTo(Assignment.ofCandidate(sequence, CANDIDATE));
        assertThat(assignment(contender(candidate(30), champion(7, 90), true), true, true, CORRUPT))
                .isEqualTo(Assignment.ofModel(sequence, CHAMPION, Rung.PREVIOUS));
        assertThat(assignment(contender(candidate(70), champion(7, 90), true), true, true, null))
                .isEqualTo(Assignment.ofModel(sequence, CHAMPION, Rung.PREVIOUS));
        assertThat(assignment(contender(candidate(70), champion(CANDIDATE, 90), true), true, true, null))
                .isEqualTo(Assignment.ofModel(sequence, CHAMPION, Rung.OWN));
        assertThat(assignment(contender(candidate(70), null, true), true, true, null))
                .isEqualTo(Assignment.ofModel(sequence, GROUP, Rung.GROUP));
        assertThat(assignment(contender(null, null, false), true, true, null))
                .isEqualTo(Assignment.ofModel(sequence, FAMILY, Rung.FAMILY));
        assertThat(assignment(contender(null, null, false), false, true, null))
                .isEqualTo(Assignment.ofModel(sequence, BASELINE, Rung.BASELINE));
        assertThat(assignment(contender(candidate(30), null, false), false, false, CORRUPT)).isNull();
    }

    @Example
    void whatBecameOfTheKeyInTheRun() {
        Case skipped = Case.of(contender(candidate(70), champion(CANDIDATE, 90), false), fallbacks(false, false));
        Case lost = Case.of(contender(candidate(70), null, false), fallbacks(false, false));
        Case corrupt = Case.of(contender(candidate(30), null, false), fallbacks(false, false));

        assertThat(skipped.real(null).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(Objects.requireNonNull(lost.real(null).reason()).message()).contains("mape [70] is above",
                "No group, family or baseline model either");
        assertThat(Objects.requireNonNull(corrupt.real(CORRUPT).reason()).message()).contains("[nothing] answers");
        PartitionOutcome outcome = lost.real(null).outcome(lost.judgement(), 2, 0.5);
        assertThat(outcome.sequence()).isEqualTo(3);
        assertThat(outcome.key()).isEqualTo("{\"k\":3}");
        assertThat(outcome.attempts()).isEqualTo(2);
        assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
    }
}

package io.manymodels.promotion.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.promotion.lifecycle.PromotionState.AwaitingApproval;
import io.manymodels.promotion.lifecycle.PromotionState.Deciding;
import io.manymodels.promotion.lifecycle.PromotionState.Declined;
import io.manymodels.promotion.lifecycle.PromotionState.DryRun;
import io.manymodels.promotion.lifecycle.PromotionState.Move;
import io.manymodels.promotion.lifecycle.PromotionState.Published;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionStateTest {

    private static final List<PromotionState> STATES = List.of(new Deciding(), new DryRun(), new AwaitingApproval(),
            new Published(null), new Published("ann"), new Declined("bob"));

    @Test
    void everyStateIsReadAsItIsWritten() {
        assertThat(STATES).allSatisfy(
                state -> assertThat(PromotionState.of(state.wireName(), state.decidedBy())).isEqualTo(state));
        assertThat(STATES).extracting(Object::getClass).as("all of them")
                .containsOnlyOnceElementsOf(
                        List.of(Deciding.class, DryRun.class, AwaitingApproval.class, Declined.class))
                .contains(PromotionState.class.getPermittedSubclasses());
    }

    /** The moves that the types offer, found by asking each state for all of them. */
    @Test
    void theMovesAreThoseThatTheTableAllows() {
        var moves = STATES.stream().flatMap(PromotionStateTest::moves)
                .map(move -> move.from().wireName() + " -> " + move.to().wireName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(moves).containsExactly("awaiting-approval -> declined", "awaiting-approval -> published",
                "deciding -> awaiting-approval", "deciding -> dry-run", "deciding -> published");
    }

    private static Stream<Move> moves(PromotionState state) {
        return Arrays.stream(state.getClass().getDeclaredMethods())
                .filter(method -> method.getReturnType() == Move.class).map(method -> {
                    try {
                        return (Move) method.invoke(state, Arrays.stream(method.getParameterTypes())
                                .map(_ -> "ann").toArray());
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void whoDecidedIsKeptWhereSomebodyWasAsked() {
        assertThat(new AwaitingApproval().approved("ann").to().decidedBy()).isEqualTo("ann");
        assertThat(new AwaitingApproval().declined("ann").to().decidedBy()).isEqualTo("ann");
        assertThat(new Deciding().published().to().decidedBy()).isNull();
        assertThat(PromotionState.of("declined", null).decidedBy()).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Published", "approved", "dryrun"})
    void anotherWordIsNoState(String word) {
        assertThatThrownBy(() -> PromotionState.of(word, null)).hasMessageContaining("[" + word + "]");
    }
}

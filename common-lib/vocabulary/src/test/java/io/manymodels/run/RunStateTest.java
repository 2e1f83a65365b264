package io.manymodels.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The states of runs as tables and API have known them: names never change, and what is final stays so. */
class RunStateTest {

    @ParameterizedTest
    @CsvSource({"queued, false", "running, false", "succeeded, true", "failed, true", "cancelled, true"})
    void namesAndEnds(String name, boolean isFinal) {
        assertThat(RunState.ofWireName(name).isFinal()).isEqualTo(isFinal);
        assertThat(RunState.ofWireName(name).wireName()).isEqualTo(name);
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void nothingFollowsItself(RunState state) {
        assertThat(state.successors()).doesNotContain(state);
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void whatIsNotOverCanBeCancelledAndCanFail(RunState state) {
        if (state.isFinal()) {
            assertThat(state.successors()).isEmpty();
        } else {
            assertThat(state.successors()).contains(RunState.CANCELLED, RunState.FAILED);
        }
    }

    @Test
    void nothingSucceedsThatDidNotRun() {
        assertThat(RunState.QUEUED.successors()).doesNotContain(RunState.SUCCEEDED);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> RunState.ofWireName("done")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RunKind.ofWireName("training ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(RunKind.class)
    void kindsKeepTheirNames(RunKind kind) {
        assertThat(RunKind.ofWireName(kind.wireName())).isEqualTo(kind);
        assertThat(kind.wireName()).isIn("ingestion", "training", "backtest", "promotion", "scoring");
    }
}

package io.manymodels.ingestion.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatesTest {

    @Test
    void aStateIsReadAsItIsWritten() {
        List<CycleState> cycles = Stream.concat(Stream.of(CycleState.Running.values()),
                Stream.of(CycleState.Ended.values())).map(CycleState.class::cast).toList();
        List<StepState> steps = Stream.concat(Stream.of(StepState.Open.values()), Stream.of(CycleState.Ended.values()))
                .map(StepState.class::cast).toList();

        assertThat(cycles).allSatisfy(state -> assertThat(CycleState.of(state.wire())).isEqualTo(state));
        assertThat(steps).allSatisfy(state -> assertThat(StepState.of(state.wire())).isEqualTo(state));
        assertThat(cycles).extracting(CycleState::wire).containsExactly("running", "succeeded", "failed", "cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "queued", "RUNNING", "Succeeded", "waiting "})
    void anotherWordIsNoState(String word) {
        assertThatThrownBy(() -> CycleState.of(word)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo("run-state-unknown");
            assertThat(e.getMessage()).contains("[" + word + "]", "Maybe one of");
        });
        assertThatThrownBy(() -> StepState.of(word)).isInstanceOf(ManyModelsException.class);
    }

    @ParameterizedTest
    @EnumSource(CycleState.Ended.class)
    void aStepEndsAsItsRunDoes(CycleState.Ended ended) {
        assertThat(Stream.of(RunState.values()).map(RunState::wireName)).contains(ended.wire());
    }
}

package io.manymodels.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPropertiesTest {

    @ParameterizedTest
    @CsvSource({"0, 1, rows-per-task", "-5, 1, rows-per-task", "100, 0, least-rows-per-task",
            "100, 101, least-rows-per-task"})
    void aTaskHoldsSomeRows(long most, long least, String name) {
        assertThatThrownBy(() -> new TrainingProperties(most, least)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("manymodels.training." + name).hasMessageContaining("Maybe");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 100", "200000, 2000"})
    void boundsMayMeet(long most, long least) {
        assertThat(new TrainingProperties(most, least).leastRowsPerTask()).isEqualTo(least);
    }
}

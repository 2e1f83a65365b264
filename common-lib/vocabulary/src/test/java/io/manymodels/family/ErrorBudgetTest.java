package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBudgetTest {

    @ParameterizedTest
    @CsvSource({"1%, 1, 100, true", "1%, 2, 100, false", "1%, 0, 10, true", "1%, 1, 10, false", "0, 0, 10, true",
            "0, 1, 10, false", "10, 10, 20, true", "10, 11, 1000000, false", "100%, 5, 5, true", "0.5%, 1, 200, true",
            "0.5%, 1, 199, false"})
    void allowsUpToItsShareOrCount(String budget, long failed, long expected, boolean allowed) {
        assertThat(ErrorBudget.parse(budget).allows(failed, expected)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1%", "0.5%", "10", "0", "100%"})
    void writesWhatItReads(String text) {
        assertThat(ErrorBudget.parse(text)).hasToString(text);
        assertThat(ErrorBudget.parse(" " + text + " ")).isEqualTo(ErrorBudget.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"101%", "-1", "-1%", "1.5", "NaN%", "", "%", "many"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> ErrorBudget.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDefaultIsOnePercent() {
        assertThat(ErrorBudget.DEFAULT).isEqualTo(ErrorBudget.parse("1%"));
    }
}

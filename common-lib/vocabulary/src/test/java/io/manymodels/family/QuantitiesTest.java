package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "60s, PT1M", "60, PT1M", "5m, PT5M", "1h, PT1H", "' 2h ', PT2H",
            "9999999, PT9999999S"})
    void readsDurations(String text, Duration duration) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-5s", "1.5s", "5 minutes", "5d", "10000000s", "s", "5ss"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "60s", "1s", "1500ms"})
    void writesDurationsAsTheyAreRead(String text) {
        assertThat(Quantities.text(Quantities.duration(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5y, 5, YEAR", "8q, 8, QUARTER", "18mo, 18, MONTH", "26w, 26, WEEK", "90d, 90, DAY", "12h, 12, HOUR",
            "30min, 30, MINUTE", "100, 100,"})
    void readsAndWritesLengthsOfHistory(String text, int amount, TimeStep unit) {
        FamilySpec.History history = Quantities.history(text);

        assertThat(history).isEqualTo(new FamilySpec.History(amount, unit));
        assertThat(Quantities.text(history)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "5 years", "0y", "y", ""})
    void refusesOtherLengths(String text) {
        assertThatThrownBy(() -> Quantities.history(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMarginIsAShareOrAnAmount() {
        assertThat(Quantities.margin("2%")).isEqualTo(new Rule.WorseThanChampionByAtMost(0.02, true));
        assertThat(Quantities.margin("0.5")).isEqualTo(new Rule.WorseThanChampionByAtMost(0.5, false));
        assertThat(Quantities.margin("0")).isEqualTo(new Rule.WorseThanChampionByAtMost(0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-1%", "NaN", "Infinity", "two", "%"})
    void refusesOtherMargins(String text) {
        assertThatThrownBy(() -> Quantities.margin(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

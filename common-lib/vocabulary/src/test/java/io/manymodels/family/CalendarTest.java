package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTest {

    @ParameterizedTest
    @ValueSource(strings = {"every-step", "rows", "mon,wed,fri", "2024-01-27,2024-02-24,2024-03-30"})
    void whatIsReadIsWrittenTheSame(String texts) {
        List<String> asWritten = List.of(texts.split(","));

        assertThat(Calendar.parse(asWritten).texts()).isEqualTo(asWritten);
    }

    @Test
    void businessDaysAreMondayToFriday() {
        assertThat(Calendar.parse(List.of("business-days")).texts()).containsExactly("mon", "tue", "wed", "thu", "fri");
        assertThat(Calendar.parse(List.of("Saturday", "SUN")))
                .isEqualTo(new Calendar.Weekdays(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)));
    }

    @Test
    void datesAreInOrder() {
        assertThat(Calendar.parse(List.of("2024-03-30", "2024-01-27")).texts())
                .containsExactly("2024-01-27", "2024-03-30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mon,2024-01-27", "2024-01-27", "someday", "2024-02-30,2024-03-30", "every-step,rows"})
    void whatIsNeitherDaysNorDatesIsRefused(String texts) {
        assertThatThrownBy(() -> Calendar.parse(List.of(texts.split(","))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

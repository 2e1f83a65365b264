package io.manymodels.ingestion.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CycleTimesTest {

    private static Optional<Instant> next(String schedule, String now) {
        return CycleTimes.next(FamilySpec.read("""
                family: f
                source: {files: rows.csv}
                key: [k]
                target: y
                task: regression
                """ + schedule).orThrow(), Instant.parse(now));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0 2 * * *|UTC|2024-03-05T01:59:59Z|2024-03-05T02:00:00Z",
            // Due now is due again tomorrow, or a cycle would start itself for ever.
            "0 2 * * *|UTC|2024-03-05T02:00:00Z|2024-03-06T02:00:00Z",
            "0 2 * * *|Europe/Berlin|2024-03-05T00:00:00Z|2024-03-05T01:00:00Z",
            "0 2 * * *|Europe/Berlin|2024-07-05T00:30:00Z|2024-07-06T00:00:00Z",
            "30 6 * * MON|UTC|2024-03-05T00:00:00Z|2024-03-11T06:30:00Z",
            "0 0 1 * *|UTC|2024-01-31T12:00:00Z|2024-02-01T00:00:00Z",
            "0 0 29 2 *|UTC|2024-03-01T00:00:00Z|2028-02-29T00:00:00Z",
            "*/15 * * * *|UTC|2024-03-05T10:07:00Z|2024-03-05T10:15:00Z"})
    void theFirstTimeAfterNowInTheZoneOfTheSpec(String cron, String zone, String now, String due) {
        assertThat(next("schedule: {cron: \"%s\", zone: %s}\n".formatted(cron, zone), now))
                .hasValue(Instant.parse(due));
    }

    @Test
    void theHourThatTheClocksLeaveOutIsStillANight() {
        Optional<Instant> due = next("schedule: {cron: \"30 2 * * *\", zone: Europe/Berlin}\n", "2024-03-31T00:00:00Z");

        assertThat(due).hasValueSatisfying(time -> assertThat(time).isBetween(Instant.parse("2024-03-31T00:30:00Z"),
                Instant.parse("2024-04-01T00:30:00Z")));
    }

    @Test
    void theHourThatComesTwiceIsOneNight() {
        Optional<Instant> first = next("schedule: {cron: \"30 2 * * *\", zone: Europe/Berlin}\n",
                "2024-10-26T12:00:00Z");
        Optional<Instant> second = next("schedule: {cron: \"30 2 * * *\", zone: Europe/Berlin}\n",
                first.orElseThrow().toString());

        assertThat(second.orElseThrow()).isEqualTo(Instant.parse("2024-10-28T01:30:00Z"));
    }

    @Test
    void whatIsDueEveryHourIsDueInBothOfThem() {
        Optional<Instant> due = next("schedule: {cron: \"30 * * * *\", zone: Europe/Berlin}\n", "2024-10-27T00:30:00Z");

        assertThat(due).hasValue(Instant.parse("2024-10-27T01:30:00Z"));
    }

    @Test
    void withoutAScheduleNothingIsDue() {
        assertThat(next("", "2024-03-05T00:00:00Z")).isEmpty();
    }
}

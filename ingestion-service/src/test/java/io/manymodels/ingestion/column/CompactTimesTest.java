package io.manymodels.ingestion.column;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.TimeStep;
import io.manymodels.ingestion.column.CompactTimes.Form;
import io.manymodels.ingestion.sandbox.EmptySandbox;
import io.manymodels.rows.ColumnType;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactTimesTest {

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    private static Optional<Form> form(List<Long> numbers, @Nullable TimeStep unit) {
        return CompactTimes.find(EMPTY.sandbox(), "(SELECT unnest([%s]::BIGINT[]) AS t)".formatted(
                numbers.stream().map(String::valueOf).collect(Collectors.joining(", "))), "t", unit).form();
    }

    private static String name(String numbers, @Nullable TimeStep unit) {
        List<Long> parsed = new ArrayList<>();
        for (String number : numbers.split(" ")) {
            parsed.add(Long.valueOf(number));
        }
        return form(parsed, unit).map(Form::name).orElse("counter");
    }

    @ParameterizedTest
    @CsvSource({"20240228 20240229 20240301,days as YYYYMMDD", "19000101 21001231,days as YYYYMMDD",
            "18991231 19000101,counter", "20230228 20230229,counter", "202311 202312 202401,months as YYYYMM",
            "202352 202401,ISO weeks as YYYYWW", "202053 202101,ISO weeks as YYYYWW", "202154 202201,counter",
            "20233 20234 20241,quarters as YYYYQ", "20235 20241,counter",
            "1700000040 1700003640,seconds since 1970", "1700000040000 1700000040001,milliseconds since 1970",
            "631152000 631152060,seconds since 1970", "631151940 631152060,counter",
            "4102444800 631152000,seconds since 1970", "4102444860 631152000,counter",
            "1700000040000000 1700000040000001,microseconds since 1970",
            "1700000040000000000 1700000040000000001,nanoseconds since 1970",
            "2023022823 2023030100,hours as YYYYMMDDHH", "2023022824 2023030100,counter",
            "202302282359 202303010000,minutes as YYYYMMDDHHMM", "202302282360 202303010000,counter",
            "20230228235959 20230301000000,seconds as YYYYMMDDHHMMSS",
            // Seconds of a log fall into any second, but a counter would go up by one.
            "1700000041 1700000042,counter", "1 2 3,counter", "0 20240301,counter", "2019 2020 2021,counter"})
    void theNumbersTellTheForm(String numbers, String form) {
        assertThat(name(numbers, null)).isEqualTo(form);
    }

    @Test
    void oneYearOfMonthsMayBeACounterUntilTheSpecSaysMonths() {
        assertThat(name("202301 202302 202303", null)).isEqualTo("counter");
        assertThat(name("202301 202302 202303", TimeStep.MONTH)).isEqualTo("months as YYYYMM");
        assertThat(name("202301 202302 202303", TimeStep.WEEK)).isEqualTo("ISO weeks as YYYYWW");
        assertThat(name("202301 202302 202401", TimeStep.WEEK)).isEqualTo("ISO weeks as YYYYWW");
        assertThat(name("20231 20232", null)).isEqualTo("counter");
        assertThat(name("20231 20232", TimeStep.QUARTER)).isEqualTo("quarters as YYYYQ");
    }

    @Test
    void ofOneYearNobodyKnowsWhetherTheyAreMonthsOrWeeks() {
        assertThat(found(202_301, 202_302, null).doubtful()).isTrue();
        assertThat(found(202_320, 202_321, null).doubtful()).isTrue();
        assertThat(found(202_301, 202_302, TimeStep.MONTH).doubtful()).isFalse();
        assertThat(found(202_301, 202_302, TimeStep.DAY).doubtful()).isFalse();
        assertThat(found(202_355, 202_356, null).doubtful()).isFalse();
        assertThat(found(202_312, 202_401, null).doubtful()).isFalse();
    }

    private static CompactTimes.Found found(long first, long second, @Nullable TimeStep unit) {
        return CompactTimes.find(EMPTY.sandbox(), "(SELECT unnest([%d, %d]::BIGINT[]) AS t)".formatted(first, second),
                "t",
                unit);
    }

    @Test
    void hoursOfAPlaceAreInstants() {
        Form hour = form(List.of(2_023_070_123L, 2_023_070_200L), null).orElseThrow();

        assertThat(hour.type()).isEqualTo(ColumnType.TIMESTAMP);
        assertThat(EMPTY.sandbox().first("SELECT CAST(%s AS VARCHAR), CAST(%s AS VARCHAR)".formatted(
                hour.expression("2023070123", null), hour.expression("2023070123", ZoneId.of("Europe/Berlin"))),
                row -> row.text(0) + " " + row.text(1))).hasValue("2023-07-01 23:00:00 2023-07-01 21:00:00");
    }

    @ParameterizedTest
    @CsvSource({"19, 1, true", "18, 1, false", "38, 2, true", "37, 2, false"})
    void oneSlipInTwentyIsForgiven(int days, int slips, boolean found) {
        List<Long> numbers = new ArrayList<>();
        LongStream.range(0, days).forEach(i -> numbers.add(20_240_101 + i % 28));
        LongStream.range(0, slips).forEach(i -> numbers.add(20_240_199 + i * 100));

        assertThat(form(numbers, null).isPresent()).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20240301", "20240301 20240301", "NULL"})
    void oneTimeAloneTellsNothing(String numbers) {
        assertThat(CompactTimes.find(EMPTY.sandbox(),
                "(SELECT unnest([%s]::BIGINT[]) AS t)".formatted(numbers.replace(' ', ',')), "t", null))
                .isEqualTo(CompactTimes.Found.COUNTER);
    }

    @Test
    void aFormKnowsTypeStepAndTheTimeOfANumber() {
        Form month = form(List.of(202_312L, 202_401L), null).orElseThrow();
        Form second = form(List.of(1_709_659_800L, 1_709_659_860L), null).orElseThrow();

        assertThat(month.type()).isEqualTo(ColumnType.DATE);
        assertThat(month.step()).isEqualTo(TimeStep.MONTH);
        assertThat(second.type()).isEqualTo(ColumnType.TIMESTAMP);
        assertThat(second.step()).isNull();
        assertThat(EMPTY.sandbox().first("SELECT CAST(%s AS VARCHAR), CAST(%s AS VARCHAR)".formatted(
                month.expression("202402", null), second.expression("1709659800", null)),
                row -> row.text(0) + " " + row.text(1))).hasValue("2024-02-01 2024-03-05 17:30:00");
    }
}

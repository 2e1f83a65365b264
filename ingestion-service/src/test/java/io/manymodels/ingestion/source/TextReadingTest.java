package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.sandbox.EmptySandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A text has the value that its reading says, or none: never an error, which would take the whole ingestion with it. */
class TextReadingTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    /** The value of a text in a column of texts, as DuckDB runs it in a file: not folded while it plans. */
    private static @Nullable String read(TextReading reading, String text) {
        return EMPTY.sandbox().query("SELECT CAST(%s AS VARCHAR) FROM (SELECT unnest([%s]) AS t)".formatted(
                reading.value("t"), SqlText.literal(text)), row -> Optional.ofNullable(row.text(0)))
                .getFirst().orElse(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {
            // Whole numbers of 64 bits.
            "INTEGER|7|7", "INTEGER|+7|7", "INTEGER|-7|-7", "INTEGER|007|7", "INTEGER|' 7 '|7", "INTEGER|7.|7",
            "INTEGER|7.000|7", "INTEGER|7.5|none", "INTEGER|7.0001|none", "INTEGER|7e3|none", "INTEGER|''|none",
            "INTEGER|-|none", "INTEGER|1 000|none", "INTEGER|0x10|none",
            "INTEGER|9223372036854775807|9223372036854775807",
            "INTEGER|-9223372036854775808|-9223372036854775808", "INTEGER|9223372036854775808|none",
            // Numbers as programs write them.
            "NUMBER|1e3|1000.0", "NUMBER|.5|0.5", "NUMBER|-0|-0.0", "NUMBER|1,5|none", "NUMBER|abc|none",
            "NUMBER|12 kg|none",
            // As people write them.
            "DECIMAL_COMMA|1,5|1.5", "DECIMAL_COMMA|1.234,5|1234.5", "DECIMAL_COMMA|1.234.567|1234567.0",
            "DECIMAL_COMMA|1 234,5|1234.5", "DECIMAL_COMMA|'1\u00a0234,5'|1234.5",
            "DECIMAL_COMMA|'1\u202f234,5'|1234.5",
            "DECIMAL_COMMA|'1''234,5'|1234.5", "DECIMAL_COMMA|1\u2019234,5|1234.5", "DECIMAL_COMMA|5,|5.0",
            "DECIMAL_COMMA|1.23,4|none", "DECIMAL_COMMA|1.2345|none", "DECIMAL_COMMA|,5|none",
            "DECIMAL_COMMA|1,2,3|none", "DECIMAL_COMMA|1234.567,8|none", "DECIMAL_COMMA|-1.234,5|-1234.5",
            "DECIMAL_POINT|1,234.5|1234.5", "DECIMAL_POINT|12,34.5|none", "DECIMAL_POINT|1.5|1.5",
            "DECIMAL_POINT|1.234,5|none", "DECIMAL_COMMA|1.234,50-|-1234.5", "DECIMAL_POINT|(1,234.50)|-1234.5",
            "DECIMAL_POINT|($5)|-5.0", "DECIMAL_POINT|5- %|-5.0", "DECIMAL_POINT|-5-|none", "DECIMAL_POINT|5-6|none",
            "DECIMAL_POINT|12.5 %|12.5", "DECIMAL_COMMA|1.234,50\u00a0\u20ac|1234.5", "DECIMAL_POINT|USD1,234.5|1234.5",
            "DECIMAL_POINT|%|none", "DECIMAL_POINT|12 kg|none", "DECIMAL_POINT|EUR|none",
            "BOOLEAN|TRUE|true", "BOOLEAN|Yes|true", "BOOLEAN|n|false", "BOOLEAN|0|false", "BOOLEAN|1|true",
            "BOOLEAN|2|none", "BOOLEAN|ja|none", "BOOLEAN|1.0|none",
            // The calendar knows its days.
            "DATE|2024-02-29|2024-02-29", "DATE|2023-02-29|none", "DATE|2024-13-01|none", "DATE|1.2.2024|none",
            "EXCEL_DATE|1|1900-01-01", "EXCEL_DATE|59|1900-02-28", "EXCEL_DATE|60|none",
            "EXCEL_DATE|61|1900-03-01", "EXCEL_DATE|45356.75|2024-03-05", "EXCEL_DATE|2958465.9|9999-12-31",
            "EXCEL_DATE|2958466|none", "EXCEL_DATE|0|none", "EXCEL_DATE|-1|none", "EXCEL_DATE|May|none",
            "ISO_WEEK|2020-W53|2020-12-28", "ISO_WEEK|202001|2019-12-30", "ISO_WEEK|2020-W54|none",
            "ISO_WEEK|2021-W53|none", "ISO_WEEK|202100|none", "ISO_WEEK|2021W1|none",
            "QUARTER|2024Q1|2024-01-01", "QUARTER|2024-Q4|2024-10-01", "QUARTER|2024 3|2024-07-01",
            "QUARTER|2024Q5|none", "QUARTER|2024Q0|none", "QUARTER|24Q1|none", "QUARTER|2024Q11|none",
            "EPOCH_SECONDS|0|1970-01-01 00:00:00", "EPOCH_SECONDS|-1|1969-12-31 23:59:59",
            "EPOCH_SECONDS|1709659800.25|2024-03-05 17:30:00.25", "EPOCH_SECONDS|soon|none",
            "EPOCH_MILLISECONDS|1709659800001|2024-03-05 17:30:00.001"})
    void aTextHasTheValueThatItsReadingSays(Kind kind, String text, @Nullable String value) {
        assertThat(read(TextReading.of(kind), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = "TEXT", mode = EnumSource.Mode.EXCLUDE)
    void whatCannotBeReadIsMissingAndNothingFails(Kind kind) {
        String huge = "9".repeat(400);
        for (String text : List.of("", " ", "-", "?", "NaN", "nan", "inf", "-inf", "infinity", "1e300", "-1e300", huge,
                "9999999999", "-9999999999", "2147483647", "-2147483648", "1e18", "9223372036854775807",
                "99999-01-01", "0000-00-00", "2024-03-05T99:99:99", "24:00", "\uD83D\uDE00", "'", "\"", "\\", "%",
                "2024-03-05 10:00:00+99:99", "9999Q4", "0000Q1", "9999-W52", "0000-W01", "5874897-12-31")) {
            String value = read(TextReading.of(kind), text);

            assertThat(value).as("%s of [%s]", kind, text).satisfiesAnyOf(
                    none -> assertThat(none).isNull(), some -> assertThat(some).isNotEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"DATE", "TIMESTAMP", "EXCEL_DATE", "EPOCH_SECONDS", "EPOCH_MILLISECONDS"})
    void foreverIsNoTime(Kind kind) {
        for (String text : List.of("infinity", "-infinity", "inf", "Infinity")) {
            assertThat(read(TextReading.of(kind), text)).as("%s of [%s]", kind, text).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", value = {"2024-03-05T17:30|2024-03-05 17:30:00",
            "2024-03-05 17:30:00.123456|2024-03-05 17:30:00.123456", "2024-03-05|2024-03-05 00:00:00",
            "2024-03-05T17:30:00Z|2024-03-05 17:30:00", "2024-03-05T17:30:00+01:00|2024-03-05 16:30:00",
            "2024-03-05 17:30:00-05|2024-03-05 22:30:00", "2024-02-30T00:00|none", "yesterday|none"})
    void anOffsetIsTakenAtItsWordAndUtcElsewhere(String text, @Nullable String value) {
        assertThat(read(TextReading.of(Kind.TIMESTAMP), text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"2024-01-15T12:00,2024-01-15 11:00:00", "2024-07-15T12:00,2024-07-15 10:00:00",
            "2024-07-15T12:00Z,2024-07-15 12:00:00", "2024-03-31T02:30,2024-03-31 01:30:00"})
    void aTimeWithoutAnOffsetIsOfTheZone(String text, String value) {
        assertThat(read(new TextReading(Kind.TIMESTAMP, null, BERLIN), text)).isEqualTo(value);
    }

    @Test
    void aFormatIsTheWholeText() {
        TextReading german = new TextReading(Kind.DATE, "%d.%m.%Y", null);

        assertThat(read(german, "05.03.2024")).isEqualTo("2024-03-05");
        assertThat(read(german, "5.3.2024")).isEqualTo("2024-03-05");
        assertThat(read(german, "2024-03-05")).isNull();
        assertThat(read(german, "05.03.2024 10:00")).isNull();
        assertThat(read(new TextReading(Kind.TIMESTAMP, "%d.%m.%Y %H:%M", BERLIN), "15.07.2024 12:00"))
                .isEqualTo("2024-07-15 10:00:00");
        assertThat(read(new TextReading(Kind.TIMESTAMP, "%Y-%m-%d %H:%M %z", BERLIN), "2024-07-15 12:00 +05:30"))
                .isEqualTo("2024-07-15 06:30:00");
    }

    @Test
    void aTextStaysWithItsBlanksAndTheOthersLoseThem() {
        assertThat(read(TextReading.TEXT, " a ")).isEqualTo(" a ");
        for (Kind kind : List.of(Kind.INTEGER, Kind.NUMBER, Kind.DECIMAL_COMMA, Kind.DECIMAL_POINT, Kind.BOOLEAN)) {
            assertThat(read(TextReading.of(kind), " 1 ")).as("%s", kind).isNotNull();
        }
    }

    @Test
    void aNumberSurvivesBeingWrittenTheWayItIsRead() {
        List<String> numbers = List.of("0", "1", "12", "123", "1234", "12345", "999999", "1000000", "123456789.125");

        for (TextReading reading : List.of(TextReading.of(Kind.DECIMAL_COMMA), TextReading.of(Kind.DECIMAL_POINT))) {
            boolean comma = reading.kind() == Kind.DECIMAL_COMMA;
            for (String number : numbers) {
                String grouped = grouped(number, comma ? "." : ",", comma ? "," : ".");

                assertThat(Double.parseDouble(Objects.requireNonNull(read(reading, grouped), grouped)))
                        .as("%s as [%s]", number, grouped).isEqualTo(Double.parseDouble(number));
            }
        }
    }

    private static String grouped(String number, String gap, String mark) {
        String[] parts = number.split("\\.");
        String reversed = new StringBuilder(parts[0]).reverse().toString();
        String groups = Arrays.stream(reversed.split("(?<=\\G.{3})")).collect(Collectors.joining(gap));
        return new StringBuilder(groups).reverse() + (parts.length > 1 ? mark + parts[1] : "");
    }
}

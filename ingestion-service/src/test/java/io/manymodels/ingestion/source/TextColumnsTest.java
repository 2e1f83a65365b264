package io.manymodels.ingestion.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.DeclaredType;
import io.manymodels.family.DeclaredType.Kind;
import io.manymodels.ingestion.sandbox.EmptySandbox;
import io.manymodels.ingestion.sandbox.SqlText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the values of a column are taken for, and where that turns. */
class TextColumnsTest {

    private static final SourceHints NOTHING = hints(Set.of(), Map.of(), Map.of(), Set.of());

    @RegisterExtension
    static final EmptySandbox EMPTY = new EmptySandbox();

    private static SourceHints hints(Set<String> keys, Map<String, DeclaredType> declared,
            Map<String, TextReading> earlier, Set<String> targets) {
        return new SourceHints(keys, declared, earlier, targets, null, false);
    }

    private static TextColumn column(List<String> values, SourceHints hints) {
        String list = values.stream().map(SqlText::literal).collect(Collectors.joining(", "));
        return TextColumns
                .find(EMPTY.sandbox(), "SELECT unnest([%s]::VARCHAR[]) AS x".formatted(list), List.of("x"), hints)
                .getFirst();
    }

    private static List<String> repeated(String value, int count) {
        return new ArrayList<>(Collections.nCopies(count, value));
    }

    /** Values that differ, so that they are no codes. */
    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(String.valueOf(i * 7919));
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1;2;3|INTEGER", "1;+2;-3|INTEGER", "1;2.0|NUMBER", "1;2e3|NUMBER",
            "1;.5|NUMBER", "1; 2 |INTEGER", "007;008|TEXT", "0;1;0|INTEGER", "0.5;01.5|TEXT", "01.1;01.10|TEXT",
            "00,5;01,5|TEXT",
            "12345678901234567890;1|TEXT", "9223372036854775807;1|INTEGER", "9223372036854775808;1|TEXT",
            "2024-03-05;2024-3-6|DATE", "2024-03-05;2024-03-05 10:00|TIMESTAMP", "2024-03-05T10:00:00Z|TIMESTAMP",
            "true;FALSE|BOOLEAN", "yes;no|TEXT", "0;true|TEXT", "1,5;2,5|DECIMAL_COMMA", "1.234,5;2,5|DECIMAL_COMMA",
            "1,234.5;2.5|DECIMAL_POINT", "1,234;2,345|TEXT", "1.234,50-;2,50|DECIMAL_COMMA",
            "(1,234.50);2.50|DECIMAL_POINT",
            "12.50-;3.25|DECIMAL_POINT", "12-;3-|TEXT", "(a);(b)|TEXT", "1,234,567;2.5|DECIMAL_POINT", "a;b|TEXT",
            "10:30;11:30|TEXT", "1;2;x|TEXT", "inf;1|NUMBER"})
    void whatAllValuesAre(String values, Kind kind) {
        TextColumn column = column(List.of(values.split(";")), NOTHING);

        assertThat(column.reading().kind()).isEqualTo(kind);
        assertThat(column.fitsAll()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            // One bad value in fewer than twenty is no slip.
            "18, 1, TEXT", "19, 1, INTEGER", "18, 2, TEXT", "38, 2, TEXT",
            // From two hundred on, one in a hundred.
            "198, 2, INTEGER", "197, 3, TEXT", "990, 10, INTEGER", "989, 11, TEXT"})
    void howManyValuesMayBeBad(int good, int bad, Kind kind) {
        List<String> values = numbers(good);
        for (int i = 0; i < bad; i++) {
            values.add("slip " + i);
        }

        TextColumn column = column(values, NOTHING);

        assertThat(column.reading().kind()).isEqualTo(kind);
        assertThat(column.values() - column.fitting()).isEqualTo(kind == Kind.TEXT ? 0 : bad);
    }

    @ParameterizedTest
    @CsvSource({"19, 1, DATE", "18, 1, TEXT", "198, 2, DATE", "197, 3, TEXT"})
    void theSameOfDates(int good, int bad, Kind kind) {
        List<String> values = repeated("2024-03-05", good);
        values.addAll(repeated("soon", bad));

        assertThat(column(values, NOTHING).reading().kind()).isEqualTo(kind);
    }

    @Test
    void aColumnWithoutValuesIsTextAndEmpty() {
        TextColumn none = TextColumns.find(EMPTY.sandbox(), "SELECT CAST(NULL AS VARCHAR) AS x", List.of("x"), NOTHING)
                .getFirst();

        assertThat(none).isEqualTo(new TextColumn("x", TextReading.TEXT, 0, 0, null));
        assertThat(none.isEmpty()).isTrue();
    }

    @Test
    void codesAmongNumbersAreACategoryAndSaySo() {
        List<String> values = repeated("1", 300);
        values.addAll(repeated("A", 2));

        TextColumn category = column(values, NOTHING);
        TextColumn target = column(values, hints(Set.of(), Map.of(), Map.of(), Set.of("x")));

        assertThat(category.reading()).isEqualTo(TextReading.TEXT);
        assertThat(category.remark()).contains("[x] is a category", "[A]", "columns.types: {x: number}");
        assertThat(target.reading()).isEqualTo(TextReading.INTEGER);
        assertThat(target.fitting()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({"-", "--", "?", "n.a.", "N.A.", "none", "missing", "Unknown", "nil"})
    void aWordForNothingIsNoCode(String nothing) {
        List<String> values = repeated("1", 300);
        values.addAll(repeated(nothing, 3));

        assertThat(column(values, NOTHING).reading()).isEqualTo(TextReading.INTEGER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1;2;10|INTEGER", "1;2;010|TEXT", "1;2;+3|TEXT", "1;2;3.0|TEXT", "1; 2|TEXT",
            "2.1;2.10|TEXT", "true;false|TEXT", "2024-03-05|TEXT", "9223372036854775808|TEXT", "-1;0|INTEGER",
            "-0;0|TEXT"})
    void aKeyIsAWholeNumberAsItIsWrittenOrAText(String values, Kind kind) {
        assertThat(column(List.of(values.split(";")), hints(Set.of("x"), Map.of(), Map.of(), Set.of())).reading()
                .kind()).isEqualTo(kind);
    }

    @Test
    void aKeyThatIsNearlyAllNumbersSaysWhyItIsText() {
        SourceHints key = hints(Set.of("x"), Map.of(), Map.of(), Set.of());

        assertThat(column(List.of("1", "2", "3b"), key).remark()).contains("key [x] is text", "[1] of its [3]", "[3b]",
                "columns.types: {x: integer}");
        assertThat(column(List.of("1", "b", "c"), key).remark()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSpecsWordCountsWhateverTheValuesAre(Kind kind) {
        TextColumn column = column(List.of("certainly", "no value"),
                hints(Set.of(), Map.of("x", new DeclaredType(kind, null)), Map.of(), Set.of()));

        assertThat(column.reading().kind()).isEqualTo(kind);
        assertThat(column.values()).isEqualTo(2);
        assertThat(column.fitting()).isEqualTo(kind == Kind.TEXT ? 2 : 0);
    }

    @ParameterizedTest
    @CsvSource({"NUMBER, 50, 50, NUMBER", "NUMBER, 49, 51, TEXT", "INTEGER, 50, 50, INTEGER", "BOOLEAN, 50, 50, TEXT"})
    void whatItWasBeforeStaysWhileHalfOfItFits(Kind before, int fitting, int others, Kind after) {
        List<String> values = numbers(fitting);
        for (int i = 0; i < others; i++) {
            values.add("text " + i);
        }

        assertThat(column(values, hints(Set.of(), Map.of(), Map.of("x", TextReading.of(before)), Set.of())).reading()
                .kind()).isEqualTo(after);
    }

    @Test
    void wholeNumbersStayTheFractionsThatTheyWere() {
        SourceHints number = hints(Set.of(), Map.of(), Map.of("x", TextReading.NUMBER), Set.of());
        SourceHints whole = hints(Set.of(), Map.of(), Map.of("x", TextReading.INTEGER), Set.of());

        assertThat(column(List.of("1", "2"), number).reading()).isEqualTo(TextReading.NUMBER);
        assertThat(column(List.of("1.5", "2"), whole).reading()).isEqualTo(TextReading.NUMBER);
    }

    @Test
    void aDotBeforeThreeDigitsFollowsTheOtherColumns() {
        String pair = "SELECT unnest(['1.234', '5.678']) AS x, unnest(['1,5', '2,5']) AS y";
        String mixed = "SELECT unnest(['1.234', '5.67']) AS x, unnest(['1,5', '2,5']) AS y";

        assertThat(TextColumns.find(EMPTY.sandbox(), pair, List.of("x", "y"), NOTHING))
                .extracting(c -> c.reading().kind())
                .containsExactly(Kind.DECIMAL_COMMA, Kind.DECIMAL_COMMA);
        assertThat(TextColumns.find(EMPTY.sandbox(), mixed, List.of("x", "y"), NOTHING))
                .extracting(c -> c.reading().kind())
                .containsExactly(Kind.NUMBER, Kind.DECIMAL_COMMA);
        assertThat(TextColumns.find(EMPTY.sandbox(), pair, List.of("x"), NOTHING)).extracting(c -> c.reading().kind())
                .containsExactly(Kind.NUMBER);
    }

    /** Cold, that was a second of each ingestion of fractions. */
    @Test
    void numbersAreTakenApartOnlyBesideDecimalCommas() {
        assertThat(DecimalMarks.dots("x", true)).anyMatch(count -> count.contains("regexp_replace"));
        assertThat(DecimalMarks.dots("x", false)).hasSameSizeAs(DecimalMarks.dots("x", true))
                .noneMatch(count -> count.contains("regexp_replace"));
    }
}

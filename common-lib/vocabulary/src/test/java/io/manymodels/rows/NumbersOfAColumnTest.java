package io.manymodels.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sends for a column, and the number by which it is held. */
class NumbersOfAColumnTest {

    private static Column column(ColumnType type) {
        return new Column("c", type, ColumnRole.KNOWN);
    }

    static Stream<Arguments> good() {
        return Stream.of(Arguments.of(ColumnType.INTEGER, 7, 7), Arguments.of(ColumnType.INTEGER, " 7 ", 7),
                Arguments.of(ColumnType.INTEGER, "-3", -3), Arguments.of(ColumnType.INTEGER, true, 1),
                Arguments.of(ColumnType.DOUBLE, "1e3", 1000), Arguments.of(ColumnType.DOUBLE, "+.5", 0.5),
                Arguments.of(ColumnType.DOUBLE, "5.", 5), Arguments.of(ColumnType.DOUBLE, "-1.25E-2", -0.0125),
                Arguments.of(ColumnType.DOUBLE, false, 0), Arguments.of(ColumnType.DOUBLE, new BigDecimal("0.1"), 0.1),
                Arguments.of(ColumnType.DOUBLE, BigInteger.TWO.pow(70), 0x1p70),
                Arguments.of(ColumnType.DOUBLE, Double.MAX_VALUE, Double.MAX_VALUE),
                Arguments.of(ColumnType.DOUBLE, "1e-400", 0),
                Arguments.of(ColumnType.BOOLEAN, true, 1), Arguments.of(ColumnType.BOOLEAN, false, 0),
                Arguments.of(ColumnType.BOOLEAN, " TRUE ", 1), Arguments.of(ColumnType.BOOLEAN, "0", 0),
                Arguments.of(ColumnType.BOOLEAN, 1, 1), Arguments.of(ColumnType.DATE, "1970-01-03", 2),
                Arguments.of(ColumnType.DATE, 2, 2), Arguments.of(ColumnType.DATE, -719_528, -719_528),
                Arguments.of(ColumnType.TIMESTAMP, "1970-01-01T00:00:01", 1_000_000),
                Arguments.of(ColumnType.TIMESTAMP, 5L, 5), Arguments.of(ColumnType.TEXT, "12", 12));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aValueIsHeldAsItsNumber(ColumnType type, Object value, double number) {
        assertThat(PartitionRows.number(column(type), value)).isEqualTo(number);
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsNotANumberIsMissing(ColumnType type) {
        assertThat(PartitionRows.number(column(type), Double.NaN)).isNaN();
    }

    static Stream<ColumnType> types() {
        return Stream.of(ColumnType.values());
    }

    static Stream<Arguments> wrong() {
        Stream<String> decimals = Stream.of("", " ", ".", "-", "e5", "1e", "1e+", "1d", "1f", "0x1p3", "Infinity",
                "NaN", "1,5", "1_000", "1 000", "--1", "1e1234567890", "1e400", "-1e400", "\u0661", "one", "1\u0000");
        return Stream.of(decimals.map(text -> Arguments.of(ColumnType.DOUBLE, text)),
                Stream.of("7.5x", "seven", "").map(text -> Arguments.of(ColumnType.INTEGER, text)),
                Stream.of("yes", "2", "", "truex").map(text -> Arguments.of(ColumnType.BOOLEAN, text)),
                Stream.of("2024-02-30", "soon", true, List.of(1)).map(value -> Arguments.of(ColumnType.DATE, value)),
                Stream.of("noon", "", Map.of()).map(value -> Arguments.of(ColumnType.TIMESTAMP, value)),
                Stream.of(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, BigInteger.TWO.pow(1100),
                        List.of(1), Map.of("a", 1)).map(value -> Arguments.of(ColumnType.DOUBLE, value)),
                // A number of days or microseconds that lies on no calendar.
                Stream.of(1e300, -1e300, Long.MAX_VALUE, Long.MIN_VALUE, 3_000_000, -5_000_000)
                        .map(value -> Arguments.of(ColumnType.DATE, value)),
                Stream.of(1e300, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800_000_000L)
                        .map(value -> Arguments.of(ColumnType.TIMESTAMP, value)))
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoneIsRefusedWithValueColumnAndType(ColumnType type, Object value) {
        assertThatThrownBy(() -> PartitionRows.number(column(type), value))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.code()).isEqualTo("value-malformed");
                    assertThat(problem.getMessage()).contains("[" + value + "]", "[c]", "[" + type.wire() + "]",
                            "Maybe");
                });
    }

    /** What is taken can be shown: a category of a date is compared by its text. */
    @Property
    void whateverIsTakenHasAText(@ForAll("types") ColumnType type, @ForAll("anything") Object value) {
        RowSchema schema = new RowSchema(List.of(column(type)));
        PartitionRows rows;
        try {
            rows = PartitionRows.of(schema, null, "{}", List.of(Map.of("c", value)));
        } catch (ManyModelsException refused) {
            assertThat(refused.code()).isEqualTo("value-malformed");
            return;
        }

        assertThat(rows.text(0, 0) == null).isEqualTo(rows.isMissing(0, 0));
    }

    @Provide("types")
    Arbitrary<ColumnType> everyType() {
        return Arbitraries.of(ColumnType.values());
    }

    @Provide
    Arbitrary<Object> anything() {
        return Arbitraries.oneOf(Arbitraries.doubles().map(value -> (Object) value),
                Arbitraries.longs().map(value -> (Object) value),
                Arbitraries.of(true, false).map(value -> (Object) value),
                Arbitraries.strings().ofMaxLength(12).map(value -> (Object) value),
                Arbitraries.of("2024-01-01", "20240101", "2024-01-01T00:00Z", "1e5", "NaN", "-5")
                        .map(value -> (Object) value),
                Arbitraries.bigIntegers().map(value -> (Object) value));
    }

    @ParameterizedTest
    @CsvSource({"INTEGER, 7.0, 7", "DOUBLE, 7, 7", "DOUBLE, 0.1, 0.1", "DOUBLE, 999999999999999, 999999999999999",
            "DOUBLE, 1e15, 1.0E15", "DOUBLE, -0.0, 0", "BOOLEAN, 1, true", "BOOLEAN, 0, false",
            "DATE, 19782, 2024-02-29", "TIMESTAMP, 60000000, 1970-01-01T00:01"})
    void aNumberIsShownAsPeopleWriteIt(ColumnType type, double number, String text) {
        PartitionRows rows = new PartitionRows(new RowSchema(List.of(column(type))), "{}", 1, new long[0],
                new double[][] {{number}}, new String[][] {{}});

        assertThat(rows.text(0, 0)).isEqualTo(text);
    }

    @Test
    void withoutATargetThereIsNoLabel() {
        PartitionRows rows = PartitionRows.of(new RowSchema(List.of(column(ColumnType.TEXT))), null, "{}",
                List.of(Map.of("c", "x")));

        assertThat(rows.label(0)).isNull();
        assertThat(rows.hasTimes()).isFalse();
    }

    @Test
    void noRowsOfATimedFamilyAreStillTimed() {
        RowSchema timed = new RowSchema(List.of(new Column("day", ColumnType.DATE, ColumnRole.TIME)));

        assertThat(PartitionRows.of(timed, TimeAxis.integers(), "{}", List.of()).hasTimes()).isTrue();
        assertThat(PartitionRows.of(timed, null, "{}", List.of(Map.of())).hasTimes()).isFalse();
    }

    @Test
    void aSliceHoldsItsRowsAlone() {
        RowSchema schema = new RowSchema(List.of(new Column("week", ColumnType.INTEGER, ColumnRole.TIME),
                column(ColumnType.TEXT)));
        PartitionRows rows = PartitionRows.of(schema, TimeAxis.integers(), "{}",
                List.of(Map.of("week", 1, "c", "a"), Map.of("week", 2), Map.of("week", 3, "c", "b")));

        PartitionRows slice = rows.slice(1, 3);

        assertThat(slice.times()).containsExactly(2, 3);
        assertThat(slice.texts(1)).containsExactly(null, "b");
        assertThat(rows.slice(1, 1).size()).isZero();
        assertThat(rows.conform(new RowSchema(schema.columns()))).isSameAs(rows);
    }
}

package io.manymodels.realtime.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import io.manymodels.realtime.predict.KeyReader.Keyed;
import io.manymodels.realtime.release.ServedFamily;
import io.manymodels.registry.Release;
import io.manymodels.rows.Column;
import io.manymodels.rows.ColumnRole;
import io.manymodels.rows.ColumnType;
import io.manymodels.rows.RowSchema;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A key is found as it is written, or not at all. */
class KeyReaderTest {

    private static ServedFamily family(ColumnType... types) {
        String keys = String.join(", ", Stream.of(types).map(KeyReaderTest::name).toList());
        FamilySpec spec = FamilySpec.read("""
                family: f
                source: {files: a.csv}
                key: [%s]
                target: y
                task: regression
                """.formatted(keys))
                .orThrow();
        return new ServedFamily(new Release(1, "f", 1, new UUID(0, 1), "s", 1, Instant.EPOCH), spec,
                new RowSchema(Stream.of(types).map(type -> new Column(name(type), type, ColumnRole.KEY)).toList()),
                null, null);
    }

    private static String name(ColumnType type) {
        return "k_" + type.wire();
    }

    private static RequestRows rows(String column, @Nullable Object... values) {
        return new RequestRows(values.length, Map.of(column, new Cells.Mixed(values)), List.of());
    }

    static Stream<Arguments> good() {
        return Stream.of(Arguments.of(ColumnType.INTEGER, 7L, "7"), Arguments.of(ColumnType.INTEGER, 7, "7"),
                Arguments.of(ColumnType.INTEGER, 7.0, "7"), Arguments.of(ColumnType.INTEGER, " 7 ", "7"),
                Arguments.of(ColumnType.INTEGER, "-7", "-7"), Arguments.of(ColumnType.INTEGER, "0", "0"),
                Arguments.of(ColumnType.INTEGER, Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(ColumnType.INTEGER, BigInteger.valueOf(Long.MAX_VALUE), "9223372036854775807"),
                Arguments.of(ColumnType.DOUBLE, 2.5, "2.5"), Arguments.of(ColumnType.DOUBLE, 2L, "2"),
                Arguments.of(ColumnType.DOUBLE, " 2.50 ", "2.5"), Arguments.of(ColumnType.DOUBLE, "1e3", "1000"),
                Arguments.of(ColumnType.BOOLEAN, true, "true"), Arguments.of(ColumnType.BOOLEAN, " FALSE ", "false"),
                Arguments.of(ColumnType.DATE, "2024-02-29", "\"2024-02-29\""),
                Arguments.of(ColumnType.TEXT, "a \u20ac \ud834\udd1e", "\"a \u20ac \ud834\udd1e\""),
                Arguments.of(ColumnType.TEXT, "", "\"\""), Arguments.of(ColumnType.TEXT, 7L, "\"7\""),
                Arguments.of(ColumnType.TEXT, false, "\"false\""), Arguments.of(ColumnType.TEXT, "007", "\"007\""),
                Arguments.of(ColumnType.TIMESTAMP, "2024-01-01T00:00", "\"2024-01-01T00:00\""));
    }

    @ParameterizedTest
    @MethodSource("good")
    void aValueIsReadByTheTypeOfItsColumn(ColumnType type, Object value, String json) {
        RowProblems problems = new RowProblems();

        Map<String, Keyed> keys = KeyReader.read(family(type), rows(name(type), value), problems);

        assertThat(keys).containsOnlyKeys("{\"%s\":%s}".formatted(name(type), json));
        assertThat(problems.rows()).isZero();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(Arguments.of(ColumnType.INTEGER, 7.5), Arguments.of(ColumnType.INTEGER, 1e30),
                Arguments.of(ColumnType.INTEGER, Double.NaN), Arguments.of(ColumnType.INTEGER, "7.0"),
                Arguments.of(ColumnType.INTEGER, "007"), Arguments.of(ColumnType.INTEGER, "+7"),
                Arguments.of(ColumnType.INTEGER, "9223372036854775808"), Arguments.of(ColumnType.INTEGER, ""),
                Arguments.of(ColumnType.INTEGER, true), Arguments.of(ColumnType.INTEGER, BigInteger.TWO.pow(64)),
                Arguments.of(ColumnType.INTEGER, "\u0667"), Arguments.of(ColumnType.DOUBLE, "two"),
                Arguments.of(ColumnType.DOUBLE, "NaN"), Arguments.of(ColumnType.DOUBLE, "Infinity"),
                Arguments.of(ColumnType.DOUBLE, "1e400"), Arguments.of(ColumnType.DOUBLE, "2.5d"),
                Arguments.of(ColumnType.DOUBLE, "0x1p3"), Arguments.of(ColumnType.DOUBLE, true),
                Arguments.of(ColumnType.BOOLEAN, 1L), Arguments.of(ColumnType.BOOLEAN, "yes"),
                Arguments.of(ColumnType.DATE, "29.02.2024"), Arguments.of(ColumnType.DATE, "2023-02-29"),
                Arguments.of(ColumnType.DATE, 19_000L), Arguments.of(ColumnType.TEXT, 1.5),
                Arguments.of(ColumnType.TEXT, "a\u0000b"), Arguments.of(ColumnType.TEXT, "a\ud800b"),
                Arguments.of(ColumnType.TEXT, "\udd1e"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aValueOfAnotherTypeIsNoKey(ColumnType type, Object value) {
        RowProblems problems = new RowProblems();

        Map<String, Keyed> keys = KeyReader.read(family(type), rows(name(type), value), problems);

        assertThat(keys).isEmpty();
        assertThat(problems.of(0)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("key-malformed");
            assertThat(problem.path()).isEqualTo("rows[0]." + name(type));
            assertThat(problem.message()).contains("[" + value + "]", "[" + type.wire() + "]", "Maybe");
        });
    }

    @Test
    void rowsOfOneKeyAreTogetherInTheirOrder() {
        RowProblems problems = new RowProblems();
        problems.add(RowProblem.invalid(4, null, "row-malformed", "is none"));

        Map<String, Keyed> keys = KeyReader.read(family(ColumnType.INTEGER),
                rows("k_integer", 2L, "1", 2.0, null, 2L, "x", "2"), problems);

        assertThat(keys.keySet()).containsExactly("{\"k_integer\":2}", "{\"k_integer\":1}");
        assertThat(rowsOf(keys, 2)).containsExactly(0, 2, 6);
        assertThat(rowsOf(keys, 1)).containsExactly(1);
        assertThat(problems.of(3)).extracting(RowProblem::code).containsExactly("key-missing");
        assertThat(problems.of(5)).extracting(RowProblem::code).containsExactly("key-malformed");
    }

    private static List<Integer> rowsOf(Map<String, Keyed> keys, int key) {
        return Objects.requireNonNull(keys.get("{\"k_integer\":" + key + "}")).rows();
    }

    @Test
    void everyColumnOfAKeyThatIsMissingIsNamed() {
        RowProblems problems = new RowProblems();

        KeyReader.read(family(ColumnType.INTEGER, ColumnType.TEXT, ColumnType.DATE), rows("k_text", "a"), problems);

        assertThat(problems.of(0)).extracting(RowProblem::path).containsExactly("rows[0].k_integer",
                "rows[0].k_date");
        assertThat(problems.of(0).getFirst().message()).contains("[k_integer] is missing")
                .contains("Maybe every row needs [k_integer, k_text, k_date]");
    }
}

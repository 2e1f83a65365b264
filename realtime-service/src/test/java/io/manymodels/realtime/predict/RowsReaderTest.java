package io.manymodels.realtime.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Kind;
import io.manymodels.realtime.ServedToyFamily;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsReaderTest {

    private static final int LARGEST = 100;

    private static RequestRows read(String body) {
        return RowsReader.read(stream(body), ServedToyFamily.SERVED, LARGEST);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Object cell(RequestRows rows, String column, int row) {
        return Objects.requireNonNull(rows.columns().get(column)).at(row);
    }

    @Test
    void everyValueOfJsonComesAsItIs() {
        RequestRows rows = read("""
                {"rows":[{"price":1.5},{"price":-7},{"price":18446744073709551616},{"price":"1.5"},{"price":true},
                         {"price":false},{"price":null},{},{"price":1e3}]}""");

        assertThat(rows.size()).isEqualTo(9);
        assertThat(IntStream.range(0, 9).mapToObj(row -> cell(rows, "price", row)))
                .containsExactly(1.5, -7L, BigInteger.TWO.pow(64), "1.5", true, false, null, null, 1000.0);
        assertThat(rows.problems()).isEmpty();
    }

    @Test
    void aColumnThatBeginsLateIsMissingBefore() {
        StringBuilder body = new StringBuilder("{\"rows\":[");
        for (int row = 0; row < LARGEST; row++) {
            body.append(row == 0 ? "" : ",").append(row < 50 ? "{\"week\":1}" : "{\"price\":" + row + "}");
        }

        RequestRows rows = read(body + "]}");

        assertThat(rows.size()).isEqualTo(LARGEST);
        assertThat(cell(rows, "price", 49)).isNull();
        assertThat(cell(rows, "price", 50)).isEqualTo(50L);
        assertThat(cell(rows, "week", 49)).isEqualTo(1L);
        assertThat(cell(rows, "week", 99)).isNull();
        assertThat(rows.columns()).doesNotContainKey("units");
    }

    @Test
    void whatStandsBesideTheRowsIsPassedOver() {
        assertThat(read("{\"a\":{\"rows\":[1]},\"rows\":[{\"week\":1}],\"b\":[[[]]]}").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"rows\"", "null", "{}", "{\"rows\":[]}", "{\"rows\":{}}", "{\"rows\":null}",
            "{\"rows\":1}", "{\"Rows\":[{}]}", "{\"rows\":[{\"week\":1}],\"rows\":[{\"week\":2}]}"})
    void aRequestWithoutRowsIsTold(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(problem.code()).isEqualTo("rows-missing");
            assertThat(problem.getMessage()).contains("Maybe {\"rows\":");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"rows\":[", "{\"rows\":[{\"week\":1}", "{\"rows\":[{\"week\":1}]", "{rows:[]}",
            "{\"rows\":[{\"week\":01}]}", "{\"rows\":[{\"week\":.5}]}", "{\"rows\":[{\"week\":NaN}]}",
            "{\"rows\":[{\"week\":1},]}", "{\"rows\":[{\"week\":1}]} x", "{\"rows\":[{\"week\":1}]}{}",
            "{\"rows\":[{\"week\":'1'}]}", "{\"rows\":[{\"week\":1}]}//"})
    void whatIsNoJsonIsTold(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.MALFORMED);
            assertThat(problem.code()).isEqualTo("bad-request");
            assertThat(problem.getMessage()).doesNotContain("tools.jackson");
        });
    }

    @Test
    void oneRowTooManyIsRefusedWhereItStands() {
        String row = "{\"week\":1}";

        assertThat(read("{\"rows\":[" + (row + ",").repeat(LARGEST - 1) + row + "]}").size()).isEqualTo(LARGEST);
        assertThatThrownBy(() -> read("{\"rows\":[" + (row + ",").repeat(LARGEST) + "{no JSON"))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(Kind.INVALID);
                    assertThat(problem.code()).isEqualTo("rows-too-many");
                    assertThat(problem.getMessage()).contains("[100]").contains("Maybe split it");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null          | rows[1]       | row-malformed
            [{"week":1}]  | rows[1]       | row-malformed
            "row"         | rows[1]       | row-malformed
            7             | rows[1]       | row-malformed
            {"week":{}}   | rows[1].week  | value-malformed
            {"week":[1]}  | rows[1].week  | value-malformed
            {"prize":1}   | rows[1].prize | column-unknown
            {"WEEK":1}    | rows[1].WEEK  | column-unknown
            {"":{"a":1}}  | rows[1].      | column-unknown
            """)
    void oneWrongRowIsAProblemOfItsOwn(String wrong, String path, String code) {
        RequestRows rows = read("{\"rows\":[{\"week\":1,\"price\":2},%s,{\"week\":3}]}".formatted(wrong));

        assertThat(rows.size()).isEqualTo(3);
        assertThat(cell(rows, "week", 0)).isEqualTo(1L);
        assertThat(cell(rows, "week", 2)).isEqualTo(3L);
        assertThat(rows.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.kind()).isEqualTo(Kind.INVALID);
            assertThat(problem.message()).contains("Row 1").contains("Maybe");
        });
    }

    @Test
    void ofManyUnknownColumnsAFewAreNamed() {
        String many = String.join(",", IntStream.range(0, 1000).mapToObj(i -> "\"a" + i + "\":1").toList());

        List<RowProblem> problems = read("{\"rows\":[{%1$s},{%1$s}]}".formatted(many)).problems();

        assertThat(problems).extracting(RowProblem::path).containsExactly("rows[0].a0", "rows[0].a1", "rows[0].a2",
                "rows[1].a0", "rows[1].a1", "rows[1].a2");
    }

    @Test
    void theLastOfEqualNamesCounts() {
        assertThat(cell(read("{\"rows\":[{\"week\":1,\"week\":2}]}"), "week", 0)).isEqualTo(2L);
    }

    @Test
    void aDeepOrEndlessBodyIsRefused() {
        for (String body : List.of("{\"rows\":[{\"a\":" + "[".repeat(1000),
                "{\"rows\":[{\"week\":" + "9".repeat(1000) + "}]}",
                "{\"rows\":[{\"" + "n".repeat(10_000) + "\":1}]}",
                "{\"rows\":[{\"region\":\"" + "x".repeat(2 << 20) + "\"}]}")) {
            assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ManyModelsException.class,
                    problem -> assertThat(problem.code()).isEqualTo("bad-request"));
        }
    }
}

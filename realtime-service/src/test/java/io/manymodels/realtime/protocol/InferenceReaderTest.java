package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.ServedToyFamily;
import io.manymodels.realtime.predict.Cells;
import io.manymodels.realtime.predict.RequestRows;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceReaderTest {

    private static final int LARGEST = 1000;

    @Test
    void dataMayBeNestedOrFlatAndStandAnywhereInItsInput() {
        InferenceRequest request = parse("""
                {"id":"a7","inputs":[{"data":[["2"],["5"]],"name":"STORE","shape":[2,1],"datatype":"BYTES"},
                                     {"name":"price","shape":[2],"datatype":"FP64","data":[0.5,null]}],
                 "outputs":[{"name":"prediction","parameters":{"binary_data":true}},{"name":"rung"}],
                 "parameters":{"binary_data_output":false,"other":{}}}
                """);

        assertThat(request.id()).isEqualTo("a7");
        assertThat(cell(request, "store", 0)).isEqualTo("2");
        assertThat(cell(request, "store", 1)).isEqualTo("5");
        assertThat(cell(request, "price", 0)).isEqualTo(0.5);
        assertThat(cells(request, "price").at(1)).isNull();
        assertThat(request.wantsRaw("prediction")).isTrue();
        assertThat(request.wantsRaw("rung")).isFalse();
    }

    @Test
    void rawTensorsFollowTheJson() {
        InferenceRequest request = raw("""
                {"inputs":[{"name":"store","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":11}},
                           {"name":"week","shape":[2],"datatype":"INT32","parameters":{"binary_data_size":8}}],
                 "parameters":{"binary_data_output":true}}
                """, ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN).putInt(1).put((byte) '2').putInt(2)
                .put("17".getBytes(StandardCharsets.UTF_8)).putInt(161).putInt(-2));

        assertThat(cell(request, "store", 1)).isEqualTo("17");
        assertThat(cell(request, "week", 0)).isEqualTo(161L);
        assertThat(cell(request, "week", 1)).isEqualTo(-2L);
        assertThat(request.wantsRaw("prediction")).isTrue();
    }

    @Test
    void wholeNumbersKeepTheirValueBeyondSixtyFourBits() {
        InferenceRequest json = parse("""
                {"inputs":[{"name":"store","shape":[2],"datatype":"UINT64","data":[18446744073709551615, 7]}]}
                """);
        InferenceRequest raw = raw("""
                {"inputs":[{"name":"store","shape":[1],"datatype":"UINT64","parameters":{"binary_data_size":8}}]}
                """, ByteBuffer.allocate(8).putLong(-1));

        assertThat(cell(json, "store", 0)).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(cell(json, "store", 1)).isEqualTo(7L);
        assertThat(cell(raw, "store", 0)).isEqualTo(new BigInteger("18446744073709551615"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"BOOL|[true, 0, 1]", "UINT8|[255, 0, 1]", "INT8|[-128, 127, 1.0]",
            "UINT16|[65535, 0, 1]", "INT16|[-32768, 0, null]", "UINT32|[4294967295, 0, 1]",
            "INT32|[-2147483648, 2147483647, 1]", "UINT64|[18446744073709551615, 0, 1]",
            "INT64|[-9223372036854775808, 9223372036854775807, 1]", "FP16|[1, 1.5, null]", "FP32|[1, 1e30, null]",
            "FP64|[1, 1e300, null]", "BYTES|[\"a\", 1, null]"})
    void everyDatatypeTakesItsOwnElements(String datatype, String data) {
        RequestRows rows = parse("{\"inputs\":[{\"name\":\"price\",\"shape\":[3],\"datatype\":\"%s\",\"data\":%s}]}"
                .formatted(datatype, data)).rows();

        assertThat(rows.size()).isEqualTo(3);
        assertThat(Objects.requireNonNull(rows.columns().get("price")).at(0)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"BOOL|2", "BOOL|\"true\"", "UINT8|256", "UINT8|-1", "INT8|128", "UINT16|65536",
            "INT16|32768", "UINT32|4294967296", "INT32|2147483648", "UINT64|18446744073709551616", "UINT64|-1",
            "INT64|9223372036854775808", "INT64|1.5", "INT64|1e300", "INT64|1e999999999", "INT64|\"1\"", "INT64|true",
            "INT64|{}", "FP64|\"1\"", "FP64|true", "FP64|{\"a\":1}", "BYTES|{}"})
    void noDatatypeTakesOthers(String datatype, String element) {
        assertMalformed("{\"inputs\":[{\"name\":\"price\",\"shape\":[1],\"datatype\":\"%s\",\"data\":[%s]}]}"
                .formatted(datatype, element));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "null", "[]", "\"a\"", "{}", "{\"inputs\":{}}", "{\"inputs\":null}",
            "{\"inputs\":[null]}", "{\"inputs\":[[]]}", "{\"inputs\":[{}]}", "{\"inputs\":[]}"})
    void aBodyWithoutInputsIsMalformed(String body) {
        assertMalformed(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"name|{}", "name|null", "name|[1]", "name|true", "datatype|1", "datatype|null",
            "datatype|{}", "datatype|\"INT63\"", "shape|null", "shape|1", "shape|{}", "shape|[-1]", "shape|[1.5]",
            "shape|[\"1\"]", "shape|[null]", "shape|[[1]]", "shape|[2]", "shape|[0]", "shape|[9223372036854775807]",
            "shape|[18446744073709551617]", "data|1", "data|null", "data|{}", "data|[]", "data|[1,2]", "data|[{}]",
            "parameters|1", "parameters|[]", "parameters|{\"binary_data_size\":-1}",
            "parameters|{\"binary_data_size\":2147483648}", "parameters|{\"binary_data_size\":\"8\"}",
            "parameters|{\"binary_data_size\":8}", "parameters|{\"binary_data_size\":1.5}",
            "parameters|{\"binary_data_size\":null}", "parameters|{\"binary_data_size\":99999999999999999999}"})
    void everyFieldOfAnInputOfAWrongTypeIsMalformed(String field, String value) {
        String fields = IntStream.range(0, 4).mapToObj(i -> switch (i) {
            case 0 -> "\"name\":" + (field.equals("name") ? value : "\"store\"");
            case 1 -> "\"shape\":" + (field.equals("shape") ? value : "[1]");
            case 2 -> "\"datatype\":" + (field.equals("datatype") ? value : "\"INT64\"");
            default -> field.equals("parameters")
                    ? "\"parameters\":" + value
                    : "\"data\":" + (field.equals("data") ? value : "[1]");
        }).collect(Collectors.joining(","));

        assertMalformed("{\"inputs\":[{" + fields + "}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":{}", "\"id\":[1]", "\"id\":true", "\"parameters\":1", "\"parameters\":[]",
            "\"parameters\":{\"binary_data_output\":1}", "\"outputs\":{}", "\"outputs\":1", "\"outputs\":[1]",
            "\"outputs\":[null]", "\"outputs\":[{}]", "\"outputs\":[{\"name\":{}}]",
            "\"outputs\":[{\"name\":\"a\",\"parameters\":{\"binary_data\":\"yes\"}}]"})
    void everyOtherFieldOfAWrongTypeIsMalformed(String field) {
        assertMalformed(
                "{\"inputs\":[{\"name\":\"store\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[1]}],%s}"
                        .formatted(field));
    }

    @Test
    void inputsMustFitTogether() {
        assertMalformed("""
                {"inputs":[{"name":"store","shape":[1],"datatype":"INT64","data":[1]},
                           {"name":"week","shape":[2],"datatype":"INT64","data":[1,2]}]}""");
        assertMalformed("""
                {"inputs":[{"name":"store","shape":[1],"datatype":"INT64","data":[1]},
                           {"name":"Store","shape":[1],"datatype":"INT64","data":[1]}]}""");
        assertThatThrownBy(() -> parse("""
                {"inputs":[{"name":"prize","shape":[1],"datatype":"INT64","data":[1]}]}"""))
                .hasMessageContaining("[prize]").hasMessageContaining("price");
    }

    @Test
    void tensorsOfOtherLengthsThanTheyClaimAreMalformed() {
        for (int size : new int[] {0, 7, 9, 16}) {
            assertThatThrownBy(() -> raw("""
                    {"inputs":[{"name":"week","shape":[1],"datatype":"INT64","parameters":{"binary_data_size":%d}}]}
                    """.formatted(size), ByteBuffer.allocate(16))).as("size %d", size)
                    .isInstanceOf(ManyModelsException.class);
        }
        for (int length : new int[] {-1, 5, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> raw("""
                    {"inputs":[{"name":"store","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":8}}]}
                    """, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(length))).as("length %d", length)
                    .hasMessageContaining("tensor");
        }
    }

    @Test
    void rowsAreBoundedBeforeAnythingIsAllocated() {
        for (String shape : new String[] {"[1001]", "[100000000]", "[2147483647]", "[1000,1000]"}) {
            assertThatThrownBy(() -> parse("""
                    {"inputs":[{"name":"week","shape":%s,"datatype":"BOOL","parameters":{"binary_data_size":0}}]}
                    """.formatted(shape))).hasMessageContaining("more than the [1000] rows");
        }
        assertMalformed("{\"inputs\":[" + "[".repeat(5_000) + "]}");
    }

    private static void assertMalformed(String body) {
        assertThatThrownBy(() -> parse(body)).as(body).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> assertThat(problem.kind()).as(body).isIn(ManyModelsException.Kind.MALFORMED,
                        ManyModelsException.Kind.INVALID));
    }

    private static Object cell(InferenceRequest request, String column, int row) {
        return Objects.requireNonNull(cells(request, column).at(row));
    }

    private static Cells cells(InferenceRequest request, String column) {
        return Objects.requireNonNull(request.rows().columns().get(column));
    }

    private static InferenceRequest parse(String json) {
        return InferenceReader.read(ServedToyFamily.SERVED, json.getBytes(StandardCharsets.UTF_8), -1, LARGEST);
    }

    private static InferenceRequest raw(String json, ByteBuffer tensors) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        body.writeBytes(head);
        body.write(tensors.array(), tensors.arrayOffset(), tensors.limit());
        return InferenceReader.read(ServedToyFamily.SERVED, body.toByteArray(), head.length, LARGEST);
    }
}

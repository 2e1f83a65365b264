package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Cells;
import java.math.BigInteger;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

class TensorDataTest {

    private static Cells read(Datatype datatype, int elements, String json) {
        try (JsonParser parser = JsonMapper.shared().createParser(json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            return new TensorData(datatype, elements).read(parser);
        }
    }

    /** Brackets anywhere between elements: the shape says how they nest, and row-major is the same for any. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 30})
    void nestedElementsAreThoseOfTheFlatTensor(int elements) {
        Random random = new Random(elements);
        for (int n = 0; n < 30; n++) {
            Cells cells = read(Datatype.INT64, elements, nested(elements, random));

            assertThat(cells.size()).isEqualTo(elements);
            assertThat(IntStream.range(0, elements).mapToObj(cells::at).toList())
                    .isEqualTo(IntStream.range(0, elements).mapToObj(i -> (Object) (long) i).toList());
        }
    }

    private static String nested(int elements, Random random) {
        StringBuilder json = new StringBuilder("[");
        int open = 0;
        for (int i = 0; i < elements; i++) {
            json.append(i > 0 ? "," : "");
            while (random.nextInt(3) == 0) {
                json.append('[');
                open++;
            }
            json.append(i);
            while (open > 0 && random.nextInt(3) == 0) {
                json.append(']');
                open--;
            }
        }
        return json.append("]".repeat(open + 1)).toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"2|[1]", "2|[1,2,3]", "0|[1]", "1|[]", "1|[[]]", "3|[[1],[2]]",
            "1|[1,[2]]"})
    void otherThanTheElementsOfTheShapeAreRefused(int elements, String json) {
        for (Datatype datatype : new Datatype[] {Datatype.INT64, Datatype.FP64, Datatype.BYTES}) {
            assertThatThrownBy(() -> read(datatype, elements, json))
                    .isInstanceOfSatisfying(ManyModelsException.class,
                            problem -> assertThat(problem.code()).isEqualTo("shape-malformed"))
                    .hasMessageContaining("[" + elements + "] elements");
        }
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void anElementThatIsNullIsMissingInEveryType(Datatype datatype) {
        Cells cells = read(datatype, 2, "[null,[null]]");

        assertThat(cells.size()).isEqualTo(2);
        assertThat(cells.at(0)).isNull();
        assertThat(cells.at(1)).isNull();
    }

    /** Each type at both of its ends, and one beyond them. */
    @ParameterizedTest
    @CsvSource({"INT8, -128, 127", "UINT8, 0, 255", "INT16, -32768, 32767", "UINT16, 0, 65535",
            "INT32, -2147483648, 2147483647", "UINT32, 0, 4294967295",
            "INT64, -9223372036854775808, 9223372036854775807", "UINT64, 0, 18446744073709551615"})
    void wholeNumbersReachToTheEndsOfTheirType(Datatype datatype, BigInteger least, BigInteger most) {
        Cells cells = read(datatype, 2, "[%s,%s]".formatted(least, most));

        assertThat(Objects.requireNonNull(cells.at(0))).hasToString(least.toString());
        assertThat(Objects.requireNonNull(cells.at(1))).hasToString(most.toString());
        for (BigInteger beyond : new BigInteger[] {least.subtract(BigInteger.ONE), most.add(BigInteger.ONE)}) {
            assertThatThrownBy(() -> read(datatype, 1, "[%s]".formatted(beyond)))
                    .isInstanceOfSatisfying(ManyModelsException.class,
                            problem -> assertThat(problem.code()).isEqualTo("element-malformed"))
                    .hasMessageContaining("[%s] is not of datatype [%s]".formatted(beyond, datatype));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[1", "[1,", "[[1]", "[1}", "[nul]", "[1 2]", "[{\"a\":1}]"})
    void aTensorThatBreaksOffOrIsNoneIsRefused(String json) {
        assertThatThrownBy(() -> read(Datatype.INT64, 2, json)).isInstanceOf(RuntimeException.class)
                .isNotInstanceOfAny(NullPointerException.class, IndexOutOfBoundsException.class);
    }

    @Test
    void theProtocolSaysWhatIsWrongInOneField() {
        OpenInferenceErrors errors = new OpenInferenceErrors();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "Thing [7] is. Maybe 8");

        assertThat(JsonMapper.shared().writeValueAsString(errors.body(problem)))
                .isEqualTo("{\"error\":\"Thing [7] is. Maybe 8\"}");
        assertThat(JsonMapper.shared().writeValueAsString(errors.body(ProblemDetail.forStatus(404))))
                .isEqualTo("{\"error\":\"Not Found\"}");
        assertThat(errors.status(HttpStatusCode.valueOf(422)).value()).isEqualTo(400);
        assertThat(errors.status(HttpStatusCode.valueOf(404)).value()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/v2, true", "/v2/models/shop, true", "/v2x, false", "/api/v1/v2/, false", "/, false"})
    void itCoversItsOwnPathsAndNoOthers(String path, boolean covered) {
        assertThat(new OpenInferenceErrors().covers(path)).isEqualTo(covered);
    }
}

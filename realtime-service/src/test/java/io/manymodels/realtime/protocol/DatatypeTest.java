package io.manymodels.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.realtime.predict.Cells;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw tensors, byte by byte as the binary tensor extension writes them. */
class DatatypeTest {

    private static ByteBuffer raw(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Stream<@Nullable Object> values(Cells cells) {
        return IntStream.range(0, cells.size()).mapToObj(cells::at);
    }

    static Stream<Arguments> tensors() {
        return Stream.of(Arguments.of(Datatype.BOOL, "000102ff", new Object[] {false, true, true, true}),
                Arguments.of(Datatype.UINT8, "00ff80", new Object[] {0L, 255L, 128L}),
                Arguments.of(Datatype.INT8, "00ff80", new Object[] {0L, -1L, -128L}),
                Arguments.of(Datatype.UINT16, "0100ffff", new Object[] {1L, 65_535L}),
                Arguments.of(Datatype.INT16, "0100ffff", new Object[] {1L, -1L}),
                Arguments.of(Datatype.UINT32, "01000000ffffffff", new Object[] {1L, 4_294_967_295L}),
                Arguments.of(Datatype.INT32, "01000000ffffffff", new Object[] {1L, -1L}),
                Arguments.of(Datatype.INT64, "ffffffffffffffff", new Object[] {-1L}),
                Arguments.of(Datatype.UINT64, "ffffffffffffffff0200000000000000",
                        new Object[] {BigInteger.TWO.pow(64).subtract(BigInteger.ONE), 2L}),
                Arguments.of(Datatype.FP16, "003c00c0007c007e",
                        new @Nullable Object[] {1.0, -2.0, Double.POSITIVE_INFINITY, null}),
                Arguments.of(Datatype.FP32, "0000803f0000c07f", new @Nullable Object[] {1.0, null}),
                Arguments.of(Datatype.FP64, "000000000000f83f", new Object[] {1.5}),
                Arguments.of(Datatype.BYTES, "0100000061" + "00000000" + "03000000e282ac",
                        new Object[] {"a", "", "\u20ac"}));
    }

    @ParameterizedTest
    @MethodSource("tensors")
    void elementsAreReadLittleEndian(Datatype type, String hex, @Nullable Object[] values) {
        assertThat(values(type.cells(raw(hex), values.length))).containsExactly(values);
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void aTensorWithoutElementsHasNoBytes(Datatype type) {
        assertThat(type.cells(raw(""), 0).size()).isZero();
        assertThatThrownBy(() -> type.cells(raw("00"), 0)).isInstanceOf(ManyModelsException.class);
    }

    @ParameterizedTest
    @EnumSource(Datatype.class)
    void bytesAndElementsMustAgree(Datatype type) {
        for (int elements : new int[] {2, 1000, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> type.cells(raw("00"), elements)).as("%d", elements)
                    .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                        assertThat(problem.code()).isEqualTo("tensor-malformed");
                        assertThat(problem.getMessage()).contains("[" + elements + "]", "[" + type + "]", "[1] bytes",
                                "Maybe");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff61", "0500000061", "ffffff7f61", "010000006162", "01000000", "0000", "00000080"})
    void aTextMayBeNoLongerThanItsTensor(String hex) {
        assertThatThrownBy(() -> Datatype.BYTES.cells(raw(hex), 1)).isInstanceOfSatisfying(ManyModelsException.class,
                problem -> assertThat(problem.code()).isEqualTo("tensor-malformed"));
    }

    @Test
    void whatIsNoUtf8IsReadAsFarAsItGoes() {
        assertThat(values(Datatype.BYTES.cells(raw("02000000c328"), 1))).containsExactly("\ufffd(");
    }

    @ParameterizedTest
    @CsvSource({"UINT8, 0, 255", "INT8, -128, 127", "UINT16, 0, 65535", "INT16, -32768, 32767",
            "UINT32, 0, 4294967295", "INT32, -2147483648, 2147483647", "UINT64, 0, 18446744073709551615",
            "INT64, -9223372036854775808, 9223372036854775807"})
    void aWholeNumberFitsBetweenItsBounds(Datatype type, BigInteger least, BigInteger most) {
        assertThat(type.isWhole()).isTrue();
        assertThat(type.holds(least)).isTrue();
        assertThat(type.holds(most)).isTrue();
        assertThat(type.holds(least.subtract(BigInteger.ONE))).isFalse();
        assertThat(type.holds(most.add(BigInteger.ONE))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Datatype.class, names = {"BOOL", "FP16", "FP32", "FP64", "BYTES"})
    void othersAreNotWhole(Datatype type) {
        assertThat(type.isWhole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int64", "INT63", "STRING", " INT64"})
    void anUnknownNameIsToldWhatThereIs(String name) {
        assertThatThrownBy(() -> Datatype.of(name)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
            assertThat(problem.code()).isEqualTo("datatype-unknown");
            assertThat(problem.getMessage()).contains("[" + name + "]").contains("Maybe one of [BOOL, UINT8");
        });
    }

    @Test
    void textsKeepTheirBytes() {
        String text = "M\u00fcnchen";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer tensor = ByteBuffer.allocate(4 + utf8.length).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length)
                .put(utf8).flip();

        assertThat(values(Datatype.BYTES.cells(tensor, 1))).containsExactly(text);
    }
}

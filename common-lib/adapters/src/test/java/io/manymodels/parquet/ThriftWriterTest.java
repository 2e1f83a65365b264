package io.manymodels.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes worked out by hand from thrift-compact-protocol.md. */
class ThriftWriterTest {

    private static String hex(ThriftWriter writer) {
        return HexFormat.of().formatHex(writer.bytes());
    }

    @ParameterizedTest
    @CsvSource({"0,1500", "1,1502", "-1,1501", "2,1504", "63,157e", "64,158001", "-64,157f", "-65,158101",
            "2147483647,15feffffff0f", "-2147483648,15ffffffff0f"})
    void aNumberIsZigzaggedAndWrittenBySevens(int value, String bytes) {
        assertThat(hex(new ThriftWriter().i32(1, value))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,1600", "300,16d804", "9223372036854775807,16feffffffffffffffff01",
            "-9223372036854775808,16ffffffffffffffffff01"})
    void aLongNumberToo(long value, String bytes) {
        assertThat(hex(new ThriftWriter().i64(1, value))).isEqualTo(bytes);
    }

    @Test
    void aFieldIsNamedByItsDistanceFromTheOneBefore() {
        assertThat(hex(new ThriftWriter().i32(1, 0).i32(3, 0).i32(4, 0))).isEqualTo("1500" + "2500" + "1500");
        // Fifteen is the farthest.
        assertThat(hex(new ThriftWriter().i32(15, 0))).isEqualTo("f500");
        assertThat(hex(new ThriftWriter().i32(16, 0))).isEqualTo("05" + "20" + "00");
        assertThat(hex(new ThriftWriter().i32(4, 0).i32(2, 0))).isEqualTo("4500" + "05" + "04" + "00");
    }

    @Test
    void aTruthValueIsAllInItsHeader() {
        assertThat(hex(new ThriftWriter().bool(1, true).bool(2, false))).isEqualTo("1112");
    }

    @Test
    void aTextHasItsBytesAndTheirNumber() {
        assertThat(hex(new ThriftWriter().text(1, ""))).isEqualTo("1800");
        assertThat(hex(new ThriftWriter().text(1, "kä"))).isEqualTo("1803" + "6bc3a4");
        assertThat(hex(new ThriftWriter().text(1, "x".repeat(128)))).startsWith("18" + "8001" + "7878");
    }

    @Test
    void aListOfFifteenOrMoreHasItsSizeBehind() {
        assertThat(hex(new ThriftWriter().list(1, ThriftWriter.I32, 2).i32Element(1).i32Element(-1)))
                .isEqualTo("19" + "25" + "02" + "01");
        assertThat(hex(new ThriftWriter().list(1, ThriftWriter.STRUCT, 14))).isEqualTo("19ec");
        assertThat(hex(new ThriftWriter().list(1, ThriftWriter.STRUCT, 15))).isEqualTo("19fc0f");
        assertThat(hex(new ThriftWriter().list(1, ThriftWriter.BINARY, 300))).isEqualTo("19f8ac02");
    }

    @Test
    void aStructCountsItsOwnFieldsAndTheOuterOnesGoOnBehindIt() {
        assertThat(hex(new ThriftWriter().i32(2, 0).struct(3).i32(1, 1).struct(2).end().end().i32(4, 0)))
                .isEqualTo("2500" + "1c" + "1502" + "1c" + "00" + "00" + "1500");
    }
}

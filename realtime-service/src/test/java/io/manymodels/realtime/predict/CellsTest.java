package io.manymodels.realtime.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CellsTest {

    private static Stream<@Nullable Object> values(Cells cells) {
        return IntStream.range(0, cells.size()).mapToObj(cells::at);
    }

    @Test
    void whatIsNotANumberIsMissing() {
        assertThat(values(new Cells.Numbers(new double[] {1.5, Double.NaN, -0.0, Double.POSITIVE_INFINITY})))
                .containsExactly(1.5, null, -0.0, Double.POSITIVE_INFINITY);
    }

    @Test
    void unsignedNumbersKeepTheirValue() {
        long[] bits = {0, 7, -1, Long.MIN_VALUE};

        assertThat(values(new Cells.Integers(bits, false))).containsExactly(0L, 7L, -1L, Long.MIN_VALUE);
        assertThat(values(new Cells.Integers(bits, true))).containsExactly(0L, 7L,
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE), BigInteger.TWO.pow(63));
    }

    @Test
    void truthsAndTextsComeAsTheyAre() {
        assertThat(values(new Cells.Truths(new boolean[] {true, false}))).containsExactly(true, false);
        assertThat(values(new Cells.Texts(new @Nullable String[] {"a", null, ""}))).containsExactly("a", null, "");
        assertThat(values(new Cells.Mixed(new @Nullable Object[] {1L, null, "x"}))).containsExactly(1L, null, "x");
    }
}

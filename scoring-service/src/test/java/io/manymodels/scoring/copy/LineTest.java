package io.manymodels.scoring.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.parquet.ColumnVector;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTest {

    private static final int ROWS = 2000;

    private static ColumnVector column(double... values) {
        ColumnVector column = new ColumnVector("x", ColumnKind.DOUBLE);
        column.addFinite(values, values.length);
        return column;
    }

    private static double[] each(double[] values, DoubleUnaryOperator map) {
        double[] mapped = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = map.applyAsDouble(values[i]);
        }
        return mapped;
    }

    private static double[] scores(long seed, double mean, double deviation) {
        return new Random(seed).doubles(ROWS).map(u -> mean + deviation * (u - 0.5)).toArray();
    }

    /** As the view of blocks works them out. */
    private static void assertTells(@Nullable Line line, double[] x, double[] y) {
        Line told = Objects.requireNonNull(line);
        for (int i = 0; i < x.length; i++) {
            double steps = told.steps()[i] & 0xFF;
            assertThat(x[i] * told.slope() + told.offset() + steps * told.step()).as("row %d", i)
                    .isEqualTo(y[i]);
        }
    }

    private static void assertIsLine(double[] x, double[] y) {
        assertTells(Line.through(column(x), column(y), 0, x.length), x, y);
    }

    @ParameterizedTest
    @CsvSource({"3, 2, -0.2, 0.004", "0, 1, 0.5, 0", "7, 1.5, -0.01, 0.1", "-3, 2, 0.9, 0.2"})
    void anEndOfAnIntervalIsOneOfLogarithms(double mean, double deviation, double quantile, double shift) {
        double[] scores = scores(1, mean, deviation);

        assertIsLine(each(scores, score -> Math.exp(score + shift)), each(scores, score -> Math.exp(score + quantile)));
    }

    @Test
    void anEndOfAnIntervalIsOneOfLogarithmsOfOneMore() {
        double[] scores = scores(2, 4, 2);

        assertIsLine(each(scores, score -> Math.expm1(score + 0.01)), each(scores, score -> Math.expm1(score - 0.3)));
    }

    @Test
    void anEndOfAnIntervalIsOneWithoutATransform() {
        double[] scores = scores(3, 100, 80);

        assertIsLine(scores, each(scores, score -> score - 12.3456789));
    }

    @Test
    void whatIsConstantIsOneToo() {
        double[] scores = scores(4, 5, 8);

        assertIsLine(scores, each(scores, _ -> 7.3));
        assertIsLine(scores, new double[ROWS]);
        assertIsLine(each(scores, _ -> 1.1), each(scores, _ -> 0.7));
        assertIsLine(new double[ROWS], each(scores, _ -> -3.5));
        assertIsLine(new double[] {-0.5}, new double[] {4});
    }

    @Test
    void partOfAColumnIsOneByItself() {
        double[] x = scores(5, 10, 4);
        double[] y = each(x, value -> value < 10 ? 0 : 2 * value);

        int from = 0;
        while (x[from] < 10 || x[from + 1] < 10) {
            from++;
        }
        assertThat(Line.through(column(x), column(y), 0, ROWS)).isNull();
        Line line = Line.through(column(x), column(y), from, from + 2);
        assertTells(line, new double[] {x[from], x[from + 1]}, new double[] {y[from], y[from + 1]});
    }

    @Test
    void whatIsNoneIsNone() {
        double[] x = scores(6, 10, 4);
        double[] once = each(x, value -> 2 * value);
        once[ROWS / 2] += 1e-9;

        assertThat(Line.through(column(x), column(once), 0, ROWS)).isNull();
        assertThat(Line.through(column(x), column(scores(7, 10, 4)), 0, ROWS)).isNull();
        assertThat(Line.through(column(x), column(each(x, value -> value == x[9] ? Double.NaN : value)), 0, ROWS))
                .isNull();
    }

    /** PostgreSQL refuses to multiply to 0 what is not 0. */
    @Test
    void whatIsTooSmallIsNone() {
        double[] x = {1e-300, 2e-300, 3e-300};

        assertThat(Line.through(column(x), column(each(x, value -> value * 1e-30 + 1)), 0, 3)).satisfiesAnyOf(
                line -> assertThat(line).isNull(), line -> assertThat(line.step()).isZero());
        assertThat(Line.through(column(1e-200, 2e-200, 1), column(1e-320, 1e-320, 1e-120), 0, 3)).isNull();
    }

    @Test
    void timesHaveAStride() {
        ColumnVector days = new ColumnVector("day", ColumnKind.DATE);
        for (long day : new long[] {10, 17, 24, 31, 32, 40}) {
            days.addLong(day);
        }
        days.addNull();

        assertThat(Stride.of(days, 0, 4)).isEqualTo(new Stride(10, 7));
        assertThat(Stride.of(days, 3, 5)).isEqualTo(new Stride(31, 1));
        assertThat(Stride.of(days, 5, 6)).isEqualTo(new Stride(40, 0));
        assertThat(Stride.of(days, 0, 5)).isNull();
        assertThat(Stride.of(days, 5, 7)).isNull();
    }
}

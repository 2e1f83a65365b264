package io.manymodels.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastsTest {

    private static double[] residuals(int rows) {
        Random random = new Random(rows);
        double[] residuals = new double[rows];
        for (int i = 40; i < rows; i++) {
            residuals[i] = i % 7 == 0 ? 0 : random.nextGaussian() + i / 1000.0;
        }
        return residuals;
    }

    /** Many rows one step apart are taken tile by tile, which must not show. */
    @ParameterizedTest
    @CsvSource({"511, 1", "512, 1", "513, 14", "1024, 600", "1300, 14", "1300, 2000", "2600, 14", "4000, 0"})
    void tilesAddUpToWhatRowsDo(int rows, int lead) {
        double[] residuals = residuals(rows);
        long[] steps = LongStream.range(7, 7 + rows).toArray();

        Pasts tiles = Pasts.of(residuals, steps, lead);
        Pasts rowByRow = Pasts.ofAny(residuals, steps, lead);

        double close = 1e-11 * rowByRow.square();
        assertThat(tiles.square()).isCloseTo(rowByRow.square(), within(close));
        assertThat(tiles.squares()).containsExactly(rowByRow.squares(), within(close));
        assertThat(tiles.products()).containsExactly(rowByRow.products(), within(close));
        assertThat(tiles.counts()).isEqualTo(rowByRow.counts());
        assertThat(tiles.last()).containsExactly(rowByRow.last(), within(1e-12));
        assertThat(tiles.level()).isCloseTo(rowByRow.level(), within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({"600, 300", "1300, 1299"})
    void rowsWithAGapAreForgottenByTheirAge(int rows, int gap) {
        double[] residuals = residuals(rows);
        Arrays.fill(residuals, 0, gap, 5);
        long[] steps = LongStream.range(0, rows).map(i -> i < gap ? i : i + 500).toArray();

        assertThat(Pasts.of(residuals, steps, 1).last())
                .isEqualTo(Pasts.ofAny(residuals, steps, 1).last())
                .isNotEqualTo(Pasts.of(residuals, LongStream.range(0, rows).toArray(), 1).last());
    }
}

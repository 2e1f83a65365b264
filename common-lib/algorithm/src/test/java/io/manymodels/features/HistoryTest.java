package io.manymodels.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The past of a key, and how a column's number enters. */
class HistoryTest {

    private static final double NONE = Double.NaN;
    private static final History HISTORY = new History(new long[] {-2, 0, 1, 5},
            new double[][] {{1, 2, NONE, 8}, {NONE, 10, 20, 30}});

    @ParameterizedTest
    @CsvSource({"0, -2, 5, 3.6666666666666665", "0, -2, 0, 1.5", "0, -1, 0, 2", "0, 1, 4, NaN", "0, 2, 4, NaN",
            "0, 6, 9, NaN", "0, -9, -3, NaN", "1, -2, 1, 15", "1, 5, 5, 30", "0, 5, 4, NaN"})
    void theMeanIsOfTheValuesBetween(int series, long from, long to, double expected) {
        assertThat(HISTORY.mean(series, from, to)).isEqualTo(Double.valueOf(expected));
    }

    @Test
    void thePartSinceAnIndexHasThatIndex() {
        assertThat(HISTORY.since(0).indexes()).containsExactly(0, 1, 5);
        assertThat(HISTORY.since(0).series()[1]).containsExactly(10, 20, 30);
        assertThat(HISTORY.since(2).indexes()).containsExactly(5);
        assertThat(HISTORY.since(6).indexes()).isEmpty();
        assertThat(HISTORY.since(-9).indexes()).isEqualTo(HISTORY.indexes());
        assertThat(HISTORY.since(-9).series()[0]).isEqualTo(HISTORY.series()[0]);
    }

    @ParameterizedTest
    @EnumSource(FeatureTerm.Scale.class)
    void aScaleIsFoundByItsCode(FeatureTerm.Scale scale) {
        assertThat(FeatureTerm.Scale.of(scale.code())).isEqualTo(scale);
        assertThatThrownBy(() -> FeatureTerm.Scale.of(9)).hasMessageContaining("[9]");
    }

    @Test
    void whatAScaleCannotSeeIsMissing() {
        assertThat(FeatureTerm.Scale.RAW.of(-3.0)).isEqualTo(-3);
        assertThat(FeatureTerm.Scale.LOG.of(Math.E)).isCloseTo(1, within(1e-12));
        assertThat(FeatureTerm.Scale.LOG.of(0.0)).isNaN();
        assertThat(FeatureTerm.Scale.LOG1P.of(0.0)).isZero();
        assertThat(FeatureTerm.Scale.LOG1P.of(Math.E - 1)).isCloseTo(1, within(1e-12));
        assertThat(FeatureTerm.Scale.LOG1P.of(-0.5)).isNaN();
    }

    @Test
    void aRecipeReachesAsFarAsItsFarthestTerm() {
        assertThat(new FeatureRecipe(List.of()).reach()).isZero();
        assertThat(new FeatureRecipe(List.of(new FeatureTerm.LagMean(0, 3, 4), new FeatureTerm.SameSeason(3))).reach())
                .isEqualTo(7);
        assertThat(new FeatureRecipe(List.of(new FeatureTerm.LagMean(0, 3, 4), new FeatureTerm.SameSeason(12),
                new FeatureTerm.Missing(2))).reach()).isEqualTo(24);
    }
}

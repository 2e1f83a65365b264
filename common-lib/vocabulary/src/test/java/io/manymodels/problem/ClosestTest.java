package io.manymodels.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosestTest {

    private static final List<String> METRICS = List.of("mape", "wmape", "smape", "mase", "rmse", "mae");

    @ParameterizedTest
    @CsvSource({"mape, mape", "MAPE, mape", "maep, mape", "mpe, mape", "rsme, rmse", "wmap, wmape", "smmape, smape",
            "mea, mae"})
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Closest.to(word, METRICS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"temperature", "xyz", "zzzzzz"})
    void staysSilentWhenNothingIsNear(String word) {
        assertThat(Closest.to(word, METRICS)).isEmpty();
    }

    @Test
    void theFirstOfEquallyNearOnesWins() {
        assertThat(Closest.to("mas", List.of("mae", "mase"))).contains("mae");
        assertThat(Closest.to("anything", List.of())).isEmpty();
    }

    @Test
    void swappedNeighboursCountOnce() {
        // Two changes apart from "bac", one swap apart from "abc".
        assertThat(Closest.to("acb", List.of("bac", "abc"))).contains("abc");
    }
}

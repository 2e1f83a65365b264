package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportingViewTest {

    @Test
    void hyphensBecomeUnderscores() {
        assertThat(ReportingView.predictions("orange-juice")).isEqualTo("orange_juice_predictions");
        assertThat(ReportingView.leaderboard("orange-juice")).isEqualTo("orange_juice_leaderboard");
    }

    @Test
    void longNamesStayWithinWhatPostgresHoldsAndApart() {
        String first = ReportingView.predictions("a".repeat(62) + "b");
        String second = ReportingView.predictions("a".repeat(62) + "c");

        assertThat(first).hasSize(63).endsWith("_predictions");
        assertThat(second).hasSize(63).isNotEqualTo(first);
    }
}

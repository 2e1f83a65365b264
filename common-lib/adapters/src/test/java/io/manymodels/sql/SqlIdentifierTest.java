package io.manymodels.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlIdentifierTest {

    @Test
    void namesThatFitStay() {
        assertThat(SqlIdentifier.fitting("Umsatz in €")).isEqualTo("Umsatz in €");
    }

    @Test
    void longNamesFitAndStayTwo() {
        String common = "€".repeat(40);

        String one = SqlIdentifier.fitting(common + "1");

        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(one).isNotEqualTo(SqlIdentifier.fitting(common + "2")).startsWith("€");
    }

    @Test
    void aPairOfSurrogatesIsNotCutInTwo() {
        String name = SqlIdentifier.fitting("𝄞".repeat(20));

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
    }

    @Test
    void aColumnStandsBesideOursWhateverItsCapitals() {
        assertThat(SqlIdentifier.beside(List.of("prediction", "rung"), "Rung")).isEqualTo("Rung_");
        assertThat(SqlIdentifier.beside(List.of("prediction", "rung", "rung_"), "rung")).isEqualTo("rung__");
        assertThat(SqlIdentifier.beside(List.of("prediction"), "rungs")).isEqualTo("rungs");
    }

    @Test
    void alsoTheLongestNameIsMovedAside() {
        String longest = "x".repeat(63);

        assertThat(SqlIdentifier.beside(List.of(longest), longest)).isNotEqualTo(longest).hasSize(63);
    }

    @Test
    void constantsKeepQuotesAndBackslashes() {
        assertThat(SqlIdentifier.literal("it's \\ here")).isEqualTo("E'it''s \\\\ here'");
    }
}

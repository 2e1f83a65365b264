package io.manymodels.console.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A key's verdict as the page of a promotion tells it. */
class VerdictLineTest {

    private static VerdictLine line(String key, String rest) {
        return VerdictLine.of(JsonMapper.shared().readTree("""
                {"key":{"store":%s},"decision":"hold","rung":"own","metrics":{"mape":30,"mae":2},
                 "reasons":[{"code":"worse","message":"worse by 3"}]%s}
                """.formatted(key, rest)), "mape");
    }

    private static VerdictLine compared(String key, double candidate, double champion) {
        return line(key,
                ",\"comparison\":{\"basis\":\"same-rows\",\"rows\":6,\"metrics\":{\"mape\":{\"candidate\":%s,\"champion\":%s}}},\"change\":%s"
                        .formatted(candidate, champion, candidate - champion));
    }

    @Test
    void bothAreToldOnTheSameRows() {
        VerdictLine line = compared("1", 12.5, 10);

        assertThat(line.candidate()).isEqualTo(12.5);
        assertThat(line.champion()).isEqualTo(10.0);
        assertThat(line.change()).isEqualTo(2.5);
        assertThat(line.rows()).isEqualTo(6);
        assertThat(line.reasons()).containsExactly("worse by 3");
    }

    @Test
    void withoutAComparisonEachIsToldInItsOwnBacktest() {
        VerdictLine line = line("1", ",\"comparison\":null,\"change\":-5");

        assertThat(line.candidate()).isEqualTo(30.0);
        assertThat(line.champion()).isEqualTo(35.0);
        assertThat(line.rows()).isZero();
    }

    @Test
    void withoutAChampionNothingChanges() {
        VerdictLine line = line("1", ",\"comparison\":null,\"change\":null");

        assertThat(line.candidate()).isEqualTo(30.0);
        assertThat(line.champion()).isNull();
        assertThat(line.change()).isNull();
    }

    @Test
    void aCandidateThatIsWhatAnswersNowIsNotWorthDrawing() {
        assertThat(compared("1", 10, 10).isOpen()).isFalse();
        assertThat(compared("1", 10, 11).isOpen()).isTrue();
        assertThat(line("1", ",\"change\":null").isOpen()).as("a new key").isTrue();
    }
}

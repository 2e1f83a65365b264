package io.manymodels.console.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
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
                ",\"comparison\":{\"basis\":\"same-rows\",\"rows\":6,\"metrics\":{\"mape\":{\"candidate\":%s,\"champion\":%s}}}"
                        .formatted(candidate, champion));
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
    void withoutAComparisonTheCandidatesOwnBacktestIsTold() {
        VerdictLine line = line("1", ",\"comparison\":null");

        assertThat(line.candidate()).isEqualTo(30.0);
        assertThat(line.champion()).isNull();
        assertThat(line.change()).isNull();
    }

    @Test
    void thoseThatChangeMostComeFirstWhicheverWayTheyChange() {
        assertThat(Stream.of(line("1", ""), compared("2", 11, 10), compared("3", 4, 10), compared("4", 13, 10))
                .sorted(VerdictLine.MOST_CHANGED).map(line -> line.key().path("store").asInt()))
                .containsExactly(3, 4, 2, 1);
    }
}

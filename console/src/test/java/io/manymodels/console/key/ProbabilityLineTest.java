package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.OurColumns;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbabilityLineTest {

    private static final OurColumns PLAIN = new OurColumns(List.of("Location", "Date"));

    private static JsonNode row(int day) {
        return JsonMapper.shared().readTree("""
                {"Location":"Sydney","Date":%d,"prediction":"No","label":"No","probability_No":0.75,"probability_Yes":0.25,"rung":"own"}
                """.formatted(day));
    }

    @Test
    void theNewestRowsComeFirstWithTheirProbabilitiesByLabel() {
        List<ProbabilityLine> lines = ProbabilityLine.newest(IntStream.range(0, 50).mapToObj(day -> row(day)).toList(),
                "Date", PLAIN);

        assertThat(lines).hasSize(30);
        assertThat(lines.getFirst().time()).isEqualTo("49");
        assertThat(lines.getFirst().said()).isEqualTo("No");
        assertThat(lines.getFirst().probabilities()).containsExactly(Map.entry("No", 0.75),
                Map.entry("Yes", 0.25));
    }

    @Test
    void aFamilyWithoutTimeHasRowsAllTheSame() {
        assertThat(ProbabilityLine.newest(List.of(row(1)), "", PLAIN)).singleElement()
                .satisfies(line -> assertThat(line.time()).isEmpty());
    }
}

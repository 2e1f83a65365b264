package io.manymodels.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityColumnsTest {

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "no", "it's", "a \"b\"", "größer", "1.5", "否", ""})
    void aLabelIsAsItIsWritten(String label) {
        assertThat(ProbabilityColumns.of(List.of(label))).containsExactly("probability_" + label);
    }

    @Test
    void labelsThatDifferInCaseAloneStayTwoForWhoDoesNotTellThemApart() {
        assertThat(ProbabilityColumns.of(List.of("No", "no", "NO", "no_"))).containsExactly("probability_No",
                "probability_no_", "probability_NO__", "probability_no___");
    }

    @Test
    void whatOneLabelIsCalledDoesNotDependOnLabelsThatDifferInMore() {
        assertThat(ProbabilityColumns.of(List.of("a-b", "a_b", "a b"))).containsExactly("probability_a-b",
                "probability_a_b", "probability_a b");
    }

    @Test
    void longLabelsAreShortenedAndStayTwo() {
        List<String> names = ProbabilityColumns.of(List.of("ä".repeat(50) + 1, "ä".repeat(50) + 2, "x\0y"));

        assertThat(names).doesNotHaveDuplicates().endsWith("probability_xy")
                .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 63);
    }
}

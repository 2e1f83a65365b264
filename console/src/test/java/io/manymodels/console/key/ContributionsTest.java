package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ContributionsTest {

    private static Contributions of(String explanation) {
        return Contributions.of(JsonMapper.shared().readTree("{\"prediction\":7,\"explanation\":" + explanation + "}"));
    }

    @Test
    void theLargestComeFirstInTheUnitOfTheScale() {
        assertThat(of("""
                {"scale":"identity","base":200,"score":222,"contributions":{"deal":-14.25,"price":36.25,"(level)":0}}
                """).parts()).containsExactly("price +36.25", "deal -14.25");
        assertThat(of("""
                {"scale":"log-odds","base":0,"score":1,"contributions":{"wind":1}}
                """).parts()).containsExactly("wind +1");
    }

    @Test
    void onALogarithmicScaleTheyArePerCent() {
        assertThat(of("""
                {"scale":"log","base":8,"score":8.6,"contributions":{"price":0.6931471805599453,"(point)":-0.6931471805599453}}
                """).parts()).containsExactly("price +100 %", "(point) -50 %");
        assertThat(of("""
                {"scale":"log1p","base":8,"score":8,"contributions":{"price":0.1}}
                """).parts()).containsExactly("price +10.52 %");
    }

    @Test
    void noMoreThanSomebodyReads() {
        assertThat(of("""
                {"scale":"identity","contributions":{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7}}
                """).parts()).hasSize(6).first().isEqualTo("g +7");
    }

    @Test
    void whatCannotBeExplainedSaysWhy() {
        assertThat(of("{\"unexplained\":\"the kernel of a plug-in\"}")).isEqualTo(
                new Contributions(List.of(), "the kernel of a plug-in"));
        assertThat(Contributions.of(JsonMapper.shared().readTree("{\"errors\":[]}")).parts()).isEmpty();
    }
}

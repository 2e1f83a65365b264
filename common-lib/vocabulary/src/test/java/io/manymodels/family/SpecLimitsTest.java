package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec.Reading;
import io.manymodels.problem.ManyModelsException.Detail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a spec holds, what is said about it stays small and can be stored. */
class SpecLimitsTest {

    private static List<Detail> problems(String spec) {
        return FamilySpec.read(spec) instanceof Reading.Invalid invalid ? invalid.problems() : List.of();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "[k]", "target: y", "regression"})
    void refusesAnEndlessName(String what) {
        String spec = FamilySpecTest.SMALL.replace(what, what.replaceAll("[a-z.]+(?=]?$)", "€".repeat(620_000)));

        List<Detail> problems = problems(spec);

        assertThat(problems).isNotEmpty().allMatch(problem -> problem.message().length() <= 500)
                .allMatch(problem -> problem.message().contains("Maybe"));
    }

    @Test
    void namesAtMostSoManyProblems() {
        StringBuilder spec = new StringBuilder(FamilySpecTest.SMALL);
        for (int i = 0; i < 20_000; i++) {
            spec.append("unknown").append(i).append(": 1\n");
        }

        assertThat(problems(spec.toString())).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0007", "\\ud800", "\\u009f"})
    void refusesWhatNoTableCanHold(String character) {
        String spec = """
                {"family": "f", "description": "a%1$sb", "source": {"files": "a%1$s.csv"}, "key": ["k%1$s"],
                 "target": "y%1$s", "task": "regression", "transform": "SELECT '%1$s'"}""".formatted(character);

        assertThat(problems(spec)).extracting(Detail::path).contains("description", "source.files", "key[0]",
                "target", "transform");
        assertThat(problems(spec)).allMatch(problem -> problem.message().chars().noneMatch(Character::isISOControl));
    }

    @Test
    void lineBreaksAreNoControlCharacters() {
        assertThat(problems(FamilySpecTest.SMALL + "transform: \"SELECT *\\n\\tFROM source\"\n")).isEmpty();
    }
}

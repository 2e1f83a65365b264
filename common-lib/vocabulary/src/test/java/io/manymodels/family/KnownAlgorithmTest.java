package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.problem.ManyModelsException.Detail;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownAlgorithmTest {

    private static final List<KnownAlgorithm> KNOWN = List.of(
            new KnownAlgorithm("mean", Set.of(Task.FORECAST, Task.REGRESSION), List.of()),
            new KnownAlgorithm("boosted-trees", Set.of(Task.REGRESSION, Task.CLASSIFICATION),
                    List.of(Setting.whole("trees", 100, 1, 1000, "how many"),
                            Setting.number("rate", 0.1, 0.001, 1, "of learning"))),
            new KnownAlgorithm("naive-bayes", Set.of(Task.CLASSIFICATION), List.of()));

    private static List<Detail> problems(Task task, AlgorithmChoice... choices) {
        return KnownAlgorithm.problems(task, List.of(choices), KNOWN);
    }

    private static List<Detail> problems(String setting, String value) {
        return problems(Task.REGRESSION, new AlgorithmChoice("boosted-trees", Map.of(setting, value)));
    }

    @ParameterizedTest
    @CsvSource({"trees, 1", "trees, 1000", "trees, 50.0", "trees, 1e2", "rate, 0.001", "rate, 1", "rate, 0.5"})
    void takesWhatLiesInItsRange(String setting, String value) {
        assertThat(problems(setting, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"trees, 0", "trees, 1001", "trees, 50.5", "trees, many", "trees, ''", "trees, NaN", "trees, Infinity",
            "trees, -1", "trees, '1,000'"})
    void refusesOtherNumbersWithTheRangeAndWhatIsUsual(String setting, String value) {
        assertThat(problems(setting, value)).containsExactly(new Detail("training.algorithms[0].trees",
                "[%s] must be a whole number from 1 to 1000. Maybe [100]".formatted(value)));
    }

    /** What Java reads and nobody writes. */
    @ParameterizedTest
    @ValueSource(strings = {"50d", "50f", "0x32p0", "0x1.9p5"})
    void refusesNumbersThatOnlyJavaReads(String value) {
        assertThat(problems("trees", value)).singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("[" + value + "] must be"));
    }

    @ParameterizedTest
    @CsvSource({"0", "0.0009", "1.0001", "fast"})
    void aNumberWithAFractionIsShownWithIt(String value) {
        assertThat(problems("rate", value)).extracting(Detail::message)
                .containsExactly("[%s] must be a number from 0.001 to 1. Maybe [0.1]".formatted(value));
    }

    @Test
    void namesEachWrongChoiceAtItsPlaceAndProposesTheClosest() {
        assertThat(problems(Task.REGRESSION, AlgorithmChoice.of("mean"), AlgorithmChoice.of("boosted-tree"),
                AlgorithmChoice.of("naive-bayes"), AlgorithmChoice.of("zzzzzzzzzzz"))).containsExactly(
                        new Detail("training.algorithms[1]",
                                "[boosted-tree] is not one of [boosted-trees, mean, naive-bayes]. Maybe [boosted-trees]"),
                        new Detail("training.algorithms[2]",
                                "[naive-bayes] does not fit the task [regression]. Maybe one of [boosted-trees, mean]"),
                        new Detail("training.algorithms[3]",
                                "[zzzzzzzzzzz] is not one of [boosted-trees, mean, naive-bayes]. Maybe one of [boosted-trees, mean, naive-bayes]"));
    }

    @Test
    void namesEachWrongSettingByItself() {
        List<Detail> problems = problems(Task.CLASSIFICATION,
                new AlgorithmChoice("boosted-trees", Map.of("tree", "50", "rate", "2", "trees", "5")));

        assertThat(problems).extracting(Detail::path).containsExactly("training.algorithms[0].rate",
                "training.algorithms[0].tree");
        assertThat(problems.getLast().message()).isEqualTo(
                "[tree] is no setting of [boosted-trees]. It has [trees, rate]. Maybe [trees]");
    }

    @Test
    void anAlgorithmWithoutSettingsSaysSo() {
        assertThat(problems(Task.FORECAST, new AlgorithmChoice("mean", Map.of("trees", "5"))))
                .extracting(Detail::message)
                .containsExactly("[trees] is no setting of [mean], which has none. Maybe leave it out");
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "-3, -3", "0.5, 0.5", "1e14, 100000000000000", "1e15, 1.0E15", "1e-3, 0.001"})
    void numbersAreShownAsPeopleWriteThem(double value, String text) {
        assertThat(Setting.text(value)).isEqualTo(text);
    }

    @Test
    void choicesWithTheSameSettingsAreTheSame() {
        assertThat(new AlgorithmChoice("a", Map.of("x", "1", "b", "2")).settings()).containsExactly(
                Map.entry("b", "2"), Map.entry("x", "1"));
        assertThat(AlgorithmChoice.of("a")).isEqualTo(new AlgorithmChoice("a", Map.of()));
    }
}

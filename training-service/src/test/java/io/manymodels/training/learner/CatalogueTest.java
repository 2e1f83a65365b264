package io.manymodels.training.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.KnownAlgorithm;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.problem.ManyModelsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();

    /** A learner without its contract's test is an untested one. */
    @Test
    void everyLearnerHasItsContractTested() {
        assertThat(CATALOGUE.all()).hasSizeGreaterThanOrEqualTo(7).allSatisfy(learner -> {
            Class<?> test = Class.forName(learner.getClass().getName() + "Test");
            assertThat(LearnerContract.class).isAssignableFrom(test);
        });
    }

    @ParameterizedTest
    @EnumSource(Task.class)
    void proposesSomethingForEveryTask(Task task) {
        TrainingSpec spec = switch (task) {
            case FORECAST -> Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN);
            case REGRESSION -> Toys.regression();
            case CLASSIFICATION -> Toys.classification();
        };

        assertThat(CATALOGUE.variants(spec)).hasSizeGreaterThan(2).isSortedAccordingTo(
                (one, other) -> Integer.compare(one.rank(), other.rank()));
        assertThat(CATALOGUE.shared(spec)).isNotEmpty();
        assertThat(CATALOGUE.plain(spec).rank()).isGreaterThanOrEqualTo(Variant.PLAIN);
        assertThat(CATALOGUE.versions(spec)).contains("boosted-trees=");
    }

    /** What a model of rows sees of a bare series a forecaster sees too, and few windows do not tell the two apart. */
    @Test
    void bareSeriesAreForForecastersAndPlainRules() {
        assertThat(CATALOGUE.variants(Toys.series(12, Metric.SMAPE))).extracting(Variant::name)
                .containsExactly("ensemble", "seasonal-naive", "mean", "naive");
        assertThat(CATALOGUE.variants(Toys.series(12, "ridge"))).isNotEmpty();
        assertThat(CATALOGUE.shared(Toys.series(12, Metric.SMAPE))).extracting(Variant::name).contains("ridge",
                "boosted-trees");
    }

    @Test
    void refusesWhatItDoesNotHaveAndProposesTheClosest() {
        TrainingSpec spec = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN, "rigde");

        assertThatThrownBy(() -> CATALOGUE.variants(spec)).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("[rigde]").hasMessageContaining("Maybe [ridge]");
    }

    @Test
    void refusesSettingsThatDoNotExistOrFit() {
        List<KnownAlgorithm> known = CATALOGUE.known();

        assertThat(problems(known, Map.of("tree", "50"))).singleElement().asString()
                .contains("training.algorithms[0].tree", "[tree] is no setting of [boosted-trees]", "Maybe [trees]");
        assertThat(problems(known, Map.of("trees", "1.5"))).singleElement().asString()
                .contains("[1.5] must be a whole number from 1 to 10000", "Maybe [100]");
        assertThat(problems(known, Map.of("rate", "0.1", "trees", "20"))).isEmpty();
        assertThat(KnownAlgorithm.problems(Task.CLASSIFICATION, List.of(AlgorithmChoice.of("ridge")), known))
                .singleElement().asString().contains("does not fit the task [classification]", "logistic-regression");
    }

    @Test
    void refusesTwoOfOneName() {
        Learner one = CATALOGUE.all().getFirst();

        assertThatThrownBy(() -> Catalogue.of(List.of(one, one))).hasMessageContaining(one.name())
                .hasMessageContaining("Maybe a plug-in lies there twice");
    }

    private static List<ManyModelsException.Detail> problems(List<KnownAlgorithm> known, Map<String, String> settings) {
        return KnownAlgorithm.problems(Task.REGRESSION, List.of(new AlgorithmChoice("boosted-trees", settings)), known);
    }
}

package io.manymodels.training.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.family.KnownAlgorithm;
import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Scorer;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.Choice;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That these learners learn at all; what they promise besides is in the contract that each one's test extends. */
class TribuoLearnersTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();

    static Stream<Learner> learners() {
        return CATALOGUE.all().stream()
                .filter(learner -> learner.getClass().getPackage().equals(TribuoFit.class.getPackage()));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void isBetterThanThePlainRule(Learner learner) {
        for (Task task : learner.tasks()) {
            TrainingSpec spec = spec(task, learner.name());
            PartitionRows rows = TrainingRows.labelled(spec, rows(task));

            Choice choice = new PartitionTrainer(spec, CATALOGUE).choose(rows);
            Choice plain = new PartitionTrainer(spec(task, task == Task.CLASSIFICATION ? "majority-class" : "mean"),
                    CATALOGUE).choose(rows);

            assertThat(choice.fitted().model().body().scorer()).isInstanceOfSatisfying(Scorer.Rows.class,
                    scorer -> assertThat(scorer.kernel()).isInstanceOf(Kernel.Foreign.class));
            assertThat(loss(choice)).as("%s of %s", learner.name(), task).isLessThan(loss(plain));
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theSameRowsMakeTheSameModel(Learner learner) {
        for (Task task : learner.tasks()) {
            TrainingSpec spec = spec(task, learner.name());
            PartitionRows rows = TrainingRows.labelled(spec, rows(task));

            double[] first = new PartitionTrainer(spec, CATALOGUE).choose(rows).fitted().model().scores(rows);
            double[] second = new PartitionTrainer(spec, CATALOGUE).choose(rows).fitted().model().scores(rows);

            assertThat(second).containsExactly(first);
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void heedsTheDeadline(Learner learner) {
        Task task = learner.tasks().iterator().next();
        TrainingSpec spec = spec(task, learner.name());
        PartitionRows rows = TrainingRows.labelled(spec, rows(task));
        Variant variant = learner.variants(spec, Settings.usual(learner.settings())).getFirst();
        Lesson late = new Lesson(spec, rows, TrainingRows.labels(spec, rows), Deadline.in(Duration.ZERO));

        assertThatThrownBy(() -> variant.fitting().fit(late)).isInstanceOf(Deadline.Passed.class);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aSettingThatDoesNotExistIsRefusedWithTheClosest(Learner learner) {
        KnownAlgorithm.Setting setting = learner.settings().getFirst();
        String wrong = setting.name().substring(0, setting.name().length() - 1);

        assertThat(problems(learner, Map.of(wrong, "1"))).singleElement().asString()
                .contains("[%s] is no setting of [%s]".formatted(wrong, learner.name()),
                        "Maybe [%s]".formatted(setting.name()));
        assertThat(problems(learner, Map.of(setting.name(), "-1"))).singleElement().asString()
                .contains("[-1] must be a");
    }

    /** Tribuo's own answer to it is a number that nothing has to do with. */
    @Test
    void anElasticNetWithoutCoefficientsIsNoModel() {
        TrainingSpec spec = spec(Task.REGRESSION, "elastic-net");
        AlgorithmChoice strict = new AlgorithmChoice("elastic-net", Map.of("penalty", "1000"));

        assertThat(KnownAlgorithm.problems(Task.REGRESSION, List.of(strict), CATALOGUE.known())).isEmpty();
        Choice choice = new PartitionTrainer(strictly(spec, strict), CATALOGUE)
                .choose(TrainingRows.labelled(spec, rows(Task.REGRESSION)));
        assertThat(choice.candidate().name()).isEqualTo("mean");
    }

    private static TrainingSpec strictly(TrainingSpec spec, AlgorithmChoice choice) {
        return new TrainingSpec(spec.family(), spec.task(), spec.schema(), spec.timeAxis(), spec.gap(), spec.horizon(),
                List.of(choice), spec.metric(), spec.functional(), spec.windows(), spec.history(), spec.minimumRows(),
                spec.timeout(), spec.intervals(), spec.provenance());
    }

    private static double loss(Choice choice) {
        return Objects.requireNonNull(choice.outcome()).evaluation().meanLoss();
    }

    private static List<?> problems(Learner learner, Map<String, String> settings) {
        return KnownAlgorithm.problems(learner.tasks().iterator().next(),
                List.of(new AlgorithmChoice(learner.name(), settings)), CATALOGUE.known());
    }

    private static TrainingSpec spec(Task task, String... algorithms) {
        return switch (task) {
            case FORECAST -> Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN, algorithms);
            case REGRESSION -> Toys.regression(algorithms);
            case CLASSIFICATION -> byArea(Toys.classification(algorithms));
        };
    }

    /** Accuracy sees little of what a naive Bayes on few features learns. */
    private static TrainingSpec byArea(TrainingSpec spec) {
        return new TrainingSpec(spec.family(), spec.task(), spec.schema(), spec.timeAxis(), spec.gap(), spec.horizon(),
                spec.algorithms(), Metric.AUC, spec.functional(), spec.windows(), spec.history(), spec.minimumRows(),
                spec.timeout(), spec.intervals(), spec.provenance());
    }

    private static PartitionRows rows(Task task) {
        return switch (task) {
            case FORECAST -> Toys.demand(2, 104, 0.3, 2);
            case REGRESSION -> Toys.rents(140, 3);
            case CLASSIFICATION -> Toys.weather("Albury", 300, 5);
        };
    }
}

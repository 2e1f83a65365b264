package io.manymodels.training.contest;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.TooLarge;
import io.manymodels.model.ModelCodec;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.RowModels;
import io.manymodels.training.preparation.RowTrainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A model that no service would load does not win, and the key's outcome tells of it. */
class TooLargeTest {

    private static final TrainingSpec SPEC = Toys.regression("mean");
    private static final PartitionRows RENTS = Toys.rents(140, 3);
    private static final Variant MEAN = Catalogue.installed().plain(SPEC);

    /** The right answer to rents, in more bytes than are read. */
    private record Size(double intercept, double slope) implements Kernel.Foreign {

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void score(double[] matrix, int rows, int width, double[] scores) {
            for (int i = 0; i < rows; i++) {
                scores[i] = intercept + slope * matrix[i * width];
            }
        }

        @Override
        public String name() {
            return "toy.size";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public byte[] bytes() {
            throw new TooLarge("The toy", 1000, 100);
        }

        @Override
        public long weight() {
            return 1000;
        }
    }

    private static final Variant LARGE = new Variant("large", Variant.FIRST,
            new RowModels("large", new RowTrainer() {
                @Override
                public Kernel fit(DenseData data, Deadline deadline) {
                    double x = 0;
                    double y = 0;
                    for (int i = 0; i < data.rows(); i++) {
                        x += data.matrix()[i * data.width()] / data.rows();
                        y += data.targets()[i] / data.rows();
                    }
                    double squares = 0;
                    double products = 0;
                    for (int i = 0; i < data.rows(); i++) {
                        double apart = data.matrix()[i * data.width()] - x;
                        squares += apart * apart;
                        products += apart * data.targets()[i];
                    }
                    return new Size(y - products / squares * x, products / squares);
                }

                @Override
                public double parameters(int width, int rows) {
                    return 2;
                }

                @Override
                public Map<String, String> settings(int rows) {
                    return Map.of();
                }

                @Override
                public boolean cutsNumbers() {
                    return true;
                }
            })::tabular);

    @Test
    void theNextCandidateWinsAndTheOutcomeTellsWhy() {
        Choice choice = new Contest(SPEC).choose(List.of(LARGE, MEAN), MEAN, RENTS, Windows.of(SPEC, RENTS), List.of(),
                Deadline.NONE);
        TrainingResult.Trained trained = PartitionTrainer.trained(SPEC, choice, RENTS);

        assertThat(choice.candidate()).isEqualTo(MEAN);
        assertThat(choice.outcome()).isNotNull();
        assertThat(choice.losses().get("large")).isNaN();
        assertThat(ModelCodec.decodeBody(SPEC.header(), KernelCodecs.NONE, trained.body()).algorithm())
                .isEqualTo("mean");
        assertThat(trained.remark()).isNotNull().satisfies(remark -> {
            assertThat(remark.code()).isEqualTo("model-too-large");
            assertThat(remark.message()).contains("[large]", "[1000]", "[100]", "Maybe");
        });
        assertThat(trained.provenance()).containsKey("remark").containsEntry("measured",
                Map.of("large", Map.of(SPEC.metric().wire(), choice.measured().get("large")), "mean",
                        Map.of(SPEC.metric().wire(), trained.metrics().get(SPEC.metric().wire()))));
        assertThat(choice.measured().get("large")).as("it was judged, and then too large")
                .isLessThan(choice.measured().get("mean"));
    }

    /** What it is measured against: were it small, it would win. */
    @Test
    void itWouldHaveWon() {
        Judge judge = new Judge(SPEC);
        List<Judge.Trial> trials = judge.trials(RENTS, Windows.of(SPEC, RENTS), List.of(), Deadline.NONE);

        assertThat(judge.judge(LARGE, trials, List.of()).evaluation().meanLoss())
                .isLessThan(judge.judge(MEAN, trials, List.of()).evaluation().meanLoss());
    }

    @Test
    void thePlainRuleAnswersWhereNoOtherIsLeft() {
        Choice alone = new Contest(SPEC).choose(List.of(LARGE), MEAN, RENTS, Windows.of(SPEC, RENTS), List.of(),
                Deadline.NONE);
        Choice unjudged = new Contest(SPEC).choose(List.of(LARGE), MEAN, RENTS, List.of(), List.of(), Deadline.NONE);

        assertThat(List.of(alone, unjudged)).allSatisfy(choice -> {
            assertThat(choice.candidate()).isEqualTo(MEAN);
            assertThat(choice.remark()).isNotNull();
        });
    }

    @Test
    void nothingIsSaidWhereNothingIsTooLarge() {
        Choice choice = new Contest(SPEC).choose(List.of(MEAN), MEAN, RENTS, Windows.of(SPEC, RENTS), List.of(),
                Deadline.NONE);

        assertThat(choice.remark()).isNull();
        assertThat(PartitionTrainer.trained(SPEC, choice, RENTS).provenance()).doesNotContainKey("remark");
    }
}

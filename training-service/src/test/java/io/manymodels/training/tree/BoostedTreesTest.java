package io.manymodels.training.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.preparation.TrainingRows;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoostedTreesTest extends LearnerContract {

    /** Trees alone say of what lies beyond their rows what they say of the last ones, an eighth less. */
    @Test
    void followsATrendBeyondWhatItSaw() {
        TrainingSpec spec = Toys.series(12, "boosted-trees");
        PartitionRows rows = Toys.series(IntStream.range(0, 120).mapToDouble(BoostedTreesTest::growth).toArray());

        double[] predicted = new PartitionTrainer(spec, Catalogue.installed())
                .choose(TrainingRows.labelled(spec, rows)).fitted().model().predict(Toys.after(rows, 12)).value();

        assertThat(predicted[11]).isCloseTo(growth(131), withinPercentage(2));
    }

    private static double growth(int t) {
        return 100 * Math.pow(1.01, t) * (1 + 0.01 * (t % 3));
    }

    @Override
    protected Learner learner() {
        return new BoostedTrees();
    }

    @Override
    protected String golden() {
        return "3.2:76e1cc58da0d0854";
    }
}

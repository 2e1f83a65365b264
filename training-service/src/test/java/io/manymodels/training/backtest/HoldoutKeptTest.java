package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.metric.Holdout;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The judged rows that training keeps with a candidate, for promotion to compare it with the champion. */
class HoldoutKeptTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void theKeptRowsGiveTheFiguresByWhichTheCandidateWasJudged() {
        PartitionRows rows = Toys.demand(3, 80, 0.2, 5);
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN)
                .comparing(Set.of(Metric.MAPE, Metric.WINKLER));

        TrainingResult.Trained trained = (TrainingResult.Trained) new PartitionTrainer(spec, Catalogue.installed())
                .train(rows);

        Holdout holdout = Holdout
                .fromJson(JSON.readTree(JSON.writeValueAsString(trained.provenance().get("holdout"))));
        double[] actual = IntStream.of(holdout.rows()).mapToDouble(row -> rows.numbers(spec.schema().target())[row])
                .toArray();
        NumberRows judged = new NumberRows(actual, holdout.predicted(), holdout.lower(), holdout.upper(),
                holdout.intervals(), holdout.naiveErrors(), holdout.naiveSquares());
        assertThat(trained.metrics()).containsEntry("judged", (double) holdout.size());
        assertThat(NumberMeasure.MAPE.value(judged)).isCloseTo(trained.metrics().get("mape"), within(1e-4));
        assertThat(NumberMeasure.WINKLER.value(judged)).isCloseTo(trained.metrics().get("winkler"), within(1e-3));
        assertThat(NumberMeasure.MASE.value(judged)).isCloseTo(trained.metrics().get("mase"), within(1e-4));
        assertThat(Arrays.stream(holdout.rows()).min().orElseThrow()).isGreaterThanOrEqualTo(rows.size() - 6);
    }

    @Test
    void nothingIsKeptWhereNoRuleCompares() {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN);

        TrainingResult.Trained trained = (TrainingResult.Trained) new PartitionTrainer(spec, Catalogue.installed())
                .train(Toys.demand(3, 80, 0.2, 5));

        assertThat(trained.provenance()).doesNotContainKey("holdout");
    }
}

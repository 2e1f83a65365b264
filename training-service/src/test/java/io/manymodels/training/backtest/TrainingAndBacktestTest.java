package io.manymodels.training.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.registry.Rung;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.Spending;
import io.manymodels.training.contest.TrainingResult;
import io.manymodels.training.learner.Catalogue;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.Toys;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.shared.PooledSample;
import io.manymodels.training.shared.SharedTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingAndBacktestTest {

    private static final Catalogue CATALOGUE = Catalogue.installed();
    private static final TrainingSpec FORECAST = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN);

    @Test
    void learnsDemandFromPricesAndMeasuresIt() {
        TrainingResult result = new PartitionTrainer(FORECAST, CATALOGUE).train(Toys.demand(2, 100, 0.05, 1));

        assertThat(result).isInstanceOfSatisfying(TrainingResult.Trained.class, trained -> {
            assertThat(trained.algorithm()).isEqualTo("ridge");
            assertThat(trained.metrics()).containsKeys("rows", "judged", "mape", "mae", "mase", "coverage", "winkler");
            assertThat(trained.metrics().get("mape")).isLessThan(12);
            assertThat(trained.provenance().toString()).contains("algorithm=ridge", "penalty", "candidates", "naive");
            assertThat(trained.remark()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"naive", "seasonal-naive", "mean", "ridge", "boosted-trees"})
    void seesNothingOfTheFuture(String algorithm) {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.LEAST_PERCENTAGE_ERROR, algorithm);
        PartitionRows rows = Toys.demand(2, 100, 0.3, 2);
        long cutoff = 120;
        PartitionRows changed = changedAfter(rows, cutoff);

        Predictions before = predictions(spec, rows, cutoff);
        Predictions after = predictions(spec, changed, cutoff);

        assertThat(before.value()).hasSize(2);
        assertThat(after.value()).containsExactly(before.value());
        assertThat(after.lower()[0]).containsExactly(before.lower()[0]);
    }

    @Test
    void knowsColumnsOfTheFutureThatAreKnown() {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN, "ridge");
        PartitionRows rows = Toys.demand(2, 100, 0.05, 3);
        double[] cheaper = Arrays.stream(rows.numbers(3)).map(price -> price / 2).toArray();
        System.arraycopy(rows.numbers(3), 0, cheaper, 0, 81);

        double[] dear = predictions(spec, rows, 120).value();
        double[] cheap = predictions(spec, rows.withNumbers(3, cheaper), 120).value();

        assertThat(cheap[0] / dear[0]).isCloseTo(4, within(1.0));
    }

    @Test
    void carriesTheLastValueOfAKnownColumnThatIsMissing() {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN, "ridge");
        PartitionRows rows = Toys.demand(2, 100, 0.05, 4);
        double[] prices = rows.numbers(3).clone();
        prices[83] = Double.NaN;
        double[] carried = rows.numbers(3).clone();
        carried[83] = carried[80];

        Predictions missing = predictions(spec, rows.withNumbers(3, prices), 120);
        Predictions same = predictions(spec, rows.withNumbers(3, carried), 120);

        assertThat(missing.knownCarried()).containsExactly(false, true);
        assertThat(missing.value()).containsExactly(same.value());
    }

    @Test
    void coversWhatItPromises() {
        TrainingSpec spec = Toys.forecast(Metric.MAE, TrainingSpec.Functional.MEDIAN, "ridge");
        int inside80 = 0;
        int inside95 = 0;
        int all = 0;
        for (int key = 0; key < 60; key++) {
            PartitionRows rows = Toys.demand(key, 80, 0.4, 100 + key);
            BacktestPlan plan = new BacktestPlan.Windows(5, 2);
            for (BacktestPart part : new Backtest(spec, CATALOGUE).run(rows, plan)) {
                Predictions p = java.util.Objects.requireNonNull(part.predictions());
                for (int i = 0; i < p.size(); i++, all++) {
                    double actual = part.rows().numbers(2)[i];
                    inside80 += actual >= p.lower()[0][i] && actual <= p.upper()[0][i] ? 1 : 0;
                    inside95 += actual >= p.lower()[1][i] && actual <= p.upper()[1][i] ? 1 : 0;
                    assertThat(p.value()[i]).isBetween(p.lower()[0][i], p.upper()[0][i]);
                }
            }
        }

        assertThat(inside80 / (double) all).isBetween(0.76, 0.90);
        assertThat(inside95 / (double) all).isBetween(0.92, 0.99);
    }

    @Test
    void aKeyWithoutARowBeforeTheCutoffIsAnsweredByWhoStandsIn() {
        PartitionRows late = Toys.demand(7, 100, 0.05, 5).slice(90, 100);
        PartitionModel shared = new PartitionTrainer(FORECAST, CATALOGUE).plain(Toys.demand(1, 80, 0.05, 1)).fitted()
                .model();
        List<Long> asked = new ArrayList<>();
        BacktestPlan plan = new BacktestPlan.Cutoffs(new long[] {128});

        BacktestPart alone = new Backtest(FORECAST, CATALOGUE).run(late, plan).getFirst();
        BacktestPart answered = new Backtest(FORECAST, CATALOGUE, cutoff -> {
            asked.add(cutoff);
            return shared;
        }, _ -> null, Spending.free()).run(late, plan).getFirst();

        assertThat(alone.predictions()).isNull();
        assertThat(alone.rung()).isNull();
        assertThat(asked).containsExactly(128L);
        assertThat(answered.rung()).isEqualTo(Rung.FAMILY);
        assertThat(answered.unfit()).isNotNull();
        assertThat(Objects.requireNonNull(answered.predictions()).value())
                .containsExactly(shared.predict(answered.rows()).value());
    }

    @Test
    void eachCutoffIsTrainedWithWhatTheFamilyTaughtByThen() {
        PartitionRows rows = Toys.demand(7, 100, 0.05, 5);
        Variant mean = CATALOGUE.plain(FORECAST);
        Taught early = new Taught(null, new Taught.Order(mean, Set.of("ridge", "ridge/seasonal", "ridge/trend",
                "ridge/lagged", "boosted-trees", "naive", "seasonal-naive")));
        BacktestPlan plan = new BacktestPlan.Cutoffs(new long[] {118, 128});

        List<BacktestPart> parts = new Backtest(FORECAST, CATALOGUE, _ -> null,
                cutoff -> cutoff == 118 ? early : null, Spending.free()).run(rows, plan);

        assertThat(parts).extracting(BacktestPart::algorithm).containsExactly("mean", "ridge");
    }

    @Test
    void classifiesWithoutTheLeak() {
        Backtest trainer = new Backtest(Toys.classification(), CATALOGUE);
        PartitionRows rows = Toys.weather("Albury", 1500, 5);

        List<BacktestPart> parts = trainer.run(rows, new BacktestPlan.Folds(3, 1));

        int right = 0;
        for (BacktestPart part : parts) {
            Predictions p = java.util.Objects.requireNonNull(part.predictions());
            for (int i = 0; i < p.size(); i++) {
                right += p.labels().get(p.label()[i]).equals(part.rows().label(i)) ? 1 : 0;
                assertThat(p.probabilities()[0][i] + p.probabilities()[1][i]).isCloseTo(1, within(1e-12));
            }
        }
        assertThat(parts).hasSize(3);
        // The truth itself is right for 84 of 100 rows; with the leak it would be all of them.
        assertThat(right / 1500.0).isBetween(0.79, 0.92);
    }

    @Test
    void saysWhyAPartitionIsUnfit() {
        PartitionTrainer trainer = new PartitionTrainer(FORECAST, CATALOGUE);
        PartitionRows rows = Toys.demand(2, 100, 0.1, 6);
        double[] none = new double[100];
        Arrays.fill(none, Double.NaN);
        double[] constant = new double[100];
        Arrays.fill(constant, 7);

        assertThat(trainer.train(rows.withNumbers(2, none))).isInstanceOfSatisfying(TrainingResult.Unfit.class,
                unfit -> assertThat(unfit.code()).isEqualTo("target-missing"));
        assertThat(trainer.train(rows.slice(0, 19))).isInstanceOfSatisfying(TrainingResult.Unfit.class, unfit -> {
            assertThat(unfit.code()).isEqualTo("too-few-rows");
            assertThat(unfit.message()).contains("[19]", "[20]", "Maybe");
        });
        assertThat(trainer.train(rows.withNumbers(2, constant)))
                .isInstanceOfSatisfying(TrainingResult.Trained.class, trained -> {
                    assertThat(trained.algorithm()).isEqualTo("mean");
                    assertThat(java.util.Objects.requireNonNull(trained.remark()).code()).isEqualTo("constant-target");
                });
    }

    @Test
    void pooledModelsDoNotDependOnHowPartitionsAreCut() {
        TrainingSpec spec = Toys.forecast(Metric.MAPE, TrainingSpec.Functional.MEDIAN);
        PooledSample whole = new PooledSample(spec, 500);
        PooledSample left = new PooledSample(spec, 500);
        PooledSample right = new PooledSample(spec, 500);
        for (int key = 0; key < 20; key++) {
            PartitionRows rows = Toys.demand(key, 60, 0.2, key);
            whole.add(rows);
            (key % 3 == 0 ? left : right).add(rows);
        }
        PooledSample merged = PooledSample.read(spec, 500, right.write());
        merged.merge(left);

        TrainingResult one = new SharedTrainer(spec, CATALOGUE).train(whole, false);
        TrainingResult other = new SharedTrainer(spec, CATALOGUE).train(merged, false);

        assertThat(whole.size()).isEqualTo(500);
        assertThat(one).isInstanceOfSatisfying(TrainingResult.Trained.class, a -> assertThat(other)
                .isInstanceOfSatisfying(TrainingResult.Trained.class, b -> assertThat(a.body()).isEqualTo(b.body())));
    }

    private static Predictions predictions(TrainingSpec spec, PartitionRows rows, long cutoff) {
        List<BacktestPart> parts = new Backtest(spec, CATALOGUE).run(rows,
                new BacktestPlan.Cutoffs(new long[] {cutoff}));
        return java.util.Objects.requireNonNull(parts.getFirst().predictions());
    }

    /** Other targets and other observed values after the cutoff. */
    private static PartitionRows changedAfter(PartitionRows rows, long cutoff) {
        double[] target = rows.numbers(2).clone();
        double[] observed = rows.numbers(5).clone();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.time(i) > cutoff) {
                target[i] = 1e6 + i;
                observed[i] = -1e6;
            }
        }
        return rows.withNumbers(2, target).withNumbers(5, observed);
    }
}

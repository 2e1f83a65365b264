package io.manymodels.training.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.family.Metric;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.PlugIns;
import io.manymodels.model.Explanation;
import io.manymodels.model.Explanations;
import io.manymodels.model.Link;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.model.Scorer;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.backtest.Backtest;
import io.manymodels.training.backtest.BacktestPart;
import io.manymodels.training.backtest.BacktestPlan;
import io.manymodels.training.contest.Choice;
import io.manymodels.training.contest.Contest;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.preparation.TrainingRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every learner promises. Each has a test that extends this one. */
@NullUnmarked
public abstract class LearnerContract {

    private static final Catalogue CATALOGUE = Catalogue.installed();

    /** The one under test. */
    protected abstract Learner learner();

    /**
     * What it made of the fixed rows of this contract when its version was last raised, as {@code version:digest}. Where the test
     * says that it makes something else, raise {@link Learner#version} (or {@link Contest#VERSION}, where the contest is what
     * changed) and store what the test prints: otherwise installed platforms skip keys as unchanged whose models would change.
     */
    protected abstract String golden();

    @Test
    void isFoundByItsName() {
        assertThat(CATALOGUE.all()).filteredOn(found -> found.name().equals(learner().name())).singleElement()
                .isInstanceOf(learner().getClass());
        assertThat(learner().name()).matches("[a-z][a-z0-9-]*");
    }

    @Test
    void makesWhatItMadeWhenItsVersionWasRaised() {
        StringBuilder seen = new StringBuilder();
        cases().forEach((name, one) -> seen.append(name).append(' ').append(text(one)).append('\n'));
        String now = "%d.%d:%s".formatted(Contest.VERSION, learner().version(), digest(seen.toString()));

        assertThat(now).as("%s makes other models now. Maybe raise its version, and store this. It makes:%n%s",
                learner().name(), seen).isEqualTo(golden());
    }

    @Test
    void isDescribedForUsers() throws IOException {
        Path reference = Path.of("..", "docs", "reference", "algorithms.md");

        assertThat(Files.readAllLines(reference))
                .as("a line for [%s] in docs/reference/algorithms.md", learner().name())
                .anyMatch(line -> line.startsWith("| `" + learner().name() + "` |"));
    }

    @TestFactory
    List<DynamicTest> storesWhatItPredicts() {
        return cases().entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
            PartitionModel model = model(one.getValue());
            ModelBody read = ModelCodec.decodeBody(model.header(), PlugIns.NONE.codecs(),
                    ModelCodec.encode(model.body()));

            Predictions before = model.predict(one.getValue().asked());
            Predictions after = new PartitionModel(model.header(), read).predict(one.getValue().asked());

            assertThat(after.value()).containsExactly(before.value());
            assertThat(Arrays.deepToString(after.probabilities()))
                    .isEqualTo(Arrays.deepToString(before.probabilities()));
        })).toList();
    }

    @TestFactory
    List<DynamicTest> predictsARowAloneAsAmongOthers() {
        return cases().entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
            PartitionModel model = model(one.getValue());
            PartitionRows asked = one.getValue().asked();
            Predictions together = model.predict(asked);

            for (int i = 0; i < asked.size(); i++) {
                Predictions alone = model.predict(asked.select(new int[] {i}));
                assertThat(alone.value()[0]).isEqualTo(together.value()[i]);
            }
        })).toList();
    }

    @TestFactory
    List<DynamicTest> explainsWhatItPredictsOrSaysWhyNot() {
        return cases().entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
            PartitionModel model = model(one.getValue());
            PartitionRows asked = one.getValue().asked();
            Explanations told = model.explain(asked, null);

            boolean foreign = model.body().scorer() instanceof Scorer.Rows rows
                    && rows.kernel() instanceof Kernel.Foreign;
            assertThat(told.unexplained() == null).isNotEqualTo(foreign);
            double[] scores = model.scores(asked);
            for (int i = 0; i < told.rows().size(); i++) {
                Explanation explanation = told.rows().get(i);
                int label = model.labels().size() > 2 ? model.labels().indexOf(explanation.label()) : 0;
                double score = scores[i * model.body().scorer().outputs() + label];
                Link link = model.body().link();
                double expected = model.labels().isEmpty() ? link.location(score) + link.shift() : score;
                assertThat(explanation.score())
                        .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
            }
        })).toList();
    }

    @TestFactory
    List<DynamicTest> seesNothingAfterTheCutoff() {
        return cases().entrySet().stream().filter(one -> one.getValue().spec().task() == Task.FORECAST)
                .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    PartitionRows rows = one.getValue().rows();
                    long cutoff = rows.time(rows.size() - 4);
                    double[] spoiled = rows.numbers(rows.schema().target()).clone();
                    for (int i = 0; i < spoiled.length; i++) {
                        spoiled[i] = rows.time(i) > cutoff ? 1e6 + i : spoiled[i];
                    }

                    double[] before = predictions(one.getValue().spec(), rows, cutoff);
                    double[] after = predictions(one.getValue().spec(),
                            rows.withNumbers(rows.schema().target(), spoiled), cutoff);

                    assertThat(after).containsExactly(before);
                })).toList();
    }

    /** Constant, all zeros, one spike, trending to huge, short: an answer or a fallback, never NaN. */
    @TestFactory
    List<DynamicTest> answersToHardSeries() {
        Map<String, double[]> hard = new LinkedHashMap<>();
        hard.put("nearly constant", IntStream.range(0, 40).mapToDouble(i -> i == 39 ? 5.0000001 : 5).toArray());
        hard.put("one spike among zeros", IntStream.range(0, 40).mapToDouble(i -> i == 20 ? 1000 : 0).toArray());
        hard.put("short", new double[] {3, 1, 4, 1, 5, 9, 2, 6, 5});
        hard.put("huge", IntStream.range(0, 40).mapToDouble(i -> 1e12 * Math.pow(1.5, i)).toArray());
        hard.put("tiny", IntStream.range(0, 40).mapToDouble(i -> 1e-12 * (1 + i % 3)).toArray());
        hard.put("negative", IntStream.range(0, 40).mapToDouble(i -> -50 - i % 7).toArray());
        hard.put("break", IntStream.range(0, 40).mapToDouble(i -> i < 30 ? 10 + i % 2 : 1000 + i % 2).toArray());
        return !learner().tasks().contains(Task.FORECAST)
                ? List.of()
                : hard.entrySet().stream().map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                    TrainingSpec spec = Toys.series(6, learner().name());
                    PartitionRows rows = Toys.series(one.getValue());

                    Choice choice = new PartitionTrainer(spec, CATALOGUE).choose(TrainingRows.labelled(spec, rows));
                    Predictions predicted = choice.fitted().model().predict(Toys.after(rows, 8));

                    assertThat(Arrays.stream(predicted.value())).allMatch(Double::isFinite);
                    assertThat(Arrays.stream(predicted.lower()[1])).allMatch(Double::isFinite);
                    assertThat(Arrays.stream(predicted.upper()[1])).allMatch(Double::isFinite);
                })).toList();
    }

    /** What a learner is tried on. */
    private record Case(TrainingSpec spec, PartitionRows rows, PartitionRows asked) {}

    private Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        if (learner().tasks().contains(Task.FORECAST)) {
            PartitionRows demand = Toys.demand(2, 104, 0.3, 2);
            cases.put("demand", new Case(Toys.forecast(Metric.MAPE, TrainingSpec.Functional.LEAST_PERCENTAGE_ERROR,
                    learner().name()), demand.slice(0, 100), demand.slice(101, 103)));
            Random random = new Random(5);
            PartitionRows series = Toys.series(IntStream.range(0, 72).mapToDouble(t -> (100 + t)
                    * (1 + 0.3 * Math.sin(2 * Math.PI * t / 12)) + 5 * random.nextGaussian()).toArray());
            cases.put("series", new Case(Toys.series(12, learner().name()), series, Toys.after(series, 15)));
            PartitionRows sparse = Toys.series(IntStream.range(0, 48)
                    .mapToDouble(t -> random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0).toArray());
            cases.put("sparse", new Case(Toys.series(6, learner().name()), sparse, Toys.after(sparse, 6)));
        }
        if (learner().tasks().contains(Task.REGRESSION)) {
            PartitionRows rents = Toys.rents(140, 3);
            cases.put("rents", new Case(Toys.regression(learner().name()), rents.slice(0, 120), rents.slice(120, 140)));
        }
        if (learner().tasks().contains(Task.CLASSIFICATION)) {
            PartitionRows weather = Toys.weather("Albury", 340, 5);
            cases.put("weather", new Case(Toys.classification(learner().name()), weather.slice(0, 300),
                    weather.slice(300, 340)));
        }
        return cases;
    }

    private static PartitionModel model(Case one) {
        PartitionTrainer trainer = new PartitionTrainer(one.spec(), CATALOGUE);
        return trainer.choose(TrainingRows.labelled(one.spec(), one.rows())).fitted().model();
    }

    /** Six digits: what processors differ in lies behind them. */
    private static String text(Case one) {
        Predictions predicted = model(one).predict(one.asked());
        StringBuilder text = new StringBuilder();
        double[][] all = one.spec().task() == Task.CLASSIFICATION
                ? predicted.probabilities()
                : new double[][] {predicted.value(), predicted.lower()[0], predicted.upper()[0]};
        for (double[] values : all) {
            for (double value : values) {
                text.append(String.format(Locale.ROOT, "%.5e ", value));
            }
        }
        return text.toString();
    }

    private static double[] predictions(TrainingSpec spec, PartitionRows rows, long cutoff) {
        List<BacktestPart> parts = new Backtest(spec, CATALOGUE).run(rows,
                new BacktestPlan.Cutoffs(new long[] {cutoff}));
        return Objects.requireNonNull(parts.getFirst().predictions()).value();
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

package io.manymodels.training.trainer;

import io.manymodels.family.Algorithm;
import io.manymodels.family.Task;
import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Fits models that many keys share, on features that any key has. */
final class Pooled {

    private static final int LEAST_ROWS = 50;
    /** One pooled model may take as long as so many partitions. */
    private static final int SHARED_BY = 5;

    private final TrainingSpec spec;
    private final PartitionFitter fitter;

    Pooled(TrainingSpec spec, PartitionFitter fitter) {
        this.spec = spec;
        this.fitter = fitter;
    }

    /** By time where there is time. */
    static PartitionRows ordered(PartitionRows rows) {
        return rows.hasTimes()
                ? rows.select(IntStream.range(0, rows.size()).boxed().sorted(Comparator.comparingLong(rows::time))
                        .mapToInt(Integer::intValue).toArray())
                : rows;
    }

    /** The best of the candidates on a held-out part (the last in time, where there is time), fitted to all rows. */
    PartitionTrainer.Choice choose(PartitionRows rows, boolean plain) {
        Deadline deadline = Deadline.in(spec.timeout().multipliedBy(SHARED_BY));
        List<String> labels = TrainingRows.labels(spec, rows);
        boolean constant = TrainingRows.constant(spec, rows, labels);
        List<Candidate> candidates = candidates(plain || constant || rows.size() < LEAST_ROWS);
        int held = Math.max(1, rows.size() / 5);
        Windows.Window window = rows.hasTimes()
                ? new Windows.Window(IntStream.range(0, rows.size() - held).toArray(),
                        IntStream.range(rows.size() - held, rows.size()).toArray())
                : Windows.folds(rows.size(), 5, 0).getFirst();
        Judge judge = new Judge(spec, this::fit);
        List<Judge.Outcome> outcomes = new ArrayList<>();
        Map<String, Double> losses = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            outcomes.add(judge.judge(candidate, rows, List.of(window), labels, deadline));
            losses.put(candidate.label(), outcomes.getLast().evaluation().meanLoss());
        }
        Judge.Outcome best = outcomes.get(Selection.choose(outcomes.stream().map(Judge.Outcome::evaluation).toList()));
        Fitted fitted = fit(best.evaluation().candidate(), rows, labels, deadline);
        if (spec.task() != Task.CLASSIFICATION) {
            fitted = fitted.with(fitted.model().body().withQuantiles(
                    Intervals.calibrate(fitted, best.evaluation().relativeResiduals(), spec.intervals())));
        }
        return new PartitionTrainer.Choice(fitted, best.evaluation().candidate(), best, losses, labels, null);
    }

    /** The spec's algorithms that can do without a history, the one to prefer first. */
    private List<Candidate> candidates(boolean plain) {
        List<Algorithm> able = spec.task() == Task.CLASSIFICATION
                ? List.of(Algorithm.BOOSTED_TREES, Algorithm.LOGISTIC_REGRESSION)
                : List.of(Algorithm.BOOSTED_TREES, Algorithm.RIDGE);
        List<Candidate> candidates = new ArrayList<>();
        for (Algorithm algorithm : able) {
            if (!plain && spec.algorithms().contains(algorithm)) {
                candidates.add(new Candidate(algorithm, Candidate.Features.PLAIN));
            }
        }
        if (candidates.isEmpty()) {
            candidates.add(new Candidate(spec.task() == Task.CLASSIFICATION ? Algorithm.MAJORITY_CLASS : Algorithm.MEAN,
                    Candidate.Features.PLAIN));
        }
        return candidates;
    }

    private Fitted fit(Candidate candidate, PartitionRows rows, List<String> labels, Deadline deadline) {
        if (spec.task() == Task.CLASSIFICATION) {
            return fitter.classification(candidate, rows,
                    RecipeBuilder.pooled(spec, rows, candidate.algorithm(), false), labels, deadline);
        }
        double[] y = rows.numbers(spec.schema().target());
        if (candidate.algorithm() == Algorithm.MEAN) {
            double point = Baselines.pooledPoint(spec, y);
            return fitter.constant(candidate, rows, TargetTransform.IDENTITY, y, point,
                    Arrays.stream(y).map(value -> value - point).toArray(), false);
        }
        TargetTransform transform = Transforms.choose(y, spec.task());
        FeatureRecipe recipe = RecipeBuilder.pooled(spec, rows, candidate.algorithm(),
                transform != TargetTransform.IDENTITY);
        return fitter.regression(candidate.algorithm(), rows, recipe, transform, Transforms.forward(transform, y),
                History.NONE, deadline, false);
    }
}

package io.manymodels.training.contest;

import io.manymodels.kernel.Kernel;
import io.manymodels.model.Components;
import io.manymodels.model.Explanation;
import io.manymodels.model.ModelBody;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Scorer;
import io.manymodels.model.TargetTransform;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.preparation.Transforms;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much each column moves a model's scores: the mean absolute contribution over some of the rows that it was trained on, over
 * the steps of the horizon for a forecast from the past alone.
 */
final class Importance {

    private static final int MOST_ROWS = 64;
    /** Trees of all rows together: they are what takes time. */
    private static final int MOST_TREES = 400;
    private static final int MOST_NAMED = 32;
    private static final MathContext DIGITS = new MathContext(4);

    private Importance() {}

    /** By the names of {@link Explanation}, the largest first; empty where the model does not tell, or has no columns. */
    static Map<String, Double> of(TrainingSpec spec, Fitted fitted, PartitionRows labelled) {
        return switch (fitted.model().body().scorer()) {
            case Scorer.Steps steps -> largest(ofSteps(spec, steps));
            case Scorer.Rows scorer -> largest(whole(spec, fitted.model(), labelled)
                    .importance(sample(labelled, MOST_TREES / Math.max(1, trees(scorer)))));
            case Scorer.Blend blend -> largest(whole(spec, fitted.model(), labelled).importance(
                    sample(labelled, Math.min(MOST_ROWS / 4, MOST_TREES / Math.max(1, trees(blend))))));
        };
    }

    private static Map<String, Double> ofSteps(TrainingSpec spec, Scorer.Steps steps) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int lead = spec.gap() + 1; lead <= spec.lead(); lead++) {
            Components components = Components.of(steps, lead);
            sums.merge(Explanation.TREND, Math.abs(components.trend()) / spec.horizon(), Double::sum);
            sums.merge(Explanation.SEASON, Math.abs(components.season()) / spec.horizon(), Double::sum);
        }
        return sums;
    }

    /** The model with all of the past: it keeps what rows to come reach back to, and rows of training reach farther. */
    private static PartitionModel whole(TrainingSpec spec, PartitionModel model, PartitionRows labelled) {
        ModelBody body = model.body();
        Lesson lesson = new Lesson(spec, labelled, List.of(), Deadline.NONE);
        Scorer whole = switch (body.scorer()) {
            case Scorer.Single single -> whole(lesson, body.link().transform(), single);
            case Scorer.Blend blend -> new Scorer.Blend(blend.scale(), blend.members().stream()
                    .map(member -> new Scorer.Blend.Member(member.weight(), member.link(),
                            whole(lesson, member.link().transform(), member.scorer())))
                    .toList());
        };
        return new PartitionModel(model.header(), new ModelBody(body.algorithm(), body.origin(), whole, body.labels(),
                body.link(), body.quantiles(), body.substitutes()));
    }

    private static Scorer.Single whole(Lesson lesson, TargetTransform transform, Scorer.Single scorer) {
        return scorer instanceof Scorer.Rows rows && rows.recipe().reach() > 0
                ? new Scorer.Rows(rows.recipe(), lesson.history(Transforms.forward(transform, lesson.target())),
                        rows.kernel())
                : scorer;
    }

    private static int trees(Scorer scorer) {
        return switch (scorer) {
            case Scorer.Rows rows -> trees(rows.kernel());
            case Scorer.Steps _ -> 0;
            case Scorer.Blend blend -> blend.members().stream().mapToInt(member -> trees(member.scorer())).sum();
        };
    }

    private static int trees(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Trees trees -> trees.roots().length;
            case Kernel.Shared shared -> trees(shared.kernel());
            case Kernel.Corrected corrected -> trees(corrected.own()) + trees(corrected.family());
            case Kernel.Linear _,Kernel.Foreign _ -> 0;
        };
    }

    private static PartitionRows sample(PartitionRows rows, int most) {
        int size = Math.clamp(most, 1, Math.min(MOST_ROWS, rows.size()));
        return rows.select(IntStream.range(0, size).map(i -> (int) ((2L * i + 1) * rows.size() / (2L * size)))
                .toArray());
    }

    private static Map<String, Double> largest(Map<String, Double> sums) {
        return sums.entrySet().stream().filter(entry -> entry.getValue() > 0 && Double.isFinite(entry.getValue()))
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMED)
                .collect(Collectors.toMap(Map.Entry::getKey,
                        entry -> BigDecimal.valueOf(entry.getValue()).round(DIGITS).doubleValue(), (a, _) -> a,
                        LinkedHashMap::new));
    }
}

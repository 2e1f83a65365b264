package io.manymodels.model;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.Softmax;
import java.util.Arrays;
import java.util.List;

/** The arithmetic of scorers. What it makes of a row depends on that row alone. */
final class Scoring {

    private Scoring() {}

    /** Scores of rows, rows x outputs, row-major. */
    static double[] scores(ModelBody body, AskedRows rows) {
        return switch (body.scorer()) {
            case Scorer.Single single -> scores(single, rows);
            case Scorer.Blend blend -> body.labels().isEmpty()
                    ? numbers(blend, body.link().transform(), rows)
                    : labels(blend, body.labels().size(), rows);
        };
    }

    private static double[] scores(Scorer.Single scorer, AskedRows rows) {
        return switch (scorer) {
            case Scorer.Rows(var recipe, var history, var kernel) -> {
                double[] matrix = recipe.matrix(rows.rows(), rows.axis(), rows.indexes(), history);
                double[] scores = new double[rows.size() * kernel.outputs()];
                kernel.score(matrix, rows.size(), recipe.width(), scores);
                yield scores;
            }
            case Scorer.Steps steps -> {
                double[] scores = new double[rows.size()];
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = steps.value(rows.lead(i));
                }
                yield scores;
            }
        };
    }

    private static double[] numbers(Scorer.Blend blend, TargetTransform transform, AskedRows rows) {
        double[] sums = new double[rows.size()];
        for (Scorer.Blend.Member member : blend.members()) {
            double[] scores = scores(member.scorer(), rows);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += member.weight() * switch (blend.scale()) {
                    case ORIGINAL -> member.link().value(scores[i]);
                    case TRANSFORMED -> transformed(member.link(), transform, scores[i]);
                };
            }
        }
        if (blend.scale() == Scorer.Blend.Scale.ORIGINAL) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = forward(transform, sums[i]);
            }
        }
        return sums;
    }

    /** A member's value on the blend's scale; a member of the same scale needs no way there and back. */
    static double transformed(Link link, TargetTransform transform, double score) {
        return link.transform() == transform
                ? link.location(score) + link.shift()
                : forward(transform, link.value(score));
    }

    /** Below what a logarithm can see lies minus infinity, which a link's floor holds, and no NaN. */
    static double forward(TargetTransform transform, double value) {
        double forward = transform.forward(value);
        return Double.isNaN(forward) && !Double.isNaN(value) ? Double.NEGATIVE_INFINITY : forward;
    }

    private static double[] labels(Scorer.Blend blend, int labels, AskedRows rows) {
        int outputs = blend.outputs();
        double[] sums = new double[rows.size() * (blend.scale() == Scorer.Blend.Scale.ORIGINAL ? labels : outputs)];
        double[] probabilities = new double[labels];
        for (Scorer.Blend.Member member : blend.members()) {
            double[] scores = scores(member.scorer(), rows);
            switch (blend.scale()) {
                case ORIGINAL -> {
                    for (int i = 0; i < rows.size(); i++) {
                        Softmax.probabilities(scores, i * outputs, outputs, labels, probabilities, 0);
                        for (int k = 0; k < labels; k++) {
                            sums[i * labels + k] += member.weight() * probabilities[k];
                        }
                    }
                }
                case TRANSFORMED -> {
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += member.weight() * scores[i];
                    }
                }
            }
        }
        return blend.scale() == Scorer.Blend.Scale.ORIGINAL ? scoresOf(sums, rows.size(), labels, outputs) : sums;
    }

    /** The scores that weighed sums of probabilities come from. */
    private static double[] scoresOf(double[] sums, int rows, int labels, int outputs) {
        if (outputs > 1) {
            return Arrays.stream(sums).map(Math::log).toArray();
        }
        double[] scores = new double[rows];
        for (int i = 0; i < rows && labels == 2; i++) {
            scores[i] = Math.log(sums[2 * i + 1] / sums[2 * i]);
        }
        return scores;
    }

    /** What a row's quantiles are multiplied by: a table's spread at its lead, 1 for all else. */
    static double spread(Scorer scorer, AskedRows rows, int row) {
        return switch (scorer) {
            case Scorer.Steps steps -> steps.spread(rows.lead(row));
            case Scorer.Rows _,Scorer.Blend _ -> 1;
        };
    }

    /** Bytes that the kernels of plug-ins take in memory, about. */
    static long foreignWeight(Scorer scorer) {
        return switch (scorer) {
            case Scorer.Rows rows -> foreignWeight(rows.kernel());
            case Scorer.Steps _ -> 0;
            case Scorer.Blend blend -> members(blend).stream().mapToLong(Scoring::foreignWeight).sum();
        };
    }

    private static long foreignWeight(Kernel kernel) {
        return switch (kernel) {
            case Kernel.Foreign foreign -> foreign.weight();
            case Kernel.Corrected corrected -> foreignWeight(corrected.own());
            case Kernel.Linear _,Kernel.Trees _,Kernel.Shared _ -> 0;
        };
    }

    private static List<Scorer.Single> members(Scorer.Blend blend) {
        return blend.members().stream().map(Scorer.Blend.Member::scorer).toList();
    }
}

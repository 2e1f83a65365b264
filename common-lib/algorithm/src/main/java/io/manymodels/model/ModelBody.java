package io.manymodels.model;

import io.manymodels.rows.Substitutes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model without what it shares with the others of its run.
 *
 * @param algorithm its name in the registry
 * @param origin step index of the last row that it knows, from which leads are counted; null where nothing in it goes by
 *     lead
 * @param labels of a classification, in the order of the scores; empty otherwise
 * @param link from scores to predictions; of no meaning for a classification
 * @param quantiles of the prediction intervals; none for a classification
 * @param substitutes what stands in for columns that a row does not have
 */
public record ModelBody(String algorithm, @Nullable Long origin, Scorer scorer, List<String> labels, Link link,
        ResidualQuantiles quantiles, Substitutes substitutes) {

    public ModelBody {
        labels = List.copyOf(labels);
        if (origin == null && (quantiles.leads() > 0 || hasSteps(scorer))) {
            throw new IllegalArgumentException("a model that goes by lead has no origin");
        }
        int outputs = labels.size() <= 2 ? 1 : labels.size();
        if (scorer.outputs() != outputs) {
            throw new IllegalArgumentException(
                    "[%d] labels want [%d] outputs, not [%d]".formatted(labels.size(), outputs, scorer.outputs()));
        }
    }

    private static boolean hasSteps(Scorer scorer) {
        return switch (scorer) {
            case Scorer.Rows _ -> false;
            case Scorer.Steps _ -> true;
            case Scorer.Blend blend -> blend.members().stream().anyMatch(member -> hasSteps(member.scorer()));
        };
    }

    /** The same with other intervals. */
    public ModelBody withQuantiles(ResidualQuantiles others) {
        return new ModelBody(algorithm, origin, scorer, labels, link, others, substitutes);
    }
}

package io.manymodels.training.plain;

import io.manymodels.features.FeatureRecipe;
import io.manymodels.features.History;
import io.manymodels.kernel.Kernel;
import io.manymodels.model.Scorer;
import java.util.List;

/** The same score for every row. */
final class Constant {

    private Constant() {}

    static Scorer.Rows scorer(double... scores) {
        return new Scorer.Rows(new FeatureRecipe(List.of()), History.NONE,
                new Kernel.Linear(scores.length, scores, new double[0], new double[0]));
    }
}

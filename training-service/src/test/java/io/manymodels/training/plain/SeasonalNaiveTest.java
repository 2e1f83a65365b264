package io.manymodels.training.plain;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class SeasonalNaiveTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new SeasonalNaive();
    }

    @Override
    protected String golden() {
        return "1.1:9c2c8718f1947541";
    }
}

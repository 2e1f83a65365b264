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
        return "3.1:053b1f01c5248a41";
    }
}

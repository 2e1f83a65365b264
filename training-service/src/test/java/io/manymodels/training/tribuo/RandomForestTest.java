package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class RandomForestTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new RandomForest();
    }

    @Override
    protected String golden() {
        return "1.1:999a21b4466d204f";
    }
}

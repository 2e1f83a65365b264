package io.manymodels.training.linear;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class RidgeTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Ridge();
    }

    @Override
    protected String golden() {
        return "1.1:efe827f3dc441b6b";
    }
}

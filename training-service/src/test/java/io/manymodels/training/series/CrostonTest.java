package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class CrostonTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Croston();
    }

    @Override
    protected String golden() {
        return "3.1:de8a3b5f7ae43a76";
    }
}

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
        return "3.2:7de34588e9682fd4";
    }
}

package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class ThetaTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Theta();
    }

    @Override
    protected String golden() {
        return "1.2:6eccc8e8f4105fe5";
    }
}

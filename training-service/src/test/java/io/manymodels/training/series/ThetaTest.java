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
        return "2.3:5189f95bbb0fcc00";
    }
}

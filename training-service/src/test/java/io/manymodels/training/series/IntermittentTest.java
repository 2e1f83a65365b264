package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class IntermittentTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Intermittent();
    }

    @Override
    protected String golden() {
        return "3.1:f59b9b4270ddb0ef";
    }
}

package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class EtsTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Ets();
    }

    @Override
    protected String golden() {
        return "3.2:600c207844f1a712";
    }
}

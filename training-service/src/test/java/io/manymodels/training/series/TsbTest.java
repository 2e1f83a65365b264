package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class TsbTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Tsb();
    }

    @Override
    protected String golden() {
        return "3.1:64ca83d6b8ef70c3";
    }
}

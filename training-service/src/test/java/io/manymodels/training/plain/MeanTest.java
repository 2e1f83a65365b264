package io.manymodels.training.plain;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class MeanTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Mean();
    }

    @Override
    protected String golden() {
        return "3.1:f88feeb79721400c";
    }
}

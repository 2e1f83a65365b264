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
        return "1.1:211564aff0deaca1";
    }
}

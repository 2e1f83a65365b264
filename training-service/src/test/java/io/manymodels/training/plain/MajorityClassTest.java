package io.manymodels.training.plain;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class MajorityClassTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new MajorityClass();
    }

    @Override
    protected String golden() {
        return "3.1:ee104b099a6a618d";
    }
}

package io.manymodels.training.plain;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class NaiveTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Naive();
    }

    @Override
    protected String golden() {
        return "1.1:bd6feb5afe3e23b8";
    }
}

package io.manymodels.training.linear;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class LogisticRegressionTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new LogisticRegression();
    }

    @Override
    protected String golden() {
        return "3.1:a71386428c9455fe";
    }
}

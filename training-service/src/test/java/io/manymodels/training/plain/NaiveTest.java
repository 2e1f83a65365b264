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
        return "3.1:78616347cbb2e41f";
    }
}

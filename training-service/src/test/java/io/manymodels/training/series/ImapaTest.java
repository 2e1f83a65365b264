package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class ImapaTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Imapa();
    }

    @Override
    protected String golden() {
        return "3.1:82dabee026b582d2";
    }
}

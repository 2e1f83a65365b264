package io.manymodels.training.series;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class EnsembleTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new Ensemble();
    }

    @Override
    protected String golden() {
        return "3.115:21bb7c8e969e72dc";
    }
}

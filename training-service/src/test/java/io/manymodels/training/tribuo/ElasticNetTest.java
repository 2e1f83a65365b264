package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class ElasticNetTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new ElasticNet();
    }

    @Override
    protected String golden() {
        return "3.1:d2c83599f3820cca";
    }
}

package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class RandomForestTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new RandomForest();
    }

    @Override
    protected String golden() {
        return "3.1:a69657273616f458";
    }
}

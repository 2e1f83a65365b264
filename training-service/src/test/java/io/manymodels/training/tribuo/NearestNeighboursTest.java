package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class NearestNeighboursTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new NearestNeighbours();
    }

    @Override
    protected String golden() {
        return "3.1:4b24aa05aea7861e";
    }
}

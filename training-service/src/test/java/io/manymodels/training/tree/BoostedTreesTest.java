package io.manymodels.training.tree;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class BoostedTreesTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new BoostedTrees();
    }

    @Override
    protected String golden() {
        return "3.1:7a6f4fdbfaceae74";
    }
}

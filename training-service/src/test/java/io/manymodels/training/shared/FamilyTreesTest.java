package io.manymodels.training.shared;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

/** A key's rows alone teach no family: the plain rule answers. What a family teaches: {@link FamilyTrainerTest}. */
class FamilyTreesTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new FamilyTrees();
    }

    @Override
    protected String golden() {
        return "3.3:2882283c58cb9cde";
    }
}

package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class FactorizationMachineTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new FactorizationMachine();
    }

    @Override
    protected String golden() {
        return "1.1:129f53948926fb26";
    }
}

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
        return "3.1:f50601a0f7d52ba7";
    }
}

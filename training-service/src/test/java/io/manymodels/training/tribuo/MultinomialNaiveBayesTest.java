package io.manymodels.training.tribuo;

import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.LearnerContract;

class MultinomialNaiveBayesTest extends LearnerContract {

    @Override
    protected Learner learner() {
        return new MultinomialNaiveBayes();
    }

    @Override
    protected String golden() {
        return "3.1:8980a00a70d662e7";
    }
}

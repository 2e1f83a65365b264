package io.manymodels.training.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.manymodels.training.learner.Deadline;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Output;
import org.tribuo.SparseModel;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.provenance.TrainerProvenance;

/** A trainer of trees that looks at the clock before each. */
record PunctualTrees<T extends Output<T>>(DecisionTreeTrainer<T> trees, Deadline deadline)
        implements
            DecisionTreeTrainer<T> {

    @Override
    public SparseModel<T> train(Dataset<T> examples, Map<String, Provenance> run) {
        deadline.check();
        return trees.train(examples, run);
    }

    @Override
    public SparseModel<T> train(Dataset<T> examples, Map<String, Provenance> run, int invocation) {
        deadline.check();
        return trees.train(examples, run, invocation);
    }

    @Override
    public float getFractionFeaturesInSplit() {
        return trees.getFractionFeaturesInSplit();
    }

    @Override
    public boolean getUseRandomSplitPoints() {
        return trees.getUseRandomSplitPoints();
    }

    @Override
    public float getMinImpurityDecrease() {
        return trees.getMinImpurityDecrease();
    }

    @Override
    public int getInvocationCount() {
        return trees.getInvocationCount();
    }

    @Override
    public void setInvocationCount(int count) {
        trees.setInvocationCount(count);
    }

    @Override
    public TrainerProvenance getProvenance() {
        return trees.getProvenance();
    }
}

package io.manymodels.training.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.manymodels.kernel.TooLarge;
import io.manymodels.training.learner.Deadline;
import io.manymodels.tribuo.TribuoKernel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.tribuo.Dataset;
import org.tribuo.Output;
import org.tribuo.SparseModel;
import org.tribuo.common.tree.DecisionTreeTrainer;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.provenance.TrainerProvenance;

/**
 * A trainer of the trees of one forest that looks at the clock before each, and at the nodes of all behind each: a forest that
 * cannot be stored ends before it fills the memory.
 *
 * @param nodes of all trees so far
 */
record BoundedTrees<T extends Output<T>>(DecisionTreeTrainer<T> trees, Deadline deadline, AtomicLong nodes)
        implements
            DecisionTreeTrainer<T> {

    /** That the names of a node's classes alone take in Tribuo's protobuf. */
    static final int LEAST_BYTES = 80;

    BoundedTrees(DecisionTreeTrainer<T> trees, Deadline deadline) {
        this(trees, deadline, new AtomicLong());
    }

    @Override
    public SparseModel<T> train(Dataset<T> examples, Map<String, Provenance> run) {
        deadline.check();
        return counted(trees.train(examples, run));
    }

    @Override
    public SparseModel<T> train(Dataset<T> examples, Map<String, Provenance> run, int invocation) {
        deadline.check();
        return counted(trees.train(examples, run, invocation));
    }

    /** Throws {@link TooLarge}. */
    private SparseModel<T> counted(SparseModel<T> model) {
        TreeModel<T> tree = (TreeModel<T>) model;
        long bytes = LEAST_BYTES * nodes.addAndGet(tree.countNodes(tree.getRoot()));
        if (bytes > TribuoKernel.LARGEST) {
            throw new TooLarge("The forest", bytes, TribuoKernel.LARGEST);
        }
        return model;
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

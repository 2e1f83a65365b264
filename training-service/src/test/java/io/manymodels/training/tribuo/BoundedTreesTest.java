package io.manymodels.training.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.kernel.TooLarge;
import io.manymodels.training.learner.Deadline;
import io.manymodels.tribuo.TribuoKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;

/** A forest that serving would not read, or that takes too long, ends while it grows. */
class BoundedTreesTest {

    private static final CARTJointRegressionTrainer TREES = new CARTJointRegressionTrainer(3);

    @Test
    void countsTheNodesOfAllTrees() {
        BoundedTrees<Regressor> trees = new BoundedTrees<>(TREES, Deadline.NONE);

        TreeModel<Regressor> first = (TreeModel<Regressor>) trees.train(rows(), Map.of());
        trees.train(rows(), Map.of(), 7);

        assertThat(first.countNodes(first.getRoot())).isGreaterThan(2);
        assertThat(trees.nodes()).hasValue(2L * first.countNodes(first.getRoot()));
    }

    @Test
    void endsAForestThatIsLargerThanServingReads() {
        BoundedTrees<Regressor> trees = new BoundedTrees<>(TREES, Deadline.NONE, new AtomicLong(TribuoKernel.LARGEST));

        assertThatThrownBy(() -> trees.train(rows(), Map.of())).isInstanceOf(TooLarge.class)
                .hasMessageContaining("The forest").hasMessageContaining("Maybe settings that make it smaller");
        assertThatThrownBy(() -> trees.train(rows(), Map.of(), 1)).isInstanceOf(TooLarge.class);
    }

    /** What is refused early would be refused when it is stored. */
    @Test
    void takesNoNodeForMoreThanItsBytes() throws IOException {
        TreeModel<Regressor> small = (TreeModel<Regressor>) TREES.train(rows());
        TreeModel<Regressor> large = (TreeModel<Regressor>) new CARTJointRegressionTrainer(6).train(rows());
        int nodes = large.countNodes(large.getRoot()) - small.countNodes(small.getRoot());

        assertThat(nodes).isGreaterThan(5);
        assertThat(bytes(large) - bytes(small)).isGreaterThan(BoundedTrees.LEAST_BYTES * nodes);
    }

    private static int bytes(TreeModel<Regressor> tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tree.serializeToStream(out);
        return out.size();
    }

    @Test
    void heedsTheDeadline() {
        BoundedTrees<Regressor> trees = new BoundedTrees<>(TREES, Deadline.in(Duration.ZERO));

        assertThatThrownBy(() -> trees.train(rows(), Map.of())).isInstanceOf(Deadline.Passed.class);
        assertThatThrownBy(() -> trees.train(rows(), Map.of(), 1)).isInstanceOf(Deadline.Passed.class);
    }

    private static MutableDataset<Regressor> rows() {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> rows = new MutableDataset<>(new SimpleDataSourceProvenance("toys", factory), factory);
        for (int i = 0; i < 40; i++) {
            rows.add(new ArrayExample<>(new Regressor("y", i % 7), new String[] {"x"}, new double[] {i}));
        }
        return rows;
    }
}

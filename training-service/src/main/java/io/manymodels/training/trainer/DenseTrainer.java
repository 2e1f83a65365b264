package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import io.manymodels.kernel.Kernel;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Map;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * A Tribuo trainer with a dense path: {@link #fit} takes arrays and gives the kernel alone, without an object for a row.
 * {@link #train} takes Tribuo's data sets and gives Tribuo's models around the same kernel. One trainer serves one task
 * and one thread, because Tribuo counts invocations.
 */
abstract sealed class DenseTrainer<T extends Output<T>> implements Trainer<T>
        permits RidgeTrainer, BoostedTreesTrainer, BoostedClassTreesTrainer, LogisticTrainer {

    private final Clock clock;
    private int invocations;

    DenseTrainer(Clock clock) {
        this.clock = clock;
    }

    abstract Kernel kernel(DenseData data, Deadline deadline);

    /** The target of an example as a number: its value, or the place of its label. */
    abstract double target(T output, ImmutableOutputInfo<T> outputs);

    abstract int labels(ImmutableOutputInfo<T> outputs);

    abstract Model<T> model(ModelProvenance provenance, ImmutableFeatureMap features, ImmutableOutputInfo<T> outputs,
            Kernel kernel);

    final Kernel fit(DenseData data, Deadline deadline) {
        invocations++;
        return kernel(data, deadline);
    }

    @Override
    public final Model<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        ImmutableFeatureMap features = examples.getFeatureIDMap();
        ImmutableOutputInfo<T> outputs = examples.getOutputIDInfo();
        double[] matrix = new double[examples.size() * features.size()];
        double[] targets = new double[examples.size()];
        for (int i = 0; i < examples.size(); i++) {
            fill(examples.getExample(i), features, matrix, i * features.size());
            targets[i] = target(examples.getExample(i).getOutput(), outputs);
        }
        TrainerProvenance trainer = getProvenance();
        Kernel kernel = fit(new DenseData(matrix, examples.size(), features.size(), targets, labels(outputs)),
                Deadline.NONE);
        return model(new ModelProvenance(DenseTrainer.class.getName(), OffsetDateTime.now(clock),
                examples.getProvenance(), trainer, runProvenance), features, outputs, kernel);
    }

    /** Writes an example's features into a row; what it does not have is 0, as everywhere in Tribuo. */
    static void fill(Example<?> example, ImmutableFeatureMap features, double[] matrix, int offset) {
        for (Feature feature : example) {
            int id = features.getID(feature.getName());
            if (id >= 0) {
                matrix[offset + id] = feature.getValue();
            }
        }
    }

    @Override
    public final TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public final int getInvocationCount() {
        return invocations;
    }

    @Override
    public final void setInvocationCount(int invocationCount) {
        if (invocationCount < 0) {
            throw new IllegalArgumentException("invocation count [%d] is below 0".formatted(invocationCount));
        }
        invocations = invocationCount;
    }
}

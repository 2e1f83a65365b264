package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.config.Config;
import io.manymodels.kernel.Kernel;
import java.time.Clock;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.provenance.ModelProvenance;

/** Gradient-boosted trees for labels. */
final class BoostedClassTreesTrainer extends DenseTrainer<Label> {

    @Config(mandatory = true, description = "Trees.")
    private int rounds;

    @Config(mandatory = true, description = "Splits from the root to a leaf.")
    private int depth;

    @Config(mandatory = true, description = "Learning rate.")
    private double rate;

    @Config(mandatory = true, description = "Rows that a leaf has at least.")
    private int leastRows;

    @Config(mandatory = true, description = "Added to the second derivatives of a leaf.")
    private double penalty;

    @Config(mandatory = true, description = "Bins a feature.")
    private int bins;

    BoostedClassTreesTrainer(Clock clock, TreesFit.Settings settings) {
        super(clock);
        this.rounds = settings.rounds();
        this.depth = settings.depth();
        this.rate = settings.rate();
        this.leastRows = settings.leastRows();
        this.penalty = settings.penalty();
        this.bins = settings.bins();
    }

    @Override
    Kernel kernel(DenseData data, Deadline deadline) {
        return TreesFit.classification(data, new TreesFit.Settings(rounds, depth, rate, leastRows, penalty, bins),
                deadline);
    }

    @Override
    double target(Label output, ImmutableOutputInfo<Label> outputs) {
        return outputs.getID(output);
    }

    @Override
    int labels(ImmutableOutputInfo<Label> outputs) {
        return outputs.size();
    }

    @Override
    Model<Label> model(ModelProvenance provenance, ImmutableFeatureMap features, ImmutableOutputInfo<Label> outputs,
            Kernel kernel) {
        return new DenseClassificationModel("boosted-trees", provenance, features, outputs, kernel);
    }
}

package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.config.Config;
import io.manymodels.kernel.Kernel;
import java.time.Clock;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;

/** Gradient-boosted trees for a number. */
final class BoostedTreesTrainer extends DenseTrainer<Regressor> {

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

    BoostedTreesTrainer(Clock clock, TreesFit.Settings settings) {
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
        return TreesFit.regression(data, new TreesFit.Settings(rounds, depth, rate, leastRows, penalty, bins),
                deadline);
    }

    @Override
    double target(Regressor output, ImmutableOutputInfo<Regressor> outputs) {
        return output.getValues()[0];
    }

    @Override
    int labels(ImmutableOutputInfo<Regressor> outputs) {
        return 0;
    }

    @Override
    Model<Regressor> model(ModelProvenance provenance, ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs,
            Kernel kernel) {
        return new DenseRegressionModel("boosted-trees", provenance, features, outputs, kernel);
    }
}

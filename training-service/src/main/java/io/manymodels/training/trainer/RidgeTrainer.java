package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.config.Config;
import io.manymodels.kernel.Kernel;
import java.time.Clock;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;

/** Ridge regression by normal equations. */
final class RidgeTrainer extends DenseTrainer<Regressor> {

    /** Added to each diagonal entry of the Gram matrix of the standardised columns. */
    @Config(mandatory = true, description = "Penalty on standardised coefficients.")
    private double penalty;

    RidgeTrainer(Clock clock, double penalty) {
        super(clock);
        this.penalty = penalty;
    }

    @Override
    Kernel kernel(DenseData data, Deadline deadline) {
        return RidgeFit.fit(data, penalty);
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
        return new DenseRegressionModel("ridge", provenance, features, outputs, kernel);
    }
}

package io.manymodels.training.trainer;

import com.oracle.labs.mlrg.olcut.config.Config;
import io.manymodels.kernel.Kernel;
import java.time.Clock;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.provenance.ModelProvenance;

/** Penalised logistic regression. */
final class LogisticTrainer extends DenseTrainer<Label> {

    /** Added to each diagonal entry of the Gram matrix of the standardised columns. */
    @Config(mandatory = true, description = "Penalty on standardised coefficients.")
    private double penalty;

    LogisticTrainer(Clock clock, double penalty) {
        super(clock);
        this.penalty = penalty;
    }

    @Override
    Kernel kernel(DenseData data, Deadline deadline) {
        return LogisticFit.fit(data, penalty, deadline);
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
        return new DenseClassificationModel("logistic-regression", provenance, features, outputs, kernel);
    }
}

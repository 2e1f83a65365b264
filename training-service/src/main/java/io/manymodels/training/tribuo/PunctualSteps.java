package io.manymodels.training.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import io.manymodels.training.learner.Deadline;
import org.tribuo.math.Parameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.Tensor;

/** An optimiser that looks at the clock before each step. */
record PunctualSteps(StochasticGradientOptimiser steps, Deadline deadline) implements StochasticGradientOptimiser {

    @Override
    public void initialise(Parameters parameters) {
        steps.initialise(parameters);
    }

    @Override
    public Tensor[] step(Tensor[] updates, double weight) {
        deadline.check();
        return steps.step(updates, weight);
    }

    @Override
    public void finalise() {
        steps.finalise();
    }

    @Override
    public void reset() {
        steps.reset();
    }

    @Override
    public StochasticGradientOptimiser copy() {
        return new PunctualSteps(steps.copy(), deadline);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return steps.getProvenance();
    }
}

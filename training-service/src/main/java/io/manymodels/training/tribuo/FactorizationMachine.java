package io.manymodels.training.tribuo;

import com.google.auto.service.AutoService;
import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.Features;
import io.manymodels.tribuo.Columns;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/** Linear, with products of two features by factors of few dimensions (Rendle 2010), by Tribuo's FM trainers. */
@AutoService(Learner.class)
public final class FactorizationMachine extends TribuoLearner {

    private static final Setting FACTORS = Setting.whole("factors", 3, 1, 100,
            "dimensions of a feature's factor; Tribuo's factorizedDimSize");
    private static final Setting EPOCHS = Setting.whole("epochs", 20, 1, 1000,
            "passes over the rows; Tribuo's epochs");
    private static final Setting RATE = Setting.number("rate", 0.05, 1e-6, 10,
            "of the first steps of AdaGrad; Tribuo's initialLearningRate");
    private static final Setting SPREAD = Setting.number("spread", 0.05, 1e-6, 10,
            "of the factors before the first step; Tribuo's variance");
    private static final Setting SEED = Setting.whole("seed", 12_345, 0, Integer.MAX_VALUE, "of the random numbers");
    private static final double EPSILON = 1e-6;

    public FactorizationMachine() {
        super(new Traits("factorization-machine", 1, Set.of(Task.FORECAST, Task.REGRESSION, Task.CLASSIFICATION),
                List.of(FACTORS, EPOCHS, RATE, SPREAD, SEED), List.of(new Forecast("", Variant.RICH, Features.LAGGED)),
                Variant.RICH, OptionalInt.of(Variant.RICH), false));
    }

    @Override
    Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline) {
        StochasticGradientOptimiser steps = new PunctualSteps(new AdaGrad(settings.number(RATE), EPSILON), deadline);
        int epochs = settings.whole(EPOCHS);
        int factors = settings.whole(FACTORS);
        return data.labels() == 0
                ? fit.numbers(data, Columns::standardised,
                        new FMRegressionTrainer(new SquaredLoss(), steps, epochs, -1, settings.whole(SEED), factors,
                                settings.number(SPREAD), false))
                : fit.labels(data, Columns::standardised,
                        new FMClassificationTrainer(new LogMulticlass(), steps, epochs, -1, settings.whole(SEED),
                                factors, settings.number(SPREAD)));
    }

    @Override
    double parameters(Settings settings, int width, int rows) {
        return Math.min(1.0 + width * (1.0 + settings.whole(FACTORS)), rows / 2.0);
    }
}

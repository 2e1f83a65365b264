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
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/** Linear with squares and absolutes penalised (Zou and Hastie 2005), by Tribuo's ElasticNetCDTrainer. */
@AutoService(Learner.class)
public final class ElasticNet extends TribuoLearner {

    private static final Setting PENALTY = Setting.number("penalty", 0.01, 1e-9, 1e6,
            "on coefficients, of target and features with deviation 1; Tribuo's alpha");
    private static final Setting ABSOLUTE_SHARE = Setting.number("absoluteShare", 0.5, 1e-4, 1,
            "of the penalty that is on absolutes and makes coefficients 0; Tribuo's l1Ratio");
    private static final Setting TOLERANCE = Setting.number("tolerance", 1e-4, 1e-12, 1,
            "of the last changes; Tribuo's tolerance");
    private static final Setting ITERATIONS = Setting.whole("iterations", 500, 1, 100_000,
            "at most; Tribuo's maxIterations");

    public ElasticNet() {
        super(new Traits("elastic-net", 1, Set.of(Task.FORECAST, Task.REGRESSION),
                List.of(PENALTY, ABSOLUTE_SHARE, TOLERANCE, ITERATIONS),
                List.of(new Forecast("/seasonal", Variant.FIRST + 1, Features.SEASONAL),
                        new Forecast("/lagged", Variant.FIRST + 3, Features.LAGGED)),
                Variant.FIRST, OptionalInt.of(Variant.RICH + 1), false));
    }

    @Override
    Kernel fit(TribuoFit fit, DenseData data, Settings settings, Deadline deadline) {
        return fit.numbers(data, Columns::standardised,
                new ElasticNetCDTrainer(settings.number(PENALTY), settings.number(ABSOLUTE_SHARE),
                        settings.number(TOLERANCE), settings.whole(ITERATIONS), false,
                        org.tribuo.Trainer.DEFAULT_SEED));
    }

    @Override
    double parameters(Settings settings, int width, int rows) {
        return Math.min(width + 1.0, rows / 2.0);
    }
}

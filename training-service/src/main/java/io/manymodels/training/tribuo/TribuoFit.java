package io.manymodels.training.tribuo;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import io.manymodels.kernel.Kernel;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.DenseData;
import io.manymodels.tribuo.Columns;
import io.manymodels.tribuo.Names;
import io.manymodels.tribuo.Target;
import io.manymodels.tribuo.TribuoKernel;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.SparseModel;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Hands rows to a trainer of Tribuo and makes a kernel of its model. A trainer is made for one fit: Tribuo's count how often
 * they were asked, and draw other numbers each time.
 *
 * @param learner its name, and {@code version}: what the model's provenance calls its run
 */
record TribuoFit(String learner, int version) {

    /** Tribuo says each tree at INFO. The field keeps the logger from being collected, and its level with it. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");
    /** One moment for all: the same rows shall give the same bytes of a dataset's provenance. */
    private static final OffsetDateTime NEVER = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    /** How features become Tribuo's. */
    @FunctionalInterface
    interface Scaling {
        Columns of(double[] matrix, int rows, int width);
    }

    /** A kernel of numbers. The target becomes one of mean 0 and deviation 1 for the trainer. Throws {@link CannotFit}. */
    Kernel numbers(DenseData data, Scaling scaling, Trainer<Regressor> trainer) {
        double mean = Arrays.stream(data.targets()).average().orElse(0);
        double deviation = Math.sqrt(
                Arrays.stream(data.targets()).map(y -> (y - mean) * (y - mean)).average().orElse(0));
        double scale = deviation > 0 && Double.isFinite(deviation) ? deviation : 1;
        return fit(data, scaling, Target.number(mean, scale), trainer, new RegressionFactory(),
                i -> new Regressor(Names.TARGET, (data.targets()[i] - mean) / scale));
    }

    /** A kernel of labels. Throws {@link CannotFit}. */
    Kernel labels(DenseData data, Scaling scaling, Trainer<Label> trainer) {
        return fit(data, scaling, Target.label(data.labels()), trainer, new LabelFactory(),
                i -> new Label(Names.label((int) data.targets()[i])));
    }

    private <T extends Output<T>> Kernel fit(DenseData data, Scaling scaling, Target target, Trainer<T> trainer,
            OutputFactory<T> factory, IntFunction<T> output) {
        if (data.width() == 0) {
            throw new CannotFit("There is no feature, and Tribuo knows no model without one");
        }
        Columns columns = scaling.of(data.matrix(), data.rows(), data.width());
        TribuoKernel kernel;
        try {
            Dataset<T> dataset = dataset(data, columns, factory, output);
            Model<T> model = trainer.train(dataset, Map.<String, Provenance>of("learner",
                    new StringProvenance("learner", learner), "version", new IntProvenance("version", version)));
            if (model instanceof SparseModel<?> sparse
                    && sparse.getActiveFeatures().values().stream().allMatch(List::isEmpty)) {
                // Tribuo 4.3 answers 1 above the mean where all coefficients are 0.
                throw new CannotFit("No feature has a coefficient other than 0");
            }
            kernel = TribuoKernel.of(columns, target, model);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CannotFit("Tribuo cannot fit these rows: " + e.getMessage());
        }
        double[] scores = new double[data.rows() * kernel.outputs()];
        kernel.score(data.matrix(), data.rows(), data.width(), scores);
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new CannotFit("The fit ran away from these rows");
        }
        return kernel;
    }

    private static <T extends Output<T>> Dataset<T> dataset(DenseData data, Columns columns, OutputFactory<T> factory,
            IntFunction<T> output) {
        MutableDataset<T> dataset = new MutableDataset<>(
                new SimpleDataSourceProvenance("rows of one partition or of a sample", NEVER, factory), factory);
        String[] names = Names.features(data.width());
        for (int i = 0; i < data.rows(); i++) {
            dataset.add(new ArrayExample<>(output.apply(i), names, columns.of(data.matrix(), i)));
        }
        return dataset;
    }
}

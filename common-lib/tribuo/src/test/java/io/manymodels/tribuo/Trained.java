package io.manymodels.tribuo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.NullUnmarked;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.regression.slm.ElasticNetCDTrainer;

/** One model of each kind, of the same few rows. */
@NullUnmarked
record Trained(String name, Columns columns, Target target, Model<?> model) {

    static final int WIDTH = 4;
    static final int ROWS = 60;
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");
    private static final double[] MATRIX = matrix();

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    static List<Trained> all() {
        Columns level = Columns.standardised(MATRIX, ROWS, WIDTH);
        Columns zero = Columns.fromZero(MATRIX, ROWS, WIDTH);
        AdaGrad steps = new AdaGrad(0.1, 0.1);
        return List.of(
                number("forest", new RandomForestTrainer<>(
                        new CARTJointRegressionTrainer(4, 2, 0, 0.5f, false, new MeanSquaredError(), false, 1),
                        new AveragingCombiner(), 5)),
                number("elastic-net", new ElasticNetCDTrainer(0.01, 0.5)),
                number("factors", new FMRegressionTrainer(new SquaredLoss(), steps, 3, 1, 3, 0.1, false)),
                labels("forest", 2, level, new RandomForestTrainer<>(new CARTClassificationTrainer(4, 0.5f, 1),
                        new FullyWeightedVotingCombiner(), 5)),
                labels("forest", 3, level, new RandomForestTrainer<>(new CARTClassificationTrainer(4, 0.5f, 1),
                        new FullyWeightedVotingCombiner(), 5)),
                labels("factors", 3, level, new FMClassificationTrainer(new LogMulticlass(), steps, 3, 1, 3, 0.1)),
                labels("neighbours", 2, level, new KNNTrainer<>(5, new L2Distance(), 1,
                        new VotingCombiner(), KNNModel.Backend.THREADPOOL,
                        NeighboursQueryFactoryType.BRUTE_FORCE)),
                labels("bayes", 3, zero, new MultinomialNaiveBayesTrainer(1)));
    }

    /** Trees of one split that are all alike, on the features of a wide row. */
    static Trained stumps(int trees) {
        return number("stumps", new RandomForestTrainer<>(
                new CARTJointRegressionTrainer(1, 2, 0, 0.9f, false, new MeanSquaredError(), false, 1),
                new AveragingCombiner(), trees));
    }

    TribuoKernel kernel() {
        return TribuoKernel.of(columns, target, model);
    }

    /** Rows that no model has seen, one of them with a feature missing. */
    static double[] asked() {
        double[] asked = new Random(9).doubles(6 * WIDTH, -2, 3).toArray();
        asked[WIDTH + 1] = Double.NaN;
        return asked;
    }

    @Override
    public String toString() {
        return name + " of " + target.labels();
    }

    private static Trained number(String name, Trainer<Regressor> trainer) {
        Columns columns = Columns.standardised(MATRIX, ROWS, WIDTH);
        return new Trained(name, columns, Target.number(2, 3), trainer.train(data(columns, new RegressionFactory(),
                i -> new Regressor(Names.TARGET, MATRIX[i * WIDTH] * MATRIX[i * WIDTH + 2] + MATRIX[i * WIDTH + 3]))));
    }

    private static Trained labels(String name, int labels, Columns columns, Trainer<Label> trainer) {
        return new Trained(name, columns, Target.label(labels),
                trainer.train(data(columns, new LabelFactory(),
                        i -> new Label(Names.label(i < labels ? i : (MATRIX[i * WIDTH] > 0 ? 1 : 0) * (labels - 1))))));
    }

    private static <T extends Output<T>> Dataset<T> data(Columns columns, OutputFactory<T> factory,
            java.util.function.IntFunction<T> output) {
        MutableDataset<T> data = new MutableDataset<>(new SimpleDataSourceProvenance("toys", factory), factory);
        List<ArrayExample<T>> examples = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            examples.add(new ArrayExample<>(output.apply(i), Names.features(WIDTH), columns.of(MATRIX, i)));
        }
        examples.forEach(data::add);
        return data;
    }

    private static double[] matrix() {
        return new Random(5).doubles(ROWS * WIDTH, -1, 2).toArray();
    }
}

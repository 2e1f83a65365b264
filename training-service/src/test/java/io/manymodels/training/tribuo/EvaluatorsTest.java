package io.manymodels.training.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.mnb.MultinomialNaiveBayesTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.evaluation.RegressionEvaluator;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;

/** The platform's metrics, judged by Tribuo's evaluators on the same predictions. */
class EvaluatorsTest {

    private static final double SAME = 1e-9;
    private static final String[] NAMES = {"x"};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void numbersAreMeasuredAsTribuoDoes(int seed) {
        Random random = new Random(seed);
        int rows = 20 + 80 * seed;
        double[] actual = random.doubles(rows, -50, 100).toArray();
        double[] predicted = Arrays.stream(actual).map(y -> y + 10 * random.nextGaussian()).toArray();
        double[] none = new double[rows];
        Arrays.fill(none, Double.NaN);
        NumberRows ours = new NumberRows(actual, predicted, new double[0][], new double[0][], List.of(), none, none);

        RegressionEvaluation theirs = theirs(actual, predicted);

        Regressor target = new Regressor("y", Double.NaN);
        assertThat(NumberMeasure.RMSE.value(ours)).isCloseTo(theirs.rmse(target), within(SAME));
        assertThat(NumberMeasure.MAE.value(ours)).isCloseTo(theirs.mae(target), within(SAME));
        double mean = Arrays.stream(actual).average().orElseThrow();
        double variance = Arrays.stream(actual).map(y -> (y - mean) * (y - mean)).average().orElseThrow();
        double rmse = NumberMeasure.RMSE.value(ours);
        assertThat(1 - rmse * rmse / variance).as("R2").isCloseTo(theirs.r2(target), within(SAME));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "3, 3", "5, 4"})
    void labelsAreMeasuredAsTribuoDoes(int labels, int seed) {
        Random random = new Random(seed);
        int rows = 200;
        int[] actual = IntStream.range(0, rows).map(i -> i < labels ? i : random.nextInt(labels)).toArray();
        double[][] probabilities = new double[labels][rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = 0; k < labels; k++) {
                // Rounded, so that there are ties.
                probabilities[k][i] = Math.rint(20 * (random.nextDouble() + (actual[i] == k ? 0.4 : 0))) + 1;
                sum += probabilities[k][i];
            }
            for (int k = 0; k < labels; k++) {
                probabilities[k][i] /= sum;
            }
        }
        LabelRows ours = new LabelRows(actual, probabilities);

        LabelEvaluation theirs = theirs(actual, probabilities);

        assertThat(new LabelMeasure.Accuracy().value(ours)).isCloseTo(theirs.accuracy(), within(SAME));
        assertThat(new LabelMeasure.MacroF1().value(ours)).isCloseTo(theirs.macroAveragedF1(), within(SAME));
        double area = IntStream.range(labels == 2 ? 1 : 0, labels)
                .mapToDouble(k -> theirs.AUCROC(new Label(Integer.toString(k)))).average().orElseThrow();
        assertThat(new LabelMeasure.RocArea().value(ours)).isCloseTo(area, within(SAME));
    }

    private static RegressionEvaluation theirs(double[] actual, double[] predicted) {
        List<Prediction<Regressor>> predictions = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            predictions.add(new Prediction<>(new Regressor("y", predicted[i]), 1,
                    new ArrayExample<>(new Regressor("y", actual[i]), NAMES, new double[] {i})));
        }
        RegressionFactory factory = new RegressionFactory();
        Model<Regressor> model = new CARTJointRegressionTrainer(1).train(dataset(predictions, factory));
        return new RegressionEvaluator().evaluate(model, predictions, source(factory));
    }

    private static LabelEvaluation theirs(int[] actual, double[][] probabilities) {
        List<Prediction<Label>> predictions = new ArrayList<>();
        for (int i = 0; i < actual.length; i++) {
            Map<String, Label> scores = new HashMap<>();
            Label best = new Label("0", probabilities[0][i]);
            for (int k = 0; k < probabilities.length; k++) {
                Label label = new Label(Integer.toString(k), probabilities[k][i]);
                scores.put(label.getLabel(), label);
                best = label.getScore() > best.getScore() ? label : best;
            }
            predictions.add(new Prediction<>(best, scores, 1,
                    new ArrayExample<>(new Label(Integer.toString(actual[i])), NAMES, new double[] {i}), true));
        }
        LabelFactory factory = new LabelFactory();
        Model<Label> model = new MultinomialNaiveBayesTrainer().train(dataset(predictions, factory));
        return new LabelEvaluator().evaluate(model, predictions, source(factory));
    }

    private static <T extends Output<T>> MutableDataset<T> dataset(List<Prediction<T>> predictions,
            OutputFactory<T> factory) {
        MutableDataset<T> dataset = new MutableDataset<>(source(factory), factory);
        predictions.forEach(prediction -> dataset.add(prediction.getExample()));
        return dataset;
    }

    private static <T extends Output<T>> SimpleDataSourceProvenance source(OutputFactory<T> factory) {
        return new SimpleDataSourceProvenance("toys", factory);
    }
}

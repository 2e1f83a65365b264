package io.manymodels.training.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.metric.LabelMeasure;
import io.manymodels.metric.LabelRows;
import io.manymodels.metric.NumberMeasure;
import io.manymodels.metric.NumberRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;

@NullUnmarked
class MetricsTest {

    @Test
    void agreesWithTribuoOnNumbers() {
        MutableDataset<Regressor> data = new MutableDataset<>(
                new SimpleDataSourceProvenance("toy", Toys.CLOCK.instant().atOffset(java.time.ZoneOffset.UTC),
                        new RegressionFactory()),
                new RegressionFactory());
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double x = random.nextGaussian();
            data.add(example(new Regressor("y", 3 * x + random.nextGaussian()),
                    Map.of("x", x, "z", random.nextDouble())));
        }
        Model<Regressor> model = new RidgeTrainer(Toys.CLOCK, 1).train(data);
        double[] actual = new double[200];
        double[] predicted = new double[200];
        for (int i = 0; i < 200; i++) {
            actual[i] = data.getExample(i).getOutput().getValues()[0];
            predicted[i] = model.predict(data.getExample(i)).getOutput().getValues()[0];
        }

        RegressionEvaluation tribuo = new RegressionFactory().getEvaluator().evaluate(model, data);
        NumberRows ours = new NumberRows(actual, predicted, new double[0][], new double[0][], List.of(),
                new double[200], new double[200]);

        assertThat(NumberMeasure.RMSE.value(ours)).isCloseTo(tribuo.averageRMSE(), within(1e-9)).isLessThan(1.2);
        assertThat(NumberMeasure.MAE.value(ours)).isCloseTo(tribuo.averageMAE(), within(1e-9));
        assertThat(model.getProvenance().getTrainerProvenance().toString()).contains("penalty");
    }

    @Test
    void agreesWithTribuoOnLabels() {
        OutputFactory<Label> factory = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(new SimpleDataSourceProvenance("toy",
                Toys.CLOCK.instant().atOffset(java.time.ZoneOffset.UTC), factory), factory);
        Random random = new Random(2);
        for (int i = 0; i < 400; i++) {
            double x = random.nextGaussian();
            data.add(example(new Label(x + random.nextGaussian() > 0.5 ? "Yes" : "No"), Map.of("x", x)));
        }
        for (DenseTrainer<Label> trainer : List.of(new LogisticTrainer(Toys.CLOCK, 1),
                new BoostedClassTreesTrainer(Toys.CLOCK, TreesFit.Settings.forRows(400)))) {
            Model<Label> model = trainer.train(data);
            int[] actual = new int[400];
            double[][] probabilities = new double[2][400];
            for (int i = 0; i < 400; i++) {
                actual[i] = data.getExample(i).getOutput().getLabel().equals("Yes") ? 1 : 0;
                Map<String, Label> scores = model.predict(data.getExample(i)).getOutputScores();
                probabilities[0][i] = scores.get("No").getScore();
                probabilities[1][i] = scores.get("Yes").getScore();
            }

            LabelEvaluation tribuo = (LabelEvaluation) factory.getEvaluator().evaluate(model, (Dataset<Label>) data);
            LabelRows ours = new LabelRows(actual, probabilities);

            assertThat(new LabelMeasure.Accuracy().value(ours)).isCloseTo(tribuo.accuracy(), within(1e-12))
                    .isGreaterThan(0.7);
            assertThat(new LabelMeasure.MacroF1().value(ours)).isCloseTo(tribuo.macroAveragedF1(), within(1e-12));
            assertThat(new LabelMeasure.RocArea().value(ours)).isCloseTo(tribuo.AUCROC(new Label("Yes")), within(1e-9));
        }
    }

    private static <T extends Output<T>> Example<T> example(T output, Map<String, Double> features) {
        Map<String, Double> ordered = new LinkedHashMap<>(features);
        List<String> names = new ArrayList<>(ordered.keySet());
        return new ArrayExample<>(output, names.toArray(String[]::new),
                names.stream().mapToDouble(ordered::get).toArray());
    }
}

package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.PlugIns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

class TribuoKernelTest {

    private static final KernelCodecs CODECS = PlugIns.NONE.codecs();

    static List<Trained> models() {
        return Trained.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void answersAsTribuoDoes(Trained trained) {
        double[] asked = Trained.asked();

        double[] scores = scores(trained.kernel(), asked);

        assertThat(Arrays.stream(scores)).allMatch(Double::isFinite);
        assertThat(Arrays.stream(scores).distinct().count()).isGreaterThan(2);
        for (int i = 0; i < 6; i++) {
            double[] values = trained.columns().of(asked, i);
            if (trained.target().labels() == 0) {
                Prediction<Regressor> said = trained.model().castModel(Regressor.class).predict(
                        new ArrayExample<>(new Regressor(Names.TARGET, 0), Names.features(Trained.WIDTH), values));
                assertThat(scores[i]).isCloseTo(2 + 3 * said.getOutput().getValues()[0], within(1e-12));
            } else {
                Map<String, Label> said = trained.model().castModel(Label.class).predict(
                        new ArrayExample<>(new Label("0"), Names.features(Trained.WIDTH), values)).getOutputScores();
                double[] probabilities = new double[trained.target().labels()];
                io.manymodels.kernel.Softmax.probabilities(scores, i * trained.target().outputs(),
                        trained.target().outputs(), probabilities.length, probabilities, 0);
                for (int k = 0; k < probabilities.length; k++) {
                    Label label = said.get(Names.label(k));
                    assertThat(probabilities[k]).isCloseTo(label == null ? 0 : label.getScore(), within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void isTheSameAfterBeingStored(Trained trained) {
        TribuoKernel kernel = trained.kernel();

        Kernel.Foreign read = CODECS.read(kernel.name(), kernel.version(), Trained.WIDTH, kernel.bytes());

        assertThat(scores(read, Trained.asked())).containsExactly(scores(kernel, Trained.asked()));
        assertThat(read.outputs()).isEqualTo(kernel.outputs());
        assertThat(read.bytes()).isEqualTo(kernel.bytes());
        assertThat(read.weight()).isEqualTo(kernel.weight());
    }

    @ParameterizedTest
    @MethodSource("models")
    void scoresARowAloneAsAmongOthers(Trained trained) {
        double[] asked = Trained.asked();
        double[] together = scores(trained.kernel(), asked);

        for (int i = 0; i < 6; i++) {
            double[] alone = scores(trained.kernel(),
                    Arrays.copyOfRange(asked, i * Trained.WIDTH, (i + 1) * Trained.WIDTH));
            int outputs = trained.target().outputs();
            assertThat(alone).containsExactly(Arrays.copyOfRange(together, i * outputs, (i + 1) * outputs));
        }
    }

    /** What serving leaves out lies in the artefact, and Tribuo reads it. */
    @ParameterizedTest
    @MethodSource("models")
    void keepsItsProvenance(Trained trained) {
        Model<?> read = Model.deserialize(Stored.read(Trained.WIDTH, trained.kernel().bytes()).model());

        assertThat(read.getProvenance()).isEqualTo(trained.model().getProvenance());
        assertThat(read.getProvenance().getTrainerProvenance().getClassName()).endsWith("Trainer");
    }

    private static double[] scores(Kernel kernel, double[] asked) {
        int rows = asked.length / Trained.WIDTH;
        double[] scores = new double[rows * kernel.outputs()];
        kernel.score(asked, rows, Trained.WIDTH, scores);
        return scores;
    }
}
